"""Periods of result rows: which ones a measure has, and how people write them."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from firstcontact.errors import UsageError
from firstcontact.workspace import period_text

MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """First and last day, and the kind of row."""

    start: date
    end: date
    rows: str

    @property
    def text(self) -> str:
        return period_text(self.start, self.end)


def make_period(start: date, months: int, rows: str) -> Period:
    return Period(start, month_end(start, months - 1), rows)


def month_end(day: date, later: int = 0) -> date:
    """Last day of the month that lies `later` months after the month of `day`."""
    index = day.year * 12 + day.month - 1 + later
    year, month = divmod(index, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def periods_of(rows: Iterable[str], window: str, years: list[int], data_through: date | None) -> list[Period]:
    """Every period of a measure in the measured years; none that begins after the data end."""
    found = []
    for kind in rows:
        months = MONTHS_IN[kind]
        for year in years:
            starts = [date(year, m, 1) for m in range(1, 13, months)]
            length = 24 if window == "two_years" else months
            found += [make_period(s, length, kind) for s in starts if data_through is None or s <= data_through]
    return sorted(found)


def parse_period(text: str) -> tuple[date, date]:
    """First and last day of 2024, 2024-Q1 or 2024-03. Raises UsageError for other words."""
    match = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", text.strip())
    if not match:
        raise UsageError(
            f"--period: '{text}' is not a period. Write a year, quarter or month: 2024, 2024-Q1 or 2024-03."
        )
    year, quarter, month = int(match[1]), match[2], match[3]
    start = date(year, int(month) if month else 3 * int(quarter) - 2 if quarter else 1, 1)
    return start, month_end(start, 0 if month else 2 if quarter else 11)


def is_open(period: Period, data_through: date | None, runout_months: int) -> bool:
    """True while claims of the period may still arrive: data_through < end + run-out."""
    return data_through is None or data_through < month_end(period.end, runout_months)
