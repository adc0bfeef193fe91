"""Checks that look at rows or tables together, after every file of a batch is read. They flag; they refuse nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from firstcontact.contract import Table, TableCheck, input_tables
from firstcontact.intake.db import literal
from firstcontact.intake.findings import HIDDEN, Finding, shown
from firstcontact.intake.relation import parts_sql, union_sql

CLAIMS = ("medical_claim", "pharmacy_claim")
MAX_UNKNOWN = 0.05


@dataclass(frozen=True)
class Parts:
    """The good rows of one file."""

    name: str
    table: str
    paths: tuple[Path, ...]
    columns: tuple[str, ...]
    is_kept: bool
    is_new: bool


def check_together(con: duckdb.DuckDBPyConnection, files: Sequence[Parts]) -> list[Finding]:
    """`files`: those of the batch (is_new) and those that stay live beside it."""
    for name, table in input_tables().items():
        selects = [
            parts_sql(table, f.paths, f.columns, f.is_kept, key)
            for key, f in enumerate(files)
            if f.table == name and f.paths
        ]
        con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {union_sql(table, selects)}")
    new_tables = {f.table for f in files if f.is_new}
    found = [
        finding
        for name in sorted(new_tables)
        for check in input_tables()[name].table_checks
        for finding in _table_check(con, input_tables()[name], check, files)
    ]
    for file in files:
        if file.is_new and file.paths and file.table in CLAIMS:
            found += [*_payers_without_eligibility(con, file, files), *_unknown_business(con, file)]
        if file.is_new and file.paths and "prior_claim_id" in file.columns:
            found += _prior_claims(con, file)
    return found


def _table_check(
    con: duckdb.DuckDBPyConnection, table: Table, check: TableCheck, files: Sequence[Parts]
) -> list[Finding]:
    sql = f"SELECT line FROM ({check.lines}) WHERE line IS NOT NULL ORDER BY 1"
    lines = [line for (line,) in con.execute(sql).fetchall()]
    if not lines:
        return []
    name = next(f.name for f in files if f.is_new and f.table == table.table)
    text = f"{name}, column {check.column}: {len(lines):,} {check.says}. The rows are loaded. Correct them in the file."
    return [Finding(name, lines[0], check.column, check.rule, check.severity, "", len(lines), text)]


def _payers_without_eligibility(
    con: duckdb.DuckDBPyConnection, file: Parts, files: Sequence[Parts]
) -> Iterable[Finding]:
    if not any(f.table == "eligibility" and f.paths for f in files):
        return
    sql = (
        f"SELECT payer, count(*) FROM {_relation(file)} WHERE payer IS NOT NULL "
        f"AND payer NOT IN (SELECT DISTINCT payer FROM eligibility) GROUP BY 1 ORDER BY 1"
    )
    for payer, rows in con.execute(sql).fetchall():
        value = shown(payer)
        text = (
            f"{file.name}, column payer: {rows:,} rows of payer '{value}', which has no row in eligibility. "
            f"They are loaded; they count in no denominator. Send the eligibility of that payer."
        )
        yield Finding(file.name, None, "payer", "payer_without_eligibility", "flag", value, rows, text)


def _unknown_business(con: duckdb.DuckDBPyConnection, file: Parts) -> Iterable[Finding]:
    if "line_of_business" not in file.columns:
        text = f"{file.name}: no column line_of_business; it is taken from the person's eligibility."
        yield Finding(file.name, None, "line_of_business", "filled", "info", "", 1, text)
        return
    sql = f"SELECT count(*), count(*) FILTER (WHERE line_of_business = 'unknown') FROM {_relation(file)}"
    rows, unknown = con.execute(sql).fetchone()
    if unknown > MAX_UNKNOWN * rows:
        text = (
            f"{file.name}, column line_of_business: {unknown:,} of {rows:,} rows are unknown (over {MAX_UNKNOWN:.0%}). "
            f"They are loaded. Ask the sender for the line of business."
        )
        yield Finding(file.name, None, "line_of_business", "many_unknown", "flag", "unknown", unknown, text)


def _prior_claims(con: duckdb.DuckDBPyConnection, file: Parts) -> Iterable[Finding]:
    """The distinct prior claims are few; the claims are many: only the few are kept in memory."""
    rows = parts_sql(input_tables()[file.table], file.paths, file.columns, file.is_kept, 0)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE prior AS SELECT data_source, prior_claim_id AS claim_id, count(*) AS n, "
        f"min(line) AS line FROM ({rows}) WHERE prior_claim_id IS NOT NULL GROUP BY 1, 2"
    )
    if con.execute("SELECT count(*) FROM prior").fetchone()[0] == 0:
        return
    known = "SELECT DISTINCT data_source, claim_id FROM medical_claim SEMI JOIN prior USING (data_source, claim_id)"
    sql = f"SELECT sum(n), min(line) FROM prior ANTI JOIN ({known}) USING (data_source, claim_id)"
    rows, line = con.execute(sql).fetchone()
    if rows:
        text = (
            f"{file.name}, column prior_claim_id: {rows:,} rows name a prior claim that is not there. They are loaded "
            f"and stand on their own. Send the earlier claims of that data source."
        )
        yield Finding(file.name, line, "prior_claim_id", "prior_claim_missing", "flag", HIDDEN, int(rows), text)


def _relation(file: Parts) -> str:
    return f"read_parquet([{', '.join(literal(p) for p in file.paths)}])"
