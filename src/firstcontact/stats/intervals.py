"""Intervals of one value, and of the difference and ratio of two. Arrays in, (lower, upper) arrays out."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri, ndtri, stdtrit

from firstcontact.stats.errors import StatisticsError, whole_counts

Z95 = 1.959963984540054
Limits = tuple[np.ndarray, np.ndarray]


def z_value(confidence: float = 0.95) -> float:
    """Two-sided normal quantile; exactly 1.959963984540054 for 95 %."""
    return Z95 if confidence == 0.95 else float(ndtri((1 + confidence) / 2))


def wilson(x: ArrayLike, n: ArrayLike, confidence: float = 0.95, measure: str = "x") -> Limits:
    """Interval of a proportion. x, n: whole counts, same shape.

    Returns (lower, upper) as fractions in 0..1, NaN where n is 0. Raises StatisticsError where x > n or a count is
    not whole. Source: Wilson 1927; specs/measures/statistics.md "Formulas".
    """
    x, n = np.broadcast_arrays(whole_counts(x, "Wilson", measure), whole_counts(n, "Wilson", measure))
    _refuse_above(x, n, measure)
    z = z_value(confidence)
    size = np.where(n > 0, n, np.nan)
    root = z * np.sqrt(z * z + 4 * x * (1 - x / size))
    lower = (2 * x + z * z - root) / (2 * (size + z * z))
    upper = (2 * x + z * z + root) / (2 * (size + z * z))
    return np.where((x == 0) & (n > 0), 0.0, lower), np.where((x == n) & (n > 0), 1.0, upper)


def byar(x: ArrayLike, confidence: float = 0.95, measure: str = "x") -> Limits:
    """Interval of an expected count from a whole count x of 10 or more (smaller counts: exact_poisson).

    Returns (lower, upper) in counts; lower is 0 at x = 0. Source: Breslow and Day 1987; statistics.md "Formulas".
    """
    x = whole_counts(x, "Byar", measure)
    z = z_value(confidence)
    safe = np.where(x > 0, x, 1.0)
    lower = safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
    y = x + 1
    return np.where(x > 0, lower, 0.0), y * (1 - 1 / (9 * y) + z / (3 * np.sqrt(y))) ** 3


def exact_poisson(x: ArrayLike, confidence: float = 0.95, measure: str = "x") -> Limits:
    """Exact interval of an expected count from a whole count x; lower is 0 at x = 0.

    Source: Garwood 1936, by chi-squared quantiles; statistics.md "Formulas".
    """
    x = whole_counts(x, "The exact Poisson interval", measure)
    tail = (1 - confidence) / 2
    lower = chdtri(np.where(x > 0, 2 * x, 2.0), 1 - tail) / 2
    return np.where(x > 0, lower, 0.0), chdtri(2 * x + 2, tail) / 2


def count_interval(x: ArrayLike, confidence: float = 0.95, measure: str = "x") -> tuple[np.ndarray, ...]:
    """Limits of whole counts by the rule of the method table: exact below 10, Byar from 10.

    Returns (lower, upper, method) with method an array of 'exact_poisson' and 'byar'. Divide the limits by the
    denominator and multiply by the factor for a rate.
    """
    x = whole_counts(x, "A rate", measure)
    small = x < 10
    (low_e, high_e), (low_b, high_b) = exact_poisson(x, confidence), byar(x, confidence)
    method = np.where(small, "exact_poisson", "byar")
    return np.where(small, low_e, low_b), np.where(small, high_e, high_b), method


def t_interval(
    mean: ArrayLike,
    sd: ArrayLike,
    n: ArrayLike,
    confidence: float = 0.95,
    lowest: float = 0.0,
    highest: float = 1.0,
) -> Limits:
    """Interval of a mean over n units; sd has divisor n - 1. Clipped to lowest..highest; NaN where n < 2.

    Source: Student 1908; statistics.md "Which method".
    """
    mean, sd, n = (np.asarray(a, dtype=float) for a in (mean, sd, n))
    enough = n >= 2
    units = np.where(enough, n, 2.0)
    half = stdtrit(units - 1, (1 + confidence) / 2) * sd / np.sqrt(units)
    half = np.where(enough, half, np.nan)
    return np.clip(mean - half, lowest, highest), np.clip(mean + half, lowest, highest)


def newcombe_difference(
    p1: ArrayLike, lower1: ArrayLike, upper1: ArrayLike, p2: ArrayLike, lower2: ArrayLike, upper2: ArrayLike
) -> Limits:
    """Interval of p1 - p2 from the intervals of the two proportions or rates (square-root form).

    Source: Newcombe 1998, method 10; statistics.md "Formulas".
    """
    p1, lower1, upper1, p2, lower2, upper2 = (
        np.asarray(a, dtype=float) for a in (p1, lower1, upper1, p2, lower2, upper2)
    )
    down = np.sqrt((p1 - lower1) ** 2 + (upper2 - p2) ** 2)
    up = np.sqrt((upper1 - p1) ** 2 + (p2 - lower2) ** 2)
    return p1 - p2 - down, p1 - p2 + up


def ratio_log(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, confidence: float = 0.95) -> Limits:
    """Interval of (x1/n1)/(x2/n2) for two proportions, on the log scale; NaN where any x is 0.

    Source: Katz 1978; statistics.md "Formulas".
    """
    x1, n1, x2, n2 = (np.asarray(a, dtype=float) for a in (x1, n1, x2, n2))
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (1 - x1 / n1) / x1 + (1 - x2 / n2) / x2
        return _around_log((x1 / n1) / (x2 / n2), variance, (x1 > 0) & (x2 > 0), confidence)


def ratio_log_rates(x1: ArrayLike, t1: ArrayLike, x2: ArrayLike, t2: ArrayLike, confidence: float = 0.95) -> Limits:
    """The same for two rates of x events in time t: variance of the log is 1/x1 + 1/x2 (Poisson)."""
    x1, t1, x2, t2 = (np.asarray(a, dtype=float) for a in (x1, t1, x2, t2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return _around_log((x1 / t1) / (x2 / t2), 1 / x1 + 1 / x2, (x1 > 0) & (x2 > 0), confidence)


def _around_log(ratio: np.ndarray, variance: np.ndarray, valid: np.ndarray, confidence: float) -> Limits:
    width = np.exp(z_value(confidence) * np.sqrt(np.where(valid, variance, np.nan)))
    return ratio / width, ratio * width


def _refuse_above(x: np.ndarray, n: np.ndarray, measure: str) -> None:
    above = int((x > n).sum())
    if above:
        raise StatisticsError(f"Wilson: measure {measure} has {above} numerators greater than their denominator.")
