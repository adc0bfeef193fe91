"""Exact duplicates inside a batch: all contract columns equal but file_name and file_date.

Candidates share a 64-bit hash of the key columns, then one of all columns; they are compared exactly at the end.
Work goes in slices of the hash, so that memory does not grow with the batch.
"""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb

from firstcontact.contract import Table
from firstcontact.intake.db import identifier
from firstcontact.intake.judge import Totals
from firstcontact.intake.relation import parts_sql, union_sql

ROWS_PER_SLICE = 8_000_000
NOT_COMPARED = ("file_name", "file_date")
TWICE = """CREATE OR REPLACE TEMP TABLE twice AS
SELECT hash({columns}) AS h FROM {relation} GROUP BY 1 HAVING count(*) > 1"""
REPEATED = """SELECT file_key, count(*), {paid}, {allowed}
FROM (SELECT *, row_number() OVER (PARTITION BY {columns} ORDER BY file_key, line) AS nth
      FROM batch_rows WHERE hash({columns}) IN (SELECT h FROM twice))
WHERE nth > 1 GROUP BY file_key"""


def count_duplicates(
    con: duckdb.DuckDBPyConnection, table: Table, files: Sequence[tuple[list[Path], Sequence[str], bool]], rows: int
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
    keys = [k for k in table.keys if k in present] or compared
    slices = -(-rows // ROWS_PER_SLICE)
    for number in range(slices):
        for key, *found in _slice(con, table, compared, keys, number, slices):
            totals[key] += Totals(*found)
    return totals


def _slice(
    con: duckdb.DuckDBPyConnection, table: Table, compared: list[str], keys: list[str], number: int, slices: int
) -> list[tuple[int, int, Decimal | None, Decimal | None]]:
    key_list, all_list = _listed(keys), _listed(compared)
    part = f"(SELECT * FROM batch_rows WHERE hash({key_list}) % {slices} = {number})" if slices > 1 else "batch_rows"
    con.execute(TWICE.format(columns=key_list, relation=part))
    if _is_empty(con):
        return []
    con.execute("CREATE OR REPLACE TEMP TABLE key_twice AS SELECT h FROM twice")
    candidates = f"(SELECT * FROM batch_rows WHERE hash({key_list}) IN (SELECT h FROM key_twice))"
    con.execute(TWICE.format(columns=all_list, relation=candidates))
    if _is_empty(con):
        return []
    paid, allowed = (_sum(table, compared, name) for name in ("paid_amount", "allowed_amount"))
    return con.execute(REPEATED.format(columns=all_list, paid=paid, allowed=allowed)).fetchall()


def _sum(table: Table, present: list[str], name: str) -> str:
    if name == "paid_amount" and table.table == "non_claims_payment":
        name = "amount"
    return f"CAST(sum({name}) AS DECIMAL(38,2))" if name in present else "CAST(NULL AS DECIMAL(38,2))"


def _listed(names: list[str]) -> str:
    return ", ".join(identifier(n) for n in names)


def _is_empty(con: duckdb.DuckDBPyConnection) -> bool:
    return con.execute("SELECT count(*) FROM twice").fetchone()[0] == 0
