"""Tails of Student's t and of Fisher's F, exact on both sides of the middle."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincc


def two_sided_t(t: ArrayLike, df: ArrayLike) -> np.ndarray:
    """P(|T| >= |t|), 0..1, for Student's t with df degrees of freedom; NaN where df <= 0 or t is NaN.

    The incomplete beta function is taken from the side on which nothing cancels, so that a t near 0 and a t far out
    keep their digits. Source: Abramowitz and Stegun 26.7.1.
    """
    t, df = np.broadcast_arrays(np.asarray(t, dtype=float), _positive(df))
    square = t * t
    with np.errstate(invalid="ignore"):
        near = betaincc(0.5, df / 2, square / (df + square))
        far = betainc(df / 2, 0.5, df / (df + square))
    return np.where(square < df, near, far)


def upper_f(f: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> np.ndarray:
    """P(F >= f), 0..1, for Fisher's F with df1 and df2 degrees of freedom; NaN where a df <= 0 or f is NaN.

    Source: Abramowitz and Stegun 26.6.2.
    """
    f, df1, df2 = np.broadcast_arrays(np.asarray(f, dtype=float), _positive(df1), _positive(df2))
    scaled = df1 * f
    with np.errstate(invalid="ignore"):
        near = betaincc(df1 / 2, df2 / 2, scaled / (df2 + scaled))
        far = betainc(df2 / 2, df1 / 2, df2 / (df2 + scaled))
    return np.where(scaled < df2, near, far)


def _positive(df: ArrayLike) -> np.ndarray:
    df = np.asarray(df, dtype=float)
    return np.where(df > 0, df, np.nan)
