"""Looks at the distinct values of each coded column once: which rules they break, and whether they are clean already.

A clean column is stored as it is: no function is called per row. Columns of people and claims have too many values
for this and are normalised row by row.
"""

from dataclasses import dataclass

import duckdb

from firstcontact.contract import Column, Table
from firstcontact.intake.db import identifier
from firstcontact.intake.dialect import Dialect
from firstcontact.intake.normalise import as_given, stored
from firstcontact.intake.rules import Rule, value_rules

DISTINCT = "CREATE OR REPLACE TEMP TABLE distinct_value AS SELECT {column} AS raw, count(*) AS n FROM source GROUP BY 1"


@dataclass(frozen=True)
class Suspect:
    """A rule over values, the raw values of the column that break it, and how many rows hold them."""

    rule: Rule
    values: list[str]
    count: int


def profile(
    con: duckdb.DuckDBPyConnection, table: Table, kinds: dict[str, str], dialect: Dialect
) -> tuple[list[Suspect], set[str]]:
    """(broken value rules, names of the clean columns) of the current `source`."""
    rules: dict[str, list[Rule]] = {}
    for rule in value_rules(table, kinds, dialect):
        rules.setdefault(rule.column, []).append(rule)
    suspects, clean = [], set()
    for name, kind in kinds.items():
        column = table.columns.get(name)
        if kind != "text" or column is None or not column.is_text or column.personal or column.dropped:
            continue
        con.execute(DISTINCT.format(column=identifier(name)))
        if _is_clean(con, column, dialect):
            clean.add(name)
        suspects += [s for rule in rules.get(name, []) if (s := _suspect(con, rule, dialect)) is not None]
    return suspects, clean


def _is_clean(con: duckdb.DuckDBPyConnection, column: Column, dialect: Dialect) -> bool:
    given = as_given(column.name, "text", dialect, "raw")
    value = stored(column, given, "text", dialect)
    sql = f"SELECT bool_and(raw IS NOT DISTINCT FROM {value}) FROM distinct_value WHERE raw IS NOT NULL"
    return con.execute(sql).fetchone()[0] in (True, None)


def _suspect(con: duckdb.DuckDBPyConnection, rule: Rule, dialect: Dialect) -> Suspect | None:
    given = as_given(rule.column, "text", dialect, "raw")
    cleaned = f"SELECT raw, n, {given} AS v FROM distinct_value"
    sql = f"SELECT raw, n FROM ({cleaned}) WHERE v IS NOT NULL AND ({rule.fails}) ORDER BY raw"
    found = con.execute(sql).fetchall()
    return Suspect(rule, [raw for raw, _ in found], sum(n for _, n in found)) if found else None
