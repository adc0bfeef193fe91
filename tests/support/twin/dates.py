"""Calendar arithmetic on dates: months, ages."""

from calendar import monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def last_of_month(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def months_between(first: date, last: date) -> list[date]:
    """Every first day of a month from the month of `first` to the month of `last`."""
    months = [month_of(first)]
    while next_month(months[-1]) <= last:
        months.append(next_month(months[-1]))
    return months


def days_between(first: date, last: date) -> list[date]:
    return [first + DAY * n for n in range((last - first).days + 1)]


def age_on(day: date, birth: date | None) -> int | None:
    """Completed years; a person born on 29 February turns a year older on 1 March in common years.

    -1 on a day of the month of birth before it; None in months before the month of birth: that date is wrong.
    """
    if birth is None or last_of_month(day) < birth:
        return None
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def age_band(age: int | None) -> str:
    """A newborn is younger than zero on the first day of the month of birth and belongs to the youngest band."""
    if age is None or age > 120:
        return "unknown"
    for band, oldest in (("0-17", 17), ("18-44", 44), ("45-64", 64), ("65-74", 74)):
        if age <= oldest:
            return band
    return "75+"
