"""Known population totals: the margins file (`margin, level, target`), and its levels matched with the data.

Source: specs/surveys/design-estimation.md 6; the file form, specs/surveys/README.md 10.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.csv_text import decode, records
from firstcontact.survey.weighting.columns import MISSING, Labels, crossed, labels, require_column

HEADER = ["margin", "level", "target"]


@dataclass(frozen=True)
class Margin:
    """Totals of one column, or of several crossed ones (`age_group|sex`), in the file's order.

    where: `margins.csv row 4` for each level (row 1 is the header).
    """

    name: str
    levels: tuple[str, ...]
    targets: np.ndarray
    where: tuple[str, ...]

    @property
    def file(self) -> str:
        return self.where[0].rsplit(" row ", 1)[0]


@dataclass(frozen=True)
class Cells:
    """A margin over rows. codes: position in `levels` of each row."""

    name: str
    codes: np.ndarray
    levels: tuple[str, ...]
    targets: np.ndarray

    def sums(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.codes, values, len(self.levels))


def read_margins(paths: Sequence[Path]) -> list[Margin]:
    """The margins of the files in the order in which they first appear. Raises FirstContactError with the row."""
    found: dict[str, dict[str, tuple[float, str]]] = {}
    for path in paths:
        for row, (name, level, target) in _rows(path):
            where = f"{path.name} row {row}"
            known = found.setdefault(name, {})
            if level in known:
                raise FirstContactError(f"{where}: {name} = '{level}' stands twice. Keep one target.")
            known[level] = (_target(target, where, name, level), where)
    if not found:
        raise FirstContactError("the margins files hold no rows. Each row needs margin, level and target.")
    return [_margin(name, known) for name, known in found.items()]


def match(table: pa.Table, margin: Margin, rows: np.ndarray, missing: Collection[str] = MISSING) -> Cells:
    """The margin's level of each row of the bool mask `rows`. Raises FirstContactError for a level without a target,
    a target without a respondent, and a row without a level.
    """
    column = _column(table, margin, missing)
    codes = column.codes[rows]
    if (codes < 0).any():
        row = int(np.flatnonzero(rows)[np.argmax(codes < 0)]) + 2
        raise FirstContactError(
            f"{margin.file}: row {row} of the data has a weight but no {margin.name}. "
            "Fill it in (for example from the frame), or drop the margin."
        )
    respondents = np.bincount(codes, minlength=len(column.levels))
    _refuse_levels_without_target(margin, column, respondents)
    place = np.array([margin.levels.index(v) if v in margin.levels else -1 for v in column.levels], dtype=np.int64)
    return Cells(margin.name, place[codes], margin.levels, margin.targets)


def refuse_empty(margin: Margin, cells: Cells) -> None:
    """Raise FirstContactError when a target has no respondent."""
    empty = np.flatnonzero(np.bincount(cells.codes, minlength=len(margin.levels)) == 0)
    if empty.size:
        i = int(empty[0])
        raise FirstContactError(
            f"{margin.where[i]}: {margin.name} = '{margin.levels[i]}' has a target of {margin.targets[i]:.12g} but no "
            "respondent. Merge the level with its neighbor or drop the margin."
        )


def _rows(path: Path) -> list[tuple[int, tuple[str, str, str]]]:
    rows = [(i, [c.strip() for c in cells]) for i, cells in records(decode(path), path.name)]
    if not rows or rows[0][1] != HEADER:
        raise FirstContactError(f"{path.name} row 1: the header must be margin,level,target.")
    for i, cells in rows[1:]:
        if len(cells) != 3 or not all(cells):
            raise FirstContactError(f"{path.name} row {i}: margin, level and target are all needed, three fields.")
    return [(i, tuple(cells)) for i, cells in rows[1:]]


def _target(text: str, where: str, name: str, level: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    if not (np.isfinite(value) and value > 0):
        raise FirstContactError(
            f"{where}: the target of {name} = '{level}' is '{text}'; a number above 0 is needed. "
            "Leave out a level that has no people."
        )
    return value


def _margin(name: str, known: dict[str, tuple[float, str]]) -> Margin:
    targets, where = zip(*known.values(), strict=True)
    return Margin(name, tuple(known), np.array(targets), where)


def _column(table: pa.Table, margin: Margin, missing: Collection[str]) -> Labels:
    if margin.name in table.column_names or "|" not in margin.name:
        require_column(table, margin.name, margin.file)
        return labels(table, margin.name, missing)
    parts = margin.name.split("|")
    for part in parts:
        require_column(table, part, margin.file)
    return crossed(table, parts, missing)


def _refuse_levels_without_target(margin: Margin, column: Labels, respondents: np.ndarray) -> None:
    for level, n in zip(column.levels, respondents, strict=True):
        if n and level not in margin.levels:
            raise FirstContactError(
                f"{margin.file}: {margin.name} = '{level}' has {n} respondents but no target. "
                "Add a row for it, or recode it to a level that has one."
            )
