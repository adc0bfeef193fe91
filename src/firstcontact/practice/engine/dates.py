"""Dates as weeks of the run. A dated rule is active in a week when it is active on the week's first day."""

from calendar import monthrange
from datetime import date, timedelta

WEEK = 7


def first_week(start: date, day: date) -> int:
    """The first week that begins on the day or after it; negative before the run."""
    return -((start - day).days // WEEK)


def week_start(start: date, week: int) -> date:
    return start + timedelta(days=WEEK * week)


def week_holding(start: date, day: date) -> int:
    """The week whose seven days hold the day; negative before the run."""
    return (day - start).days // WEEK


def add_months(day: date, months: int) -> date:
    """The same day of a later month, clipped to the month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def paid_weeks(start: date, week: int, first: int, last: int | None, every: str) -> int:
    """How many weeks are paid for in this week, by a component that is active in weeks first to last (None: open).

    `week`: 1. `month`: the weeks that begin in the same calendar month, in the first of them, else 0. `quarter`: 13,
    counted from `first`. What lies before week 0 was paid before the run: week 0 pays for the rest of its period.
    """
    if every == "week":
        return 1
    if every == "month":
        return _month_weeks(start, week, first, last)
    place = (week - first) % 13
    weeks = 13 - place if week == max(first, 0) or place == 0 else 0
    return weeks if last is None else min(weeks, last - week + 1)


def _month_weeks(start: date, week: int, first: int, last: int | None) -> int:
    day = week_start(start, week)
    if week > max(first, 0) and _same_month(day, week_start(start, week - 1)):
        return 0
    weeks = 1
    while (last is None or week + weeks <= last) and _same_month(day, week_start(start, week + weeks)):
        weeks += 1
    return weeks


def _same_month(a: date, b: date) -> bool:
    return (a.year, a.month) == (b.year, b.month)
