"""Columns of a frame: those of `frame_unit`, the facts that decide who is in scope, and everything else as strata.

Source: specs/surveys/README.md 2 and 3.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.errors import FirstContactError

CONTACT = ("has_mail", "has_email", "has_phone")
FACTS = (
    "duplicate_of",
    "closed",
    "primary_care",
    "deceased",
    "opted_out",
    "sampled_recently",
    "birth_date",
    "last_visit",
)
TRUE, FALSE = {"true", "1", "yes"}, {"false", "0", "no"}
SIZE = pa.decimal128(18, 4)


class Columns:
    """The columns of one frame table as numpy arrays of the right type; absent columns are None."""

    def __init__(self, table: pa.Table, where: str) -> None:
        self.table, self.where = table, where

    def has(self, name: str) -> bool:
        return name in self.table.column_names

    def text(self, name: str) -> np.ndarray | None:
        """Objects: str, or None for a blank."""
        return np.array(self.strings(name).to_pylist(), dtype=object) if self.has(name) else None

    def strings(self, name: str) -> pa.ChunkedArray:
        """The column as text, blanks as NULL."""
        text = self.table[name].cast(pa.string())
        return pc.if_else(pc.equal(text, ""), None, text)

    def truth(self, name: str, default: bool = False) -> np.ndarray | None:
        """Bools; a blank is `default`. Raises FirstContactError for text that is neither true nor false."""
        if not self.has(name):
            return None
        column = self.table[name]
        if not pa.types.is_boolean(column.type):
            column = self._truth_of_text(name, pc.utf8_lower(self.strings(name)))
        return pc.fill_null(column, default).to_numpy(zero_copy_only=False).astype(bool)

    def _truth_of_text(self, name: str, text: pa.ChunkedArray) -> pa.ChunkedArray:
        yes = pc.is_in(text, pa.array(sorted(TRUE)))
        known = pc.or_(yes, pc.or_(pc.is_in(text, pa.array(sorted(FALSE))), pc.is_null(text)))
        self._refuse(name, known, "true or false")
        return pc.if_else(pc.is_null(text), None, yes)

    def date(self, name: str) -> np.ndarray | None:
        """datetime64[D], NaT where blank."""
        if not self.has(name):
            return None
        column = self.table[name]
        if not pa.types.is_date(column.type):
            text = self.strings(name)
            shaped = pc.fill_null(pc.match_substring_regex(text, r"^\d{4}-\d{2}-\d{2}$"), True)
            self._refuse(name, shaped, "a date such as 2027-01-31")
            column = self._cast(name, text, pa.date32(), "a date such as 2027-01-31")
        return column.cast(pa.date32()).to_numpy(zero_copy_only=False).astype("datetime64[D]")

    def number(self, name: str) -> pa.ChunkedArray | None:
        """Decimals of four digits."""
        return (
            self._cast(name, self._number(name), SIZE, "a number with at most 4 decimals") if self.has(name) else None
        )

    def whole(self, name: str) -> np.ndarray | None:
        """Whole numbers as doubles, NaN where blank."""
        if not self.has(name):
            return None
        held = self._cast(name, self._number(name), pa.int64(), "a whole number")
        return held.cast(pa.float64()).to_numpy(zero_copy_only=False)

    def _number(self, name: str) -> pa.ChunkedArray:
        return self.strings(name) if pa.types.is_string(self.table[name].type) else self.table[name]

    def _cast(self, name: str, column: pa.ChunkedArray, to: pa.DataType, wanted: str) -> pa.ChunkedArray:
        try:
            return column.cast(to)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            raise FirstContactError(
                f"{self.where}: column {name} holds a value that is not {wanted}. Correct it."
            ) from None

    def _refuse(self, name: str, fits: pa.ChunkedArray, wanted: str) -> None:
        bad = np.flatnonzero(~fits.to_numpy(zero_copy_only=False).astype(bool))
        if bad.size:
            raise FirstContactError(
                f"{self.where} row {bad[0] + 2}: {name} is not {wanted} ({bad.size} rows). Correct the column."
            )
