"""The response table as numbers: which rows take part, their practice, scores, adjusters and weights."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.score.cells import Encoded, Reader, adjuster_columns, encode, item_scores
from firstcontact.survey.score.csv_input import require_columns
from firstcontact.survey.score.spec import MeasureFile

BLANK_UNIT, EXCLUDED, NO_ANSWER, NO_WEIGHT, NO_ADJUSTER, SMALL_UNIT, USED = range(7)
REASONS = {
    BLANK_UNIT: "blank unit",
    EXCLUDED: "excluded unit",
    NO_ANSWER: "no usable answer",
    NO_WEIGHT: "weight 0",
    NO_ADJUSTER: "adjuster missing in mode drop",
    SMALL_UNIT: "unit too small",
}


@dataclass(frozen=True)
class Responses:
    """Rows that take part, in the order of their unit. Arrays have one element per row; NaN is missing."""

    units: list[str]  # in code-point order
    unit: np.ndarray  # index into units
    items: Mapping[str, np.ndarray]
    adjusters: Mapping[str, Mapping[str, np.ndarray]]  # adjuster -> its columns of the regression
    weight: np.ndarray | None
    texts: Mapping[str, tuple[list[str], np.ndarray]]  # column of a measure -> distinct texts, index
    rows: np.ndarray  # place in the file, from 0
    reason: np.ndarray  # of every row of the file: BLANK_UNIT, EXCLUDED or NO_ANSWER
    warnings: list[str]

    @property
    def size(self) -> int:
        return len(self.unit)


def read_table(table: pa.Table, file: MeasureFile) -> Responses:
    """The responses of units that take part.

    Raises FirstContactError where a column is absent, a text is no number, a weight is wrong, or there is no row.
    """
    require_columns(table.column_names, file.columns(), "the table")
    if table.num_rows == 0:
        raise FirstContactError("The response file has a header but no row, so there is nothing to score.")
    units, unit, reason, warnings = _units(table[file.unit], file)
    rows = np.flatnonzero(reason == NO_ANSWER)
    rows = rows[np.argsort(unit[rows], kind="stable")]

    def reader(name: str, recode: Mapping[str, float | None]) -> Reader:
        return Reader(name, frozenset(t.strip() for t in file.missing), recode, rows)

    def column(name: str) -> Encoded:
        return encode(table[name]).of_rows(rows)

    items = {n: item_scores(column(i.column or n), i, reader(i.column or n, i.recode)) for n, i in file.items.items()}
    adjusters = {
        name: adjuster_columns(column(a.column or name), name, a, reader(a.column or name, a.recode))
        for name, a in file.adjusters.items()
    }
    weight = _weights(column(file.weight), reader(file.weight, {})) if file.weight else None
    named = [name for m in file.measures for name in (m.substratum, m.unit_weights) if isinstance(name, str)]
    texts = {name: _texts(column(name)) for name in named}
    return Responses(units, unit[rows], items, adjusters, weight, texts, rows, reason, warnings)


def _units(column: pa.ChunkedArray, file: MeasureFile) -> tuple[list[str], np.ndarray, np.ndarray, list[str]]:
    """Units that take part, the unit of each row of the file, why rows leave before step 1, and warnings."""
    encoded = encode(column)
    blank = {"", *(t.strip() for t in file.missing)}
    left_out = set(file.exclude_units)
    if file.include_units is not None:
        left_out |= set(encoded.texts) - set(file.include_units)
    units = sorted(set(encoded.texts) - blank - left_out)
    place = {name: position for position, name in enumerate(units)}
    unit = np.append([place.get(t, -1) for t in encoded.texts], -1).astype(np.int64)[encoded.index]
    codes = [BLANK_UNIT if t in blank else EXCLUDED if t in left_out else NO_ANSWER for t in encoded.texts]
    reason = np.append(codes, BLANK_UNIT).astype(np.int8)[encoded.index]
    absent = sorted((set(file.include_units or ()) | set(file.exclude_units)) - set(encoded.texts))
    warnings = [f"include_units or exclude_units names '{name}', which no response has." for name in absent]
    return units, unit, reason, warnings


def _weights(encoded: Encoded, reader: Reader) -> np.ndarray:
    weight = reader.column(encoded, float)
    for wrong, words in ((np.isnan(weight), "is missing"), (weight < 0, "is negative")):
        if wrong.any():
            row = reader.rows[wrong].min() + 1
            raise FirstContactError(
                f"column '{reader.name}' row {row} (the header not counted): the weight {words} in {wrong.sum()} rows. "
                "Every response that is scored needs a weight of 0 or more."
            )
    return weight


def _texts(encoded: Encoded) -> tuple[list[str], np.ndarray]:
    return [*encoded.texts, ""], encoded.index  # index -1 is NULL and reads as blank
