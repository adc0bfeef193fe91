"""Columns of numbers as Arrow arrays, without a Python object per value."""

import numpy as np
import pyarrow as pa

from firstcontact.example.calendar import NO_DAY

NO_MONEY = np.int64(-(2**62))
MONEY = pa.decimal128(18, 2)


def dates(days: np.ndarray) -> pa.Array:
    """Days since 1970-01-01; NO_DAY is NULL."""
    days = days.astype(np.int32, copy=False)
    return pa.array(days, mask=days == NO_DAY).view(pa.date32())


def money(cents: np.ndarray) -> pa.Array:
    """Whole cents as DECIMAL(18,2); NO_MONEY is NULL."""
    words = np.empty((len(cents), 2), dtype=np.int64)
    words[:, 0] = cents
    words[:, 1] = cents >> 63
    missing = cents == NO_MONEY
    validity = pa.py_buffer(np.packbits(~missing, bitorder="little").tobytes()) if missing.any() else None
    return pa.Array.from_buffers(MONEY, len(cents), [validity, pa.py_buffer(words)])


def texts(index: np.ndarray, values: list[str]) -> pa.Array:
    """The text at each index; -1 is NULL. Values are distinct, else Parquet bytes would not repeat."""
    index = index.astype(np.int32, copy=False)
    missing = index < 0
    indices = pa.array(index, mask=missing) if missing.any() else pa.array(index)
    return pa.DictionaryArray.from_arrays(indices, pa.array(values, pa.string()))


def ids(prefix: str, numbers: np.ndarray, width: int) -> pa.Array:
    """prefix + the number in `width` digits; a negative number is NULL."""
    head = prefix.encode()
    row = len(head) + width
    missing = numbers < 0
    body = np.empty((len(numbers), row), dtype=np.uint8)
    body[:, : len(head)] = np.frombuffer(head, dtype=np.uint8)
    rest = np.where(missing, 0, numbers)
    for position in range(row - 1, len(head) - 1, -1):
        rest, digit = np.divmod(rest, 10)
        body[:, position] = digit + 48
    offsets = np.arange(0, (len(numbers) + 1) * row, row, dtype=np.int64)
    array = pa.Array.from_buffers(pa.large_string(), len(numbers), [None, pa.py_buffer(offsets), pa.py_buffer(body)])
    return pa.compute.if_else(pa.array(missing), None, array) if missing.any() else array


def numbers(values: np.ndarray, kind: pa.DataType, none: int = -1) -> pa.Array:
    """Integers; `none` is NULL."""
    return pa.array(values, mask=values == none).cast(kind)
