"""Formulas of derived measures: plain functions over a few numbers. A new formula is a function here and a name in the
closed list of definition.py."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firstcontact import stats

ENDS = {"deprivation_quintile": ("1", "5")}  # the most disadvantaged and the most advantaged stratum of an order
LEAST_PEOPLE = 30
LEAST_MONTHS = {"mean": 6, "same_month": 1, "trend": 24}


@dataclass(frozen=True)
class Stratum:
    """One stratum of a base measure. x, n: numerator and denominator; method: how its limits were made."""

    name: str
    value: float
    lower: float
    upper: float
    x: float
    n: float
    people: int
    method: str
    usable: bool


@dataclass(frozen=True)
class Compared:
    """A difference or quotient of two strata."""

    value: float
    lower: float
    upper: float
    method: str
    first: Stratum
    second: Stratum


def pair(strata: Sequence[Stratum], ends: tuple[str, str] | None = None) -> tuple[Stratum, Stratum] | None:
    """The two strata that are compared, None when there are none or one of them has no number that may be used.

    With the `ends` of an order: its last (most advantaged) and first stratum; a region without one of them has no
    pair. Otherwise the highest and the lowest of the strata with at least 30 people; of equal ones the first in order.
    """
    chosen = _at_ends(strata, ends) if ends else _extremes(strata)
    return chosen if chosen and all(s.usable for s in chosen) else None


def _at_ends(strata: Sequence[Stratum], ends: tuple[str, str]) -> tuple[Stratum, Stratum] | None:
    by_name = {s.name: s for s in strata}
    return (by_name[ends[1]], by_name[ends[0]]) if set(ends) <= by_name.keys() else None


def _extremes(strata: Sequence[Stratum]) -> tuple[Stratum, Stratum] | None:
    known = [s for s in strata if not np.isnan(s.value) and s.people >= LEAST_PEOPLE]
    if len(known) < 2:
        return None
    values = [s.value for s in known]
    return known[values.index(max(values))], known[values.index(min(values))]


def gap(first: Stratum, second: Stratum, confidence: float = 0.95) -> Compared:
    """first - second, with the square-root interval from their own limits (proportions and rates)."""
    value = first.value - second.value
    if not _has_limits(first, second):
        return Compared(value, np.nan, np.nan, "none", first, second)
    lower, upper = stats.newcombe_difference(
        first.value, first.lower, first.upper, second.value, second.lower, second.upper
    )
    return Compared(value, float(lower), float(upper), "newcombe", first, second)


def ratio(first: Stratum, second: Stratum, confidence: float = 0.95) -> Compared | None:
    """first / second, with the interval on the log scale; None when the divisor is 0."""
    if second.value == 0:
        return None
    value = first.value / second.value
    if not _has_limits(first, second) or first.x == 0 or second.x == 0:
        return Compared(value, np.nan, np.nan, "none", first, second)
    limits = stats.ratio_log if first.method == "wilson" else stats.ratio_log_rates
    lower, upper = limits(first.x, first.n, second.x, second.n, confidence)
    return Compared(value, float(lower), float(upper), "log", first, second)


def _has_limits(first: Stratum, second: Stratum) -> bool:
    proportion_or_rate = {first.method, second.method} <= {"wilson", "byar", "exact_poisson"}
    return proportion_or_rate and not np.isnan([first.lower, first.upper, second.lower, second.upper]).any()


def baseline(values: np.ndarray, months: np.ndarray, inside: np.ndarray, kind: str) -> np.ndarray:
    """Expected value of every month from the months of the baseline.

    values: months x rows; months: year * 12 + month - 1; inside: which months are baseline. `kind`: mean, same_month or
    trend (line on the month number with calendar-month means removed). NaN where the baseline has too few months.
    """
    expected = np.full(values.shape, np.nan)
    if inside.sum() < LEAST_MONTHS[kind]:
        return expected
    if kind == "mean":
        expected[:] = values[inside].mean(axis=0)
        return expected
    calendar = months % 12
    if kind == "same_month":
        for c in np.unique(calendar[inside]):
            expected[calendar == c] = values[inside & (calendar == c)].mean(axis=0)
        return expected
    return _trend(values, months, inside)


def _trend(values: np.ndarray, months: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Within calendar months: slope of the value on the month number; a line through each calendar month's means."""
    expected = np.full(values.shape, np.nan)
    calendar = months % 12
    mean_t, mean_y = np.zeros(len(months)), np.full(values.shape, np.nan)
    for c in np.unique(calendar[inside]):
        mean_t[calendar == c] = months[inside & (calendar == c)].mean()
        mean_y[calendar == c] = values[inside & (calendar == c)].mean(axis=0)
    t, y = (months - mean_t)[inside], (values - mean_y)[inside]
    spread = (t**2).sum()
    if spread > 0:
        slope = (t[:, None] * y).sum(axis=0) / spread
        expected = mean_y + slope * (months - mean_t)[:, None]
    return expected


def rolling(values: np.ndarray, months: np.ndarray, most: int = 3) -> np.ndarray:
    """Expected value without an event: mean of the same month in the prior years present, at most `most`."""
    place = {int(m): i for i, m in enumerate(months)}
    expected = np.full(values.shape, np.nan)
    for i, month in enumerate(months):
        prior = [place[int(month) - 12 * k] for k in range(1, most + 1) if int(month) - 12 * k in place]
        if prior:
            expected[i] = values[prior].mean(axis=0)
    return expected


def index(values: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """100 x value / baseline; NaN where the baseline is 0 or missing."""
    return 100 * values / np.where(expected > 0, expected, np.nan)


def shortfall(values: np.ndarray, expected: np.ndarray, person_months: np.ndarray, per: float = 1000.0) -> float:
    """Events that did not happen over the months of an event: sum of (baseline - value) x person-months / 1,000."""
    return float(((expected - values) * person_months / per).sum())


def recovery(indices: Sequence[float], in_a_row: int = 3, level: float = 100.0) -> int | None:
    """Position of the first of so many months in a row at or above the level; None when there is none."""
    for i in range(len(indices) - in_a_row + 1):
        if all(v >= level for v in indices[i : i + in_a_row]):
            return i
    return None
