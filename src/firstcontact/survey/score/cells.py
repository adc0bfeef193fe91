"""Turns the cells of a column into numbers: each distinct text is judged once, whatever the number of rows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.errors import FirstContactError
from firstcontact.survey.score.spec import Adjuster, Item

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
HOUSE_CODES = range(-9, 0)  # the house's missing codes, whatever the file says
MISSING = float("nan")
LISTED_LEVELS = 10


class NotANumber(ValueError):
    """A text that is no number, is not recoded and does not mean missing."""


@dataclass(frozen=True)
class Encoded:
    """A column as distinct texts and, per row, the index of its text (-1 where the cell is NULL)."""

    texts: list[str]
    index: np.ndarray

    def of_rows(self, rows: np.ndarray) -> "Encoded":
        """The same for some of the rows, with the texts that they hold."""
        index = self.index[rows]
        held = np.bincount(index + 1, minlength=len(self.texts) + 1)[1:] > 0
        place = np.append(np.cumsum(held) - 1, -1)
        return Encoded([t for t, h in zip(self.texts, held, strict=True) if h], place[index])

    def spread(self, values: np.ndarray) -> np.ndarray:
        """One value per row from one value per distinct text; NaN where the cell is NULL."""
        return np.append(values, MISSING)[self.index]


def encode(column: pa.ChunkedArray) -> Encoded:
    """Distinct texts of a column of any type; 4.0 reads as 4, true as 1."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    coded = column.combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.unify_dictionaries().combine_chunks()
    index = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
    return Encoded([_text(v) for v in coded.dictionary.to_pylist()], index)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else "" if value != value else repr(value)
    return str(value).strip()


@dataclass(frozen=True)
class Reader:
    """How the cells of one column are read.

    `missing`: texts that mean no answer; `rows`: places of the rows in the file, from 0.
    """

    name: str
    missing: frozenset[str]
    recode: Mapping[str, float | None]
    rows: np.ndarray

    def number(self, text: str) -> float:
        """Missing list, house codes, recode, number; in this order. NaN is missing. Raises NotANumber."""
        if self.is_missing(text):
            return MISSING
        if text in self.recode:
            recoded = self.recode[text]
            return MISSING if recoded is None else recoded
        if not NUMBER.fullmatch(text) or not np.isfinite(float(text)):
            raise NotANumber(text)
        return float(text)

    def is_missing(self, text: str) -> bool:
        if text == "" or text in self.missing:
            return True
        return bool(NUMBER.fullmatch(text)) and float(text) in HOUSE_CODES

    def column(self, encoded: Encoded, judge: Callable[[float], float]) -> np.ndarray:
        """Numbers of the rows after `judge`. Raises FirstContactError with the first row that holds no number."""
        values = np.full(len(encoded.texts), MISSING)
        for position, text in enumerate(encoded.texts):
            try:
                values[position] = judge(self.number(text))
            except NotANumber:
                self._refuse(encoded, position)
        return encoded.spread(values)

    def _refuse(self, encoded: Encoded, position: int) -> None:
        rows = self.rows[encoded.index == position]
        raise FirstContactError(
            f"column '{self.name}' row {rows.min() + 1} (the header not counted) holds a text that is no number; "
            f"{rows.size} rows hold the same. Scores are numbers: name the text under recode or missing in the measure "
            "file, or correct the file."
        )


def item_scores(encoded: Encoded, item: Item, reader: Reader) -> np.ndarray:
    """Scores of an item, reversed where it says so; NaN where missing, out of range or not whole."""

    def judge(score: float) -> float:
        if not (score == np.rint(score) and item.min <= score <= item.max):
            return MISSING
        return item.min + item.max - score if item.reverse else score

    return reader.column(encoded, judge)


def adjuster_columns(encoded: Encoded, name: str, adjuster: Adjuster, reader: Reader) -> dict[str, np.ndarray]:
    """Columns of the regression by name: the number itself, or one 0/1 column per level but the reference."""
    low = -np.inf if adjuster.min is None else adjuster.min
    high = np.inf if adjuster.max is None else adjuster.max
    if adjuster.coding == "dummies":
        return _dummies(encoded, name, adjuster, reader)
    return {name: reader.column(encoded, lambda x: x if low <= x <= high else MISSING)}


def _dummies(encoded: Encoded, name: str, adjuster: Adjuster, reader: Reader) -> dict[str, np.ndarray]:
    level_of = [_level(text, adjuster, reader) for text in encoded.texts]
    levels = sorted({level for level in level_of if level is not None})
    if adjuster.reference not in levels:
        listed = ", ".join(levels[:LISTED_LEVELS]) + (", ..." if len(levels) > LISTED_LEVELS else "")
        raise FirstContactError(
            f"adjuster '{name}': no response has the reference '{adjuster.reference}' (levels: {listed or 'none'}). "
            "The other levels are compared with it; choose one of the levels."
        )
    return {
        f"{name}={level}": encoded.spread(
            np.array([MISSING if own is None else float(own == level) for own in level_of], dtype=float)
        )
        for level in levels
        if level != adjuster.reference
    }


def _level(text: str, adjuster: Adjuster, reader: Reader) -> str | None:
    """The level of a text: itself or what it is recoded to; None where missing or out of range."""
    if reader.is_missing(text):
        return None
    if text in reader.recode:
        recoded = reader.recode[text]
        return None if recoded is None else _text(recoded)
    if adjuster.min is None and adjuster.max is None:
        return text
    number = float(text) if NUMBER.fullmatch(text) else MISSING
    low = -np.inf if adjuster.min is None else adjuster.min
    high = np.inf if adjuster.max is None else adjuster.max
    return text if low <= number <= high else None
