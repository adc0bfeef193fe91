"""A column of numbers: how exact it is, and how sums of it are carried without rounding.

Sums are whole numbers in DOUBLE, which are exact below 2**53: dollars as cents, weights in millionths. Fractions with
more than six places travel as two columns, millionths (high) and the places after them (low).
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.errors import FirstContactError
from firstcontact.results_table import EXACT

PLACES = 6


@dataclass(frozen=True)
class Number:
    """`scale`: decimal places per unit. `whole`: never a fraction. `money`: the people behind it are looked at."""

    name: str
    scale: int
    whole: bool
    money: bool = False
    square: bool = False

    @property
    def stored(self) -> str:
        """Type of one unit in SQL."""
        return "BIGINT" if self.scale == 0 else f"DECIMAL(18,{self.scale})"

    @property
    def long(self) -> bool:
        return self.scale > PLACES

    def in_units(self, sql: str) -> str:
        """SQL of the value in a type whose smallest unit is the number's: see `smallest_units`."""
        return f"CAST({sql} AS BIGINT)" if self.square or not self.scale else f"CAST({sql} AS DECIMAL(38,{self.scale}))"

    def columns(self, values: np.ndarray) -> list[np.ndarray]:
        """The exact parts of whole-number values: one column, or high and low."""
        if not self.long:
            return [values]
        high, low = np.divmod(values, 10 ** (self.scale - PLACES))
        return [high, low]

    @property
    def width(self) -> int:
        return 2 if self.long else 1

    def as_double(self, parts: list[np.ndarray]) -> np.ndarray:
        """Sums as DOUBLE."""
        if not self.long:
            return parts[0] / 10.0**self.scale
        return (parts[0] * 10.0 ** (self.scale - PLACES) + parts[1]) / 10.0**self.scale

    def as_exact(self, parts: list[np.ndarray]) -> pa.Array:
        """Sums as DECIMAL(38,12)."""
        if not self.long:
            return _decimal(parts[0], self.scale).cast(EXACT)
        high, low = _decimal(parts[0], PLACES), _decimal(parts[1], self.scale)
        return add_exact(high.cast(EXACT), low.cast(EXACT))


def smallest_units(column: pa.ChunkedArray) -> np.ndarray:
    """A column without NULL as whole numbers. A DECIMAL is read as it is stored, so nothing is multiplied."""
    if not pa.types.is_decimal(column.type):
        return column.to_numpy().astype(np.int64, copy=False)
    words = np.concatenate([_words(chunk) for chunk in column.chunks] or [np.empty((0, 2), np.int64)])
    low, high = words[:, 0], words[:, 1]
    if (high != low >> 63).any():
        raise FirstContactError(
            f"A sum has more than {np.iinfo(np.int64).max:,} of its smallest unit. Check the amounts."
        )
    return np.ascontiguousarray(low)


def _words(chunk: pa.Array) -> np.ndarray:
    """The two 64-bit words of every value."""
    return np.frombuffer(chunk.buffers()[1], np.int64).reshape(-1, 2)[chunk.offset : chunk.offset + len(chunk)]


def add_exact(one: pa.Array, other: pa.Array) -> pa.Array:
    """Sum of two DECIMAL(38,12) columns."""
    room = pa.decimal128(37, 12)
    return pc.add(one.cast(room), other.cast(room)).cast(EXACT)


def _decimal(values: np.ndarray, scale: int) -> pa.Array:
    """Whole numbers as a DECIMAL with so many places: 64 bits widened to 128."""
    low = values.astype(np.int64)
    words = np.empty((len(low), 2), dtype=np.int64)
    words[:, 0], words[:, 1] = low, low >> 63
    return pa.Array.from_buffers(pa.decimal128(38, scale), len(low), [None, pa.py_buffer(words.tobytes())])
