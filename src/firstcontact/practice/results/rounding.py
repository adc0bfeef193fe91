"""Money in cents, rounded half up, only when it is written."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

MONEY = pa.decimal128(18, 2)
NOISE = 1e-7  # of a cent: what floating point may have taken from an exact half


def cents(values: np.ndarray) -> np.ndarray:
    """USD rounded to cents, halves away from zero; NaN stays."""
    scaled = np.abs(np.asarray(values, dtype=float)) * 100
    noise = np.maximum(NOISE, scaled * 4 * np.finfo(float).eps)
    return np.copysign(np.floor(scaled + 0.5 + noise) / 100, values) + 0.0


def money_column(column: pa.ChunkedArray) -> pa.Array:
    """A DOUBLE column as DECIMAL(18,2)."""
    values = column.to_numpy(zero_copy_only=False).astype(float)
    return pc.cast(pa.array(cents(values), mask=np.isnan(values)), MONEY)


def round_money(table: pa.Table, columns: tuple[str, ...]) -> pa.Table:
    """The table with its money columns as DECIMAL(18,2)."""
    for name in columns:
        table = table.set_column(table.schema.get_field_index(name), name, money_column(table[name]))
    return table


def round_by_outcome(table: pa.Table, columns: tuple[str, ...]) -> pa.Table:
    """A table whose columns hold money in some rows: there cents, elsewhere as it is. `outcome` says which."""
    is_money = np.array([name.endswith("_usd") for name in table["outcome"].to_pylist()], dtype=bool)
    for name in columns:
        values = table[name].to_numpy(zero_copy_only=False).astype(float)
        values = np.where(is_money, cents(values), values)
        rounded = pa.array(values, mask=np.isnan(values))
        table = table.set_column(table.schema.get_field_index(name), name, rounded)
    return table
