"""Months and days of the window, as numbers of days since 1970-01-01."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

EPOCH = date(1970, 1, 1)
NO_DAY = np.int32(-(2**31))


@dataclass(frozen=True)
class Calendar:
    """Whole calendar years. Months are numbered from 0."""

    first_year: int
    years: int

    @property
    def months(self) -> int:
        return 12 * self.years

    @cached_property
    def starts(self) -> np.ndarray:
        """First day of every month, and the day after the last one."""
        first = np.datetime64(f"{self.first_year}-01")
        return (first + np.arange(self.months + 1)).astype("datetime64[D]").astype(np.int32)

    @property
    def first_day(self) -> int:
        return int(self.starts[0])

    @property
    def last_day(self) -> int:
        return int(self.starts[-1]) - 1

    @cached_property
    def month_of_day(self) -> np.ndarray:
        """Month number of each day of the window."""
        return np.repeat(np.arange(self.months, dtype=np.int16), np.diff(self.starts))

    def month(self, day: np.ndarray) -> np.ndarray:
        return self.month_of_day[np.clip(day - self.first_day, 0, len(self.month_of_day) - 1)]

    @property
    def shock_year(self) -> int:
        """The middle year; the later one of two."""
        return self.years // 2

    def month_name(self, month: int) -> str:
        return f"{self.first_year + month // 12}-{month % 12 + 1:02d}"

    def by_month(self, factors: dict[int, float]) -> np.ndarray:
        """1 everywhere but in the named months of the shock year."""
        values = np.ones(self.months)
        for month, factor in factors.items():
            values[12 * self.shock_year + month - 1] = factor
        return values


def to_date(day: int) -> date:
    return EPOCH + timedelta(days=int(day))


def completed_years(day: np.ndarray, birth: np.ndarray) -> np.ndarray:
    """Age in completed years; born on 29 February ages on 1 March in common years."""
    year, month_day = _parts(day)
    birth_year, birth_month_day = _parts(birth)
    return year - birth_year - (month_day < birth_month_day)


def _parts(day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    dates = np.asarray(day).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    year = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12
    return year, month * 100 + (dates - months).astype(np.int64)
