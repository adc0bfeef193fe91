"""Intervals of an estimated proportion with a standard error or an effective number of observations."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, expit, logit, stdtr, stdtrit

from firstcontact.stats.intervals import Limits


def t_quantile(confidence: float, df: ArrayLike) -> np.ndarray:
    """Two-sided quantile of Student's t: 2.776 for 0.95 and 4 degrees of freedom. NaN where df < 1."""
    df = np.asarray(df, dtype=float)
    return np.where(df >= 1, stdtrit(np.maximum(df, 1.0), (1 + confidence) / 2), np.nan)


def t_p_value(t: ArrayLike, df: ArrayLike) -> np.ndarray:
    """Two-sided p of a t statistic with df degrees of freedom."""
    return 2 * stdtr(np.asarray(df, dtype=float), -np.abs(np.asarray(t, dtype=float)))


def logit_interval(p: ArrayLike, se: ArrayLike, df: ArrayLike, confidence: float = 0.95) -> Limits:
    """Interval of a proportion 0 < p < 1 on the logit scale: inverse logit of L ± t(df)·se / (p(1 - p)).

    Returns (lower, upper) in 0..1; NaN where p is 0 or 1 or df < 1. Source: specs/surveys/design-estimation.md 4.
    """
    p, se = np.asarray(p, dtype=float), np.asarray(se, dtype=float)
    inside = np.where((p > 0) & (p < 1), p, np.nan)
    half = t_quantile(confidence, df) * se / (inside * (1 - inside))
    return expit(logit(inside) - half), expit(logit(inside) + half)


def clopper_pearson(x: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Limits:
    """Exact binomial interval of x of n, 0 at x = 0 and 1 at x = n; x and n need not be whole, n > 0.

    Source: Clopper and Pearson 1934, by beta quantiles.
    """
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    tail = (1 - confidence) / 2
    lower = betaincinv(np.where(x > 0, x, 1.0), n - x + 1, tail)
    upper = betaincinv(x + 1, np.where(x < n, n - x, 1.0), 1 - tail)
    return np.where(x > 0, lower, 0.0), np.where(x < n, upper, 1.0)
