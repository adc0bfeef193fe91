"""Amounts of some codes as a table: what `fees price` prints."""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from firstcontact.errors import UsageError
from firstcontact.practice.fees.amount import allowed
from firstcontact.practice.fees.tables import FeeTables, shipped_tables
from firstcontact.practice.problems import PracticeError, Problem

SCHEMA = pa.schema(
    [
        ("hcpcs", pa.string()),
        ("date", pa.date32()),
        ("locality", pa.string()),
        ("setting", pa.string()),
        ("allowed_usd", pa.decimal128(18, 2)),
    ]
)


def price(
    hcpcs: Sequence[str],
    day: date | None = None,
    year: int | None = None,
    locality: str = "national",
    facility: bool = False,
    tables: FeeTables | None = None,
) -> pa.Table:
    """One row per code and date, amounts in cents. Give either `day` or `year`.

    A year is priced on 1 January and, where the conversion factor changes within it, on the first day of each further
    factor. Raises PracticeError with every code that has no row.
    """
    tables = tables or shipped_tables()
    setting = "facility" if facility else "nonfacility"
    rows, problems = [], []
    for code in hcpcs:
        for on in _days(day, year, tables):
            try:
                amount = allowed(code, on, locality, setting, tables)
                rows.append(
                    {"hcpcs": code, "date": on, "locality": locality, "setting": setting, "allowed_usd": amount}
                )
            except PracticeError as e:
                problems += e.problems
    if problems:
        raise PracticeError(_distinct(problems))
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _days(day: date | None, year: int | None, tables: FeeTables) -> list[date]:
    if (day is None) == (year is None):
        raise UsageError("Amounts are for a date or for a year. Give exactly one of --date and --year.")
    if day is not None:
        return [day]
    first = date(year, 1, 1)
    return [first, *(f.first for f in tables.factors if f.first.year == year and f.first != first)]


def _distinct(problems: Sequence[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))
