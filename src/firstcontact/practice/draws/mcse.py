"""Monte Carlo standard errors; n is always the number of draws, never of lanes."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Z95 = 1.96


def mean_mcse(x: ArrayLike) -> NDArray[np.float64]:
    """sd(ddof=1)/sqrt(n) along the last axis; NaN with one draw."""
    x = np.asarray(x, dtype=float)
    n = x.shape[-1]
    if n == 1:
        return np.full(x.shape[:-1], np.nan)
    return x.std(axis=-1, ddof=1) / math.sqrt(n)


def difference_mcse(a: ArrayLike, b: ArrayLike) -> NDArray[np.float64]:
    """MCSE of the mean of b - a, paired by draw along the last axis."""
    return mean_mcse(np.asarray(b, dtype=float) - np.asarray(a, dtype=float))


def probability_mcse(p: ArrayLike, draws: int) -> NDArray[np.float64]:
    """sqrt(p(1-p)/n)."""
    p = np.asarray(p, dtype=float)
    return np.sqrt(p * (1 - p) / draws)


def quantile_ranks(p: float, draws: int) -> tuple[int, int]:
    """1-based ranks of the two order statistics that bound the quantile p."""
    se = math.sqrt(p * (1 - p) / draws)
    return max(1, math.floor(draws * (p - Z95 * se))), min(draws, math.ceil(draws * (p + Z95 * se)) + 1)


def quantile_mcse(x: ArrayLike, p: float) -> float:
    """Half the distance between the bounding order statistics, as a standard error."""
    ordered = np.sort(np.asarray(x, dtype=float))
    low, high = quantile_ranks(p, ordered.size)
    return float((ordered[high - 1] - ordered[low - 1]) / (2 * Z95))


def draws_needed(mean: float, mcse: float, draws: int, share: float = 0.01) -> int:
    """Draws after which the MCSE of a mean would be `share` of it. Source: specs/practice-model/uncertainty.md 6."""
    return math.ceil(draws * (mcse / (share * abs(mean))) ** 2)
