"""The rows that were set aside, as one Parquet file of a batch: where, which rule, what to do."""

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from firstcontact.intake.db import literal
from firstcontact.intake.fileload import LoadedFile
from firstcontact.intake.rules import Rule

SCHEMA = pa.schema(
    [
        ("file", pa.string()),
        ("table_name", pa.string()),
        ("line", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("rule", pa.string()),
        ("code", pa.string()),
        ("what_to_do", pa.string()),
    ]
)
DO = {
    "short_row": "Check the delimiters and quotes of the line.",
    "long_row": "Check the delimiters and quotes of the line.",
    "unclosed_quote": "Close the quote.",
    "control_character": "Take the character out.",
    "lone_cr": "Put the field in quotes or take the CR out.",
    "missing": "Fill the value in.",
    "not_a_date": "Write the date in the format of the manifest.",
    "not_an_amount": "Write digits with at most two decimals.",
}
OTHERWISE = "Correct the value."


def write_quarantine(con: duckdb.DuckDBPyConnection, files: Iterable[LoadedFile], path: Path) -> None:
    """Write all rows set aside, by file and line. Values of people are not in it. Removes the files' own parts."""
    writer = pq.ParquetWriter(path, SCHEMA, compression="snappy")
    with writer:
        for loaded in sorted(files, key=lambda f: f.file.name):
            writer.write_table(_misshapen(loaded))
            for part, rules in loaded.aside:
                _copy(con, writer, loaded, part, rules)
                part.unlink()


def _copy(
    con: duckdb.DuckDBPyConnection, writer: pq.ParquetWriter, loaded: LoadedFile, part: Path, rules: list[Rule]
) -> None:
    facts = ((r.column, r.rule, r.code, DO.get(r.rule, OTHERWISE)) for r in rules)
    listed = ", ".join(f"({n}, {', '.join(map(literal, row))})" for n, row in enumerate(facts))
    sql = (
        f"SELECT {literal(loaded.file.name)} AS file, {literal(loaded.file.table)} AS table_name, line, "
        f'"column", value, rule, code, what_to_do FROM read_parquet({literal(part)}) '
        f'JOIN (VALUES {listed}) AS broken(verdict, "column", rule, code, what_to_do) USING (verdict) ORDER BY line'
    )
    for batch in con.cursor().sql(sql).to_arrow_reader():
        writer.write_table(pa.Table.from_batches([batch]).cast(SCHEMA))


def _misshapen(loaded: LoadedFile) -> pa.Table:
    rows = [
        (loaded.file.name, loaded.file.table, p.line, p.column, p.value, p.rule, p.code, DO.get(p.rule, OTHERWISE))
        for p in loaded.misshapen
    ]
    columns = list(zip(*rows, strict=True)) or [[] for _ in SCHEMA]
    arrays = [pa.array(list(c), t) for c, t in zip(columns, SCHEMA.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)
