"""Exact duplicates inside a batch: all contract columns equal but file_name and file_date.

Candidates share a 64-bit hash of a few columns and are then compared in all. Only the hashes are kept, and counted in
slices: the few columns are read once, all columns once for each million candidates.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import duckdb

from firstcontact.contract import Table
from firstcontact.intake.db import identifier
from firstcontact.intake.judge import Totals
from firstcontact.intake.relation import parts_sql, union_sql

ROWS_PER_SLICE = 8_000_000
WIDE_ROWS_PER_SLICE = 1_000_000
TELL_APART = ("claim_status", "claim_version", "paid_date", "paid_amount")  # versions of a line have the same keys
NOT_COMPARED = ("file_name", "file_date")
HASHES = "CREATE OR REPLACE TEMP TABLE hashes AS SELECT hash({columns}) AS h FROM batch_rows"
TWICE = "INSERT INTO twice SELECT h FROM hashes WHERE h % {slices} = {number} GROUP BY h HAVING count(*) > 1"
REPEATED = """SELECT file_key, count(*), {paid}, {allowed}
FROM (SELECT *, row_number() OVER (PARTITION BY {columns} ORDER BY file_key, line) AS nth
      FROM batch_rows
      WHERE hash({few}) % {slices} = {number} AND hash({few}) IN (SELECT h FROM twice))
WHERE nth > 1 GROUP BY file_key"""


def count_duplicates(
    con: duckdb.DuckDBPyConnection, table: Table, files: Sequence[tuple[list[Path], Sequence[str], bool]]
) -> list[Totals]:
    """For each file (parts, columns, is_kept): rows that repeat an earlier row of the batch, and their amounts."""
    selects = [
        parts_sql(table, parts, columns, is_kept, key) for key, (parts, columns, is_kept) in enumerate(files) if parts
    ]
    totals = [Totals() for _ in files]
    if not selects:
        return totals
    con.execute(f"CREATE OR REPLACE TEMP VIEW batch_rows AS {union_sql(table, selects)}")
    present = {name for _, columns, _ in files for name in columns}
    compared = [c.name for c in table.stored if c.name in present and c.name not in NOT_COMPARED]
    few = [c for c in compared if c in table.keys or c in TELL_APART] or compared
    if rows := _find_twice(con, _listed(few)):
        for key, *found in _repeated(con, table, compared, _listed(few), rows):
            totals[key] += Totals(*found)
    con.execute("DROP TABLE hashes")
    return totals


def _find_twice(con: duckdb.DuckDBPyConnection, columns: str) -> int:
    """Make the table of the hashes that stand more than once; the number of rows that have one."""
    con.execute(HASHES.format(columns=columns))
    con.execute("CREATE OR REPLACE TEMP TABLE twice (h UBIGINT)")
    slices = -(-_count(con, "hashes") // ROWS_PER_SLICE)
    for number in range(slices):
        con.execute(TWICE.format(slices=slices, number=number))
    return _count(con, "hashes SEMI JOIN twice USING (h)")


def _repeated(
    con: duckdb.DuckDBPyConnection, table: Table, compared: list[str], few: str, rows: int
) -> Iterator[tuple[int, int, Decimal | None, Decimal | None]]:
    amounts = {name.removesuffix("_amount"): _sum(table, compared, name) for name in ("paid_amount", "allowed_amount")}
    slices = -(-rows // WIDE_ROWS_PER_SLICE)
    for number in range(slices):
        sql = REPEATED.format(columns=_listed(compared), few=few, slices=slices, number=number, **amounts)
        yield from con.execute(sql).fetchall()


def _sum(table: Table, present: list[str], name: str) -> str:
    if name == "paid_amount" and table.table == "non_claims_payment":
        name = "amount"
    return f"CAST(sum({name}) AS DECIMAL(38,2))" if name in present else "CAST(NULL AS DECIMAL(38,2))"


def _listed(names: list[str]) -> str:
    return ", ".join(identifier(n) for n in names)


def _count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    return con.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0]
