"""Funnel limits around the pooled value, the five bands, and overdispersion."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri, ndtri

from firstcontact.stats.intervals import Limits

INNER, OUTER = 0.025, 0.001
LEAST_GROUPS = 5
BANDS = {-2: "well below", -1: "below", 0: "within", 1: "above", 2: "well above"}


@dataclass(frozen=True)
class Funnel:
    """Limits and bands of groups around `centre`; arrays in the order of the groups. Limits in units of the value."""

    centre: float
    lower: np.ndarray
    upper: np.ndarray
    outer_lower: np.ndarray
    outer_upper: np.ndarray
    band: np.ndarray  # -2..2, words in BANDS
    phi: float
    widened: bool


def funnel_proportion(pooled: ArrayLike, n: ArrayLike, tail: float = INNER) -> Limits:
    """Limits of a proportion for groups of size n around `pooled`, one-sided tail (0.025 or 0.001).

    Source: Wilson form, statistics.md "Formulas".
    """
    p, n = np.asarray(pooled, dtype=float), np.asarray(n, dtype=float)
    z = float(-ndtri(tail))
    root = z * np.sqrt(z * z + 4 * n * p * (1 - p))
    return (2 * n * p + z * z - root) / (2 * (n + z * z)), (2 * n * p + z * z + root) / (2 * (n + z * z))


def funnel_rate(expected: ArrayLike, tail: float = INNER) -> Limits:
    """Limits of observed over expected for `expected` events (need not be whole, must be above 0).

    Source: exact chi-squared form, statistics.md "Formulas".
    """
    e = np.asarray(expected, dtype=float)
    return chdtri(2 * e, 1 - tail) / 2 / e, chdtri(2 * e + 2, tail) / 2 / e


def overdispersion(z_scores: ArrayLike) -> float:
    """Mean of squared z scores, winsorised at the 10th and 90th percentile. Source: Spiegelhalter 2005."""
    z = np.asarray(z_scores, dtype=float)
    low, high = np.quantile(z, [0.1, 0.9])
    return float(np.mean(np.clip(z, low, high) ** 2))


def bands(
    value: ArrayLike, lower: ArrayLike, upper: ArrayLike, outer_lower: ArrayLike, outer_upper: ArrayLike
) -> np.ndarray:
    """-2..2 for each value: strictly outside the 0.001 limits 2, outside the 0.025 limits 1, else 0."""
    v = np.asarray(value, dtype=float)
    above = (v > np.asarray(upper)).astype(int) + (v > np.asarray(outer_upper))
    below = (v < np.asarray(lower)).astype(int) + (v < np.asarray(outer_lower))
    return above - below


def proportion_funnel(x: ArrayLike, n: ArrayLike, centre: float | None = None) -> Funnel | None:
    """Funnel of groups with x of n; `centre` defaults to their pooled value. None with fewer than 5 groups."""
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    if x.size < LEAST_GROUPS:
        return None
    p = float(x.sum() / n.sum()) if centre is None else centre
    spread = np.sqrt(p * (1 - p) / n)
    z = np.divide(x / n - p, spread, out=np.zeros_like(n), where=spread > 0)
    return _funnel(x / n, p, funnel_proportion(p, n), funnel_proportion(p, n, OUTER), z, 1.0)


def rate_funnel(x: ArrayLike, exposure: ArrayLike, centre: float | None = None) -> Funnel | None:
    """Funnel of groups with x events in `exposure`; values and limits are x / exposure. None with fewer than 5.

    `centre`: events per unit of exposure, default pooled. A centre of 0 has no funnel.
    """
    x, exposure = np.asarray(x, dtype=float), np.asarray(exposure, dtype=float)
    rate = float(x.sum() / exposure.sum()) if centre is None and x.size else centre
    if x.size < LEAST_GROUPS or not rate:
        return None
    expected = rate * exposure
    inner, outer = (tuple(rate * limit for limit in funnel_rate(expected, a)) for a in (INNER, OUTER))
    return _funnel(x / exposure, rate, inner, outer, (x - expected) / np.sqrt(expected), np.inf)


def _funnel(value: np.ndarray, centre: float, inner: Limits, outer: Limits, z: np.ndarray, highest: float) -> Funnel:
    phi = overdispersion(z)
    stretch = np.sqrt(phi) if phi > 2 else 1.0
    limits = [np.clip(centre + (limit - centre) * stretch, 0, highest) for limit in (*inner, *outer)]
    return Funnel(centre, *limits, bands(value, *limits), phi, phi > 2)
