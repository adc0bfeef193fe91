"""Parts of the store as one relation per table, with all columns of the contract."""

from collections.abc import Iterable
from pathlib import Path

from firstcontact.contract import Table
from firstcontact.intake.db import identifier, literal


def parts_sql(table: Table, parts: Iterable[Path], columns: Iterable[str], is_kept: bool, file_key: int) -> str:
    """SELECT of the parts of one file: every contract column in order (absent ones NULL), file_key, line.

    `is_kept`: the part is the source's own file and has no column of lines; the number of the row is the line.
    """
    present = set(columns)
    selected = [
        identifier(c.name) if c.name in present else f"CAST(NULL AS {c.sql_type}) AS {identifier(c.name)}"
        for c in table.stored
    ]
    listed = ", ".join(literal(p) for p in parts)
    line, option = ("file_row_number + 1 AS line", ", file_row_number = true") if is_kept else ("line", "")
    selected += [f"CAST({file_key} AS INTEGER) AS file_key", line]
    return f"SELECT {', '.join(selected)} FROM read_parquet([{listed}]{option})"


def empty_sql(table: Table) -> str:
    """The same columns with no rows."""
    selected = [f"CAST(NULL AS {c.sql_type}) AS {identifier(c.name)}" for c in table.stored]
    return f"SELECT {', '.join(selected)}, CAST(NULL AS INTEGER) AS file_key, CAST(NULL AS BIGINT) AS line WHERE false"


def union_sql(table: Table, selects: list[str]) -> str:
    return " UNION ALL ".join(selects) if selects else empty_sql(table)
