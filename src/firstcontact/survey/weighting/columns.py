"""Columns of a table as arrays: text as codes into a sorted list of levels, numbers as doubles with NaN for missing.

Missing is an Arrow null, NaN, or a text of the `missing` list. A number as text: whole numbers without a point.
"""

import difflib
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.errors import FirstContactError

MISSING = ("", "NA")


@dataclass(frozen=True)
class Labels:
    """codes: position in `levels` for each row, -1 where missing; levels: in code-point order, each present."""

    codes: np.ndarray
    levels: tuple[str, ...]

    def equals(self, level: str) -> np.ndarray:
        """True for the rows of the level; nowhere when the level is absent."""
        place = self.levels.index(level) if level in self.levels else -2
        return self.codes == place

    def is_one_of(self, levels: Collection[str]) -> np.ndarray:
        wanted = np.array([level in levels for level in self.levels] + [False])
        return wanted[self.codes]


def require_column(table: pa.Table, name: str, where: str) -> None:
    """Raise FirstContactError when the table lacks the column; `where` begins the sentence."""
    if name in table.column_names:
        return
    near = difflib.get_close_matches(name, table.column_names, 1)
    hint = f"The nearest name is {near[0]}." if near else f"It has {', '.join(table.column_names[:8])}."
    raise FirstContactError(f"{where}: the data have no column '{name}'. {hint} Correct the name or the data.")


def labels(table: pa.Table, name: str, missing: Collection[str] = MISSING) -> Labels:
    """The column as levels."""
    encoded = pc.dictionary_encode(_plain(table[name])).unify_dictionaries().combine_chunks()
    words = _words(encoded.dictionary)
    levels = tuple(sorted(w for w in words if w is not None and w not in missing))
    place = {level: i for i, level in enumerate(levels)}
    new_codes = np.array([place.get(w, -1) for w in words] + [-1], dtype=np.int64)
    old_codes = encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
    return Labels(new_codes[old_codes], levels)


def crossed(table: pa.Table, names: Collection[str], missing: Collection[str] = MISSING) -> Labels:
    """Several columns as one, levels joined by `|`; missing where any of them is."""
    parts = [labels(table, n, missing) for n in names]
    codes = np.zeros(table.num_rows, dtype=np.int64)
    for part in parts:
        codes = codes * len(part.levels) + part.codes
    absent = np.any([part.codes < 0 for part in parts], axis=0)
    found, inverse = np.unique(np.where(absent, -1, codes), return_inverse=True)
    words = [_joined(code, parts) for code in found[found >= 0]]
    levels = tuple(sorted(words))
    place = np.array([levels.index(w) for w in words] + [-1], dtype=np.int64)
    return Labels(place[inverse - 1] if absent.any() else place[inverse], levels)


def numbers(table: pa.Table, name: str, where: str, missing: Collection[str] = MISSING) -> np.ndarray:
    """The column as doubles, NaN where missing. Raises FirstContactError that names the row of a text that is none."""
    column = table[name]
    if _is_numeric(column.type):
        values = pc.cast(column, pa.float64(), safe=False).to_numpy()
    else:
        values = _parsed(pc.cast(_plain(column), pa.string()), name, where, missing)
    infinite = np.flatnonzero(np.isinf(values))
    if infinite.size:
        raise FirstContactError(_no_number(where, name, infinite[0]))
    return values


def _parsed(text: pa.ChunkedArray, name: str, where: str, missing: Collection[str]) -> np.ndarray:
    absent = pc.is_in(text, value_set=pa.array(list(missing), pa.string()))
    kept = pc.utf8_trim_whitespace(pc.if_else(absent, None, text))
    try:
        return pc.cast(kept, pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        bad = next(i for i, word in enumerate(kept.to_pylist()) if not _reads_as_number(word))
        raise FirstContactError(_no_number(where, name, bad)) from None


def _no_number(where: str, name: str, row: int) -> str:
    return (
        f"{where}: column '{name}', row {row + 2}, does not hold a number. "
        "Correct the cell, or name its text under 'missing'."
    )


def _reads_as_number(word: str | None) -> bool:
    try:
        pc.cast(pa.array([word], pa.string()), pa.float64())
    except pa.ArrowInvalid:
        return False
    return True


def _is_numeric(kind: pa.DataType) -> bool:
    tests = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_boolean)
    return any(test(kind) for test in tests)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.cast(column, column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _words(values: pa.Array) -> list[str | None]:
    if pa.types.is_floating(values.type) or pa.types.is_decimal(values.type):
        return [_number_text(v) for v in values.to_pylist()]
    return pc.cast(values, pa.string()).to_pylist()


def _number_text(value: float | None) -> str | None:
    if value is None or value != value:
        return None
    return str(int(value)) if value == int(value) else str(value)


def _joined(code: int, parts: list[Labels]) -> str:
    words = []
    for part in reversed(parts):
        code, place = divmod(int(code), len(part.levels))
        words.append(part.levels[place])
    return "|".join(reversed(words))
