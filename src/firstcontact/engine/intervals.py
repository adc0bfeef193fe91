"""Which interval a result has, by the method table of the statistics; arrays in, arrays out."""

from dataclasses import dataclass

import numpy as np

from firstcontact import stats
from firstcontact.engine.definition import BaseMeasure

FACTOR = {"rate_per_1000": 1000.0, "rate_per_100000": 100000.0}
METHODS = ("none", "wilson", "exact_poisson", "byar", "t", "newcombe", "log")
NONE, WILSON, EXACT_POISSON, BYAR, T, NEWCOMBE, LOG = range(len(METHODS))
Limits = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Basis:
    """What the method depends on beside the definition."""

    whole: bool
    counts_one: bool
    confidence: float


def factor_of(meta: BaseMeasure) -> float:
    """What numerator / denominator is multiplied by to give the value."""
    return FACTOR.get(meta.value, 1.0) * (12.0 if meta.denominator_unit == "person_years" else 1.0)


def intervals(
    meta: BaseMeasure,
    result_id: str,
    basis: Basis,
    x: np.ndarray,
    n: np.ndarray,
    square: np.ndarray,
    summed: np.ndarray,
) -> Limits:
    """(lower, upper, method) per row; NaN and NONE where the method gives no interval. Methods are places in METHODS.

    x, n: numerator and denominator, n > 0 in every row; square: sum of squares of the numerators of units; summed: the
    row adds up several months.
    """
    none = (np.full(len(x), np.nan), np.full(len(x), np.nan), np.full(len(x), NONE, np.int8))
    if meta.value == "ratio" and meta.numerator_unit in ("people", "events") and basis.whole:
        once = (
            np.ones(len(x), bool)
            if meta.unit_of_count not in ("person", "coverage") or meta.window != "month"
            else ~summed
        )
        return _where(once, none, lambda at: (*stats.wilson(x[at], n[at], basis.confidence, result_id), WILSON))
    if meta.value in FACTOR and basis.whole:
        return _rates(x, n, factor_of(meta), basis.confidence, result_id)
    if meta.value == "mean" and basis.counts_one:
        return _where(n >= 2, none, lambda at: (*_mean(x[at], n[at], square[at], basis.confidence, meta), T))
    return none


def _where(rows: np.ndarray, none: Limits, limits) -> Limits:
    lower, upper, method = none
    if rows.any():
        lower[rows], upper[rows], method[rows] = limits(rows)
    return lower, upper, method


def _rates(x: np.ndarray, n: np.ndarray, factor: float, confidence: float, result_id: str) -> Limits:
    """Limits of the counts, looked up once for each different count."""
    lower, upper, method, place = counts_once(x, confidence, result_id)
    scale = factor / n
    return lower[place] * scale, upper[place] * scale, method[place]


def counts_once(x: np.ndarray, confidence: float, result_id: str) -> tuple[np.ndarray, ...]:
    """(lower, upper, method) of each different count, and the place of every count among them."""
    distinct, place = np.unique(x, return_inverse=True)
    lower, upper, names = stats.count_interval(distinct, confidence, result_id)
    return lower, upper, np.where(names == METHODS[BYAR], BYAR, EXACT_POISSON).astype(np.int8), place


def _mean(
    x: np.ndarray, n: np.ndarray, square: np.ndarray, confidence: float, meta: BaseMeasure
) -> tuple[np.ndarray, np.ndarray]:
    variance = np.maximum(square - x * x / n, 0.0) / (n - 1)
    high = 1.0 if meta.numerator_unit == "score" else np.inf
    return stats.t_interval(x / n, np.sqrt(variance), n, confidence, 0.0, high)
