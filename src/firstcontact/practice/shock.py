"""Weekly visit series: reading them, and how many visits they lose.

Source: specs/practice-model/model.md 13.4 and README 2.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np

from firstcontact.practice.exact import Number, exact
from firstcontact.practice.problems import refuse
from firstcontact.practice.shock_file import read_rows_by_series
from firstcontact.practice.suggest import unknown

WEEK = timedelta(days=7)
WEEKS_PER_YEAR = 52
Week = date | int


@dataclass(frozen=True)
class Series:
    """Weekly visits relative to the usual number (1 = no change).

    `week_start`: first day of each row, ascending. `visit_factor`, `telemedicine` (share of usual visits): float
    arrays of the same length. `kind`: `demand` (who seeks care) or `realised` (who was seen).
    """

    name: str
    week_start: tuple[date, ...]
    visit_factor: np.ndarray
    telemedicine: np.ndarray
    kind: str
    file: str = ""


def load(name_or_path: str | Path) -> dict[str, Series]:
    """Series of a CSV file or of a shipped one (`builtin:shock_weekly_2020` or the bare name), by series name.

    Raises ScenarioError with every problem of the file.
    """
    found = {}
    for name, rows in read_rows_by_series(name_or_path).items():
        factor = np.array([r.visit_factor for r in rows])
        telemedicine = np.array([r.telemedicine for r in rows])
        found[name] = Series(name, tuple(r.week_start for r in rows), factor, telemedicine, rows[0].kind, rows[0].file)
    return found


def cumulative(series: Series, first: Week, last: Week, year_start: date | None = None) -> float:
    """Mean change of visits, `visit_factor - 1`, over the rows from `first` to `last`, both included.

    A date means the row whose 7 days hold it. A whole number is a position in the series counted from 1 or, with
    `year_start` (first day of week 1), a calendar week. Raises PM010 where a row is missing.
    """
    begin, end = _day(series, first, year_start, "first"), _day(series, last, year_start, "last")
    if end < begin:
        raise refuse("PM003", f"the last week ({end}) is before the first ({begin}). Exchange them.", "last")
    rows = [_row(series, begin)]
    while series.week_start[rows[-1]] + WEEK <= end:
        rows.append(_row(series, series.week_start[rows[-1]] + WEEK))
    return float(sum(_change(series, row) for row in rows) / len(rows))


def annual_loss_share(
    series: Series, weeks_per_year: int = WEEKS_PER_YEAR, recovery: Mapping[str, object] | None = None
) -> float:
    """Share of a year's visits that is lost over all rows; weeks without a row lose nothing.

    `recovery`: {from: date, weeks: n, to: factor} first replaces the rows after `from` by a straight line.
    """
    if weeks_per_year <= 0:
        raise refuse("PM003", f"{weeks_per_year} weeks are not a year. Give a number above 0.", "weeks_per_year")
    series = recovered(series, *_recovery(recovery)) if recovery else series
    lost = sum((-_change(series, row) for row in range(len(series.week_start))), Fraction(0))
    return float(lost / exact(weeks_per_year, "weeks_per_year"))


def recovered(series: Series, start: date, weeks: int, to: Number) -> Series:
    """The series up to the row of `start`, followed by a straight line of `weeks` rows that ends at `to`."""
    at = _row(series, start)
    begin, target = exact(float(series.visit_factor[at]), "visit_factor"), exact(to, "recovery.to")
    steps = range(1, weeks + 1)
    line = [float(begin + (target - begin) * Fraction(j, weeks)) for j in steps]
    days = (series.week_start[at] + WEEK * j for j in steps)
    telemedicine = np.concatenate([series.telemedicine[: at + 1 + weeks], np.zeros(weeks)])[: at + 1 + weeks]
    return replace(
        series,
        week_start=(*series.week_start[: at + 1], *days),
        visit_factor=np.concatenate([series.visit_factor[: at + 1], line]),
        telemedicine=telemedicine,
    )


def _recovery(given: Mapping[str, object]) -> tuple[date, int, Number]:
    """Checks {from, weeks, to}."""
    keys = ("from", "weeks", "to")
    for key in given:
        if key not in keys:
            raise refuse("PM001", unknown(key, keys), f"recovery.{key}")
    for key in keys:
        if given.get(key) is None:
            raise refuse("PM004", "the value is missing. Give from (a date), weeks and to.", f"recovery.{key}")
    weeks = given["weeks"]
    if not isinstance(weeks, int) or weeks < 1:
        raise refuse("PM003", f"{weeks} is not a number of weeks. Write a whole number from 1.", "recovery.weeks")
    return _date(given["from"], "recovery.from"), weeks, given["to"]


def _date(value: object, path: str) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise refuse("PM003", f"{value} is not a date. Write YYYY-MM-DD.", path) from None


def _day(series: Series, week: Week, year_start: date | None, path: str) -> date:
    """First day that a date, a position or a calendar week means."""
    if not isinstance(week, int):
        return _date(week, path)
    if year_start is not None:
        return _date(year_start, "year_start") + WEEK * (week - 1)
    if not 1 <= week <= len(series.week_start):
        words = f"position {week} is outside {series.name}, which has the positions 1 to {len(series.week_start)}"
        raise refuse("PM010", f"{words}. Name a week of the series.", path)
    return series.week_start[week - 1]


def _row(series: Series, day: date) -> int:
    """Row whose 7 days hold the day."""
    for row, start in enumerate(series.week_start):
        if start <= day < start + WEEK:
            return row
    words = f"{series.name} has no row for the week of {day}; its rows run from {series.week_start[0]}"
    raise refuse("PM010", f"{words} to {series.week_start[-1]}. Choose weeks of the series, or complete it.")


def _change(series: Series, row: int) -> Fraction:
    """`visit_factor - 1` as written in the file, exactly."""
    return exact(float(series.visit_factor[row]), "visit_factor") - 1
