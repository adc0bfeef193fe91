"""Distribution and inverse distribution functions of the fitted kinds, written on scipy's special functions.

Every function takes the parameters `p` of the kind and an array; `u` is in (0, 1).
Source: specs/practice-model/uncertainty.md 2.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

Parameters = Sequence[float]
Function = Callable[[Parameters, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Distribution:
    """`cdf(p, x)` and `quantile(p, u)`; both work elementwise."""

    cdf: Function
    quantile: Function


def _fixed_cdf(p: Parameters, x: np.ndarray) -> np.ndarray:
    return np.where(x < p[0], 0.0, 1.0)


def _normal_cdf(p: Parameters, x: np.ndarray) -> np.ndarray:
    return special.ndtr((x - p[0]) / p[1])


def _normal_quantile(p: Parameters, u: np.ndarray) -> np.ndarray:
    return p[0] + p[1] * special.ndtri(u)


def _lognormal_cdf(p: Parameters, x: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return special.ndtr((np.log(np.maximum(x, 0.0)) - p[0]) / p[1])


def _shifted_cdf(p: Parameters, x: np.ndarray) -> np.ndarray:
    s, scale, shift = p
    with np.errstate(divide="ignore"):
        below = special.ndtr(np.log(np.maximum((x - shift) / scale, 0.0)) / s)
    return below if scale > 0 else 1.0 - below


def _shifted_quantile(p: Parameters, u: np.ndarray) -> np.ndarray:
    """A negative scale is the mirror image: its long tail points down."""
    s, scale, shift = p
    return shift + scale * np.exp(np.copysign(s, scale) * special.ndtri(u))


def _triangular_cdf(p: Parameters, x: np.ndarray) -> np.ndarray:
    mode, low, high = p
    x = np.clip(x, low, high)
    rising = (x - low) ** 2 / ((high - low) * (mode - low)) if mode > low else np.zeros_like(x)
    falling = 1.0 - (high - x) ** 2 / ((high - low) * (high - mode)) if mode < high else np.ones_like(x)
    return np.where(x < mode, rising, falling)


def _triangular_quantile(p: Parameters, u: np.ndarray) -> np.ndarray:
    mode, low, high = p
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1.0 - u) * (high - low) * (high - mode))
    return np.where(u < (mode - low) / (high - low), rising, falling)


DISTRIBUTIONS: dict[str, Distribution] = {
    "fixed": Distribution(_fixed_cdf, lambda p, u: np.full(np.shape(u), p[0])),
    "normal": Distribution(_normal_cdf, _normal_quantile),
    "lognormal": Distribution(_lognormal_cdf, lambda p, u: np.exp(_normal_quantile(p, u))),
    "shifted_lognormal": Distribution(_shifted_cdf, _shifted_quantile),
    "gamma": Distribution(
        lambda p, x: special.gammainc(p[0], np.maximum(x, 0.0) / p[1]),
        lambda p, u: p[1] * special.gammaincinv(p[0], u),
    ),
    "beta": Distribution(
        lambda p, x: special.betainc(p[0], p[1], np.clip(x, 0.0, 1.0)),
        lambda p, u: special.betaincinv(p[0], p[1], u),
    ),
    "triangular": Distribution(_triangular_cdf, _triangular_quantile),
    "triangular_mode": Distribution(_triangular_cdf, _triangular_quantile),
    "uniform": Distribution(
        lambda p, x: np.clip((x - p[0]) / (p[1] - p[0]), 0.0, 1.0),
        lambda p, u: p[0] + u * (p[1] - p[0]),
    ),
}
