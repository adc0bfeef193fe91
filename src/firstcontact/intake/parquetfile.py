"""Reads a Parquet file in one stream. Columns are text or of the contract's type; others are refused by name."""

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from firstcontact.contract import Column, input_tables
from firstcontact.intake.db import identifier, literal
from firstcontact.intake.files import SourceFile
from firstcontact.intake.findings import Finding, refuse, shown
from firstcontact.intake.header import match_columns, notices
from firstcontact.intake.messages import sentence
from firstcontact.intake.pieces import Piece

MOST_GROUP_ROWS = 1 << 20
VIEW = """CREATE OR REPLACE TEMP VIEW source AS
SELECT {columns}, file_row_number + 1 AS line FROM read_parquet({path}, file_row_number = true)"""


class ParquetFile:
    """`pieces(con)` yields the whole file as one piece: the engine streams it."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def pieces(self, con: duckdb.DuckDBPyConnection) -> Iterator[Piece]:
        footer, schema = self._read_footer()
        rows = footer.num_rows
        matched = match_columns(self.file, schema.names)
        self.findings += notices(self.file, schema.names, matched)
        if rows == 0 and not self.file.expects_no_rows:
            raise refuse(self.file.name, "no_rows", sentence("B19", file=self.file.name), "B19")
        columns = {column: self._kind(schema.field(name), column) for name, column in matched.items()}
        selected = ", ".join(f"{identifier(n)} AS {identifier(c)}" for n, c in matched.items())
        con.execute(VIEW.format(columns=selected, path=literal(self.file.path)))
        yield Piece(columns, rows, whole_file=self.file.path if self._may_be_kept(footer, matched) else None)

    def _may_be_kept(self, footer: pq.FileMetaData, matched: dict[str, str]) -> bool:
        """Only columns that are stored, under their own names, in row groups that are read in little memory."""
        table = input_tables()[self.file.table]
        names = footer.schema.to_arrow_schema().names
        plain = all(matched.get(n) == n and n in table.columns and not table.columns[n].dropped for n in names)
        return plain and all(footer.row_group(i).num_rows <= MOST_GROUP_ROWS for i in range(footer.num_row_groups))

    def _read_footer(self) -> tuple[pq.FileMetaData, pa.Schema]:
        try:
            footer = pq.read_metadata(self.file.path)
            return footer, footer.schema.to_arrow_schema()
        except (pa.ArrowException, OSError, ValueError):
            if self.file.path.stat().st_size == 0:
                raise refuse(self.file.name, "no_rows", sentence("B19", file=self.file.name), "B19") from None
            text = f"{self.file.name}: not a whole Parquet file. Nothing was loaded. Send the file again."
            raise refuse(self.file.name, "truncated", text, "B21") from None

    def _kind(self, field: pa.Field, name: str) -> str:
        column = input_tables()[self.file.table].columns.get(name)
        found = kind_of(field.type, column)
        if found is None:
            expected = "text" if column is None or column.is_text else f"text or {column.sql_type}"
            text = (
                f"{self.file.name}, column {name}: the Parquet type is {shown(field.type)}; {expected} is expected. "
                f"Nothing was loaded. Write the column as text: values such as 0001 lose their zeros in another type."
            )
            raise refuse(self.file.name, "wrong_type", text, "", None, name)
        return found


def kind_of(found: pa.DataType, column: Column | None) -> str | None:
    """text, typed (already the contract's), as_text (exact through its text), empty, or None: refused."""
    if pa.types.is_dictionary(found):
        found = found.value_type
    if pa.types.is_null(found):
        return "empty"
    if pa.types.is_string(found) or pa.types.is_large_string(found):
        return "text"
    if column is None:
        return None if pa.types.is_nested(found) else "typed"
    if column.is_text:
        return None
    return _number_or_date(found, column.sql_type)


def _number_or_date(found: pa.DataType, expected: str) -> str | None:
    integer, floating = pa.types.is_integer(found), pa.types.is_floating(found)
    if expected == "DATE":
        return "typed" if pa.types.is_date(found) else "as_text" if pa.types.is_timestamp(found) else None
    if expected == "BOOLEAN":
        return "typed" if pa.types.is_boolean(found) else "as_text" if integer else None
    if expected == "INTEGER":
        return "typed" if found == pa.int32() else "as_text" if integer else None
    if expected == "DOUBLE":
        return "typed" if found == pa.float64() else "as_text" if integer or floating else None
    if pa.types.is_decimal(found) and f"DECIMAL({found.precision},{found.scale})" == expected:
        return "typed"
    return "as_text" if integer or floating or pa.types.is_decimal(found) else None
