"""Reads one population table from CSV, Parquet or a table in memory, as rows of text."""

import math
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from firstcontact.practice.csv_rows import Row, check_header, read_rows
from firstcontact.practice.population.columns import COLUMNS, REQUIRED
from firstcontact.practice.problems import Problem, ScenarioError

EXTRA = "x_"


def read_file(table: str, path: Path) -> list[Row]:
    """The rows of `practices`, `payers` or `staff`. Raises ScenarioError."""
    optional = [c for c in COLUMNS[table] if c not in REQUIRED[table]]
    if path.suffix.lower() != ".parquet":
        return read_rows(path, REQUIRED[table], optional, EXTRA)
    try:
        return read_frame(table, pq.read_table(path), path.name)
    except (OSError, pa.ArrowException) as e:
        message = f"is not a Parquet file ({type(e).__name__}). Write it again, or give a CSV."
        raise ScenarioError(Problem("PM003", message, path.name, 1)) from None


def read_frame(table: str, data: Any, name: str = "") -> list[Row]:
    """Rows of a pyarrow Table, a data frame, or {column: values}. Lines count as they would in a CSV."""
    frame = data if isinstance(data, pa.Table) else pa.table(data)
    name = name or table
    optional = [c for c in COLUMNS[table] if c not in REQUIRED[table]]
    check_header(name, frame.column_names, REQUIRED[table], optional, EXTRA, "PM003")
    columns = {c: [as_text(v) for v in frame.column(c).to_pylist()] for c in frame.column_names}
    return [Row(name, i + 2, {c: values[i] for c, values in columns.items()}) for i in range(frame.num_rows)]


def as_text(value: Any) -> str:
    """A value as it would stand in a CSV: null and NaN are empty, booleans true or false."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
