"""Until when the data go, and which calendar years they hold."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import duckdb

from firstcontact.contract import Table
from firstcontact.intake.db import literal
from firstcontact.intake.live import LiveFile

SERVICE_DATES = {"medical_claim": "claim_start_date", "pharmacy_claim": "dispensing_date"}
LEAST_SHARE = 0.01
FIRST, LAST = "DATE '0001-01-01'", "DATE '9999-12-31'"


def years_of(con: duckdb.DuckDBPyConnection, table: Table, parts: list, columns: Iterable[str]) -> dict[str, dict]:
    """Year -> lines by service date and latest service or paid date; empty for tables that are no claims."""
    service = SERVICE_DATES.get(table.table)
    if service is None or not parts:
        return {}
    relation = f"read_parquet([{', '.join(literal(p) for p in parts)}])"
    dates = f"SELECT {service} AS day, count(*) AS lines FROM {relation} GROUP BY 1"
    if "paid_date" in columns:
        dates += f" UNION ALL SELECT DISTINCT paid_date, 0 FROM {relation}"
    possible = f"FROM ({dates}) WHERE day BETWEEN {FIRST} AND {LAST}"
    sql = f"SELECT year(day), sum(lines), max(day) {possible} GROUP BY 1 ORDER BY 1"
    rows = con.execute(sql).fetchall()
    return {str(year): {"lines": int(lines), "latest": latest.isoformat()} for year, lines, latest in rows}


def data_through(files: Iterable[LiveFile]) -> date | None:
    """The latest one that a manifest states; else the end of the month of the latest date in a year that counts.

    Dates in years after the latest year with at least 1 % of the lines are left out: they are mistakes.
    """
    files = list(files)
    stated = [date.fromisoformat(f.data_through) for f in files if f.data_through]
    if stated:
        return max(stated)
    lines, latest = _by_year(files)
    if not lines:
        return None
    last_year = max(_years_that_count(lines))
    day = max(latest[year] for year in lines if year <= last_year)
    return day.replace(day=monthrange(day.year, day.month)[1])


def measured_years(files: Iterable[LiveFile]) -> list[int]:
    """Years with at least 1 % of the claim lines, not after data_through."""
    files = list(files)
    lines, _ = _by_year(files)
    through = data_through(files)
    if not lines or through is None:
        return []
    return [year for year in _years_that_count(lines) if year <= through.year]


def _by_year(files: Iterable[LiveFile]) -> tuple[dict[int, int], dict[int, date]]:
    lines: dict[int, int] = defaultdict(int)
    latest: dict[int, date] = {}
    for file in files:
        for year, facts in file.years.items():
            day = date.fromisoformat(facts["latest"])
            lines[int(year)] += facts["lines"]
            latest[int(year)] = max(day, latest.get(int(year), day))
    return lines, latest


def _years_that_count(lines: dict[int, int]) -> list[int]:
    least = LEAST_SHARE * sum(lines.values())
    return sorted(year for year, count in lines.items() if count and count >= least)
