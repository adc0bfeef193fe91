"""From a published value with its interval to a distribution that can be drawn from.

Source: specs/practice-model/uncertainty.md 2.
"""

import math
from dataclasses import dataclass

import numpy as np

from firstcontact.practice import fit_methods
from firstcontact.practice.distributions import DISTRIBUTIONS
from firstcontact.practice.fit_checks import check, refused
from firstcontact.practice.fit_methods import Interval

BOUNDS = {"share": (0.0, 1.0), "amount": (0.0, math.inf), "any": (-math.inf, math.inf)}
WARN_ERROR, REFUSE_ERROR, WARN_TRUNCATED = 0.10, 0.50, 0.01
NEARLY_SYMMETRIC = 0.05  # `auto` takes the normal distribution when the value is this near to the middle


@dataclass(frozen=True)
class Fitted:
    """A distribution that represents a value and its interval.

    `dist`: the kind used (`auto` resolved). `p`: its parameters: normal (mean, sd), lognormal (m, s), gamma (shape,
    scale), beta (a, b), shifted_lognormal (s, A, c; A < 0 is the mirror image), triangular (mode, low, high), uniform
    (low, high), fixed (value,). `low`, `high`: the fitted ends at the level asked. `error`: the larger miss of an end
    over the width of the interval. `bounds`: draws stay inside; `truncated`: the mass cut off. `warnings`: sentences.
    """

    dist: str
    p: tuple[float, ...]
    low: float
    high: float
    error: float
    bounds: tuple[float, float]
    truncated: float
    warnings: tuple[str, ...]

    def quantile(self, u: np.ndarray) -> np.ndarray:
        """Values at the probabilities `u` (array inside 0..1), kept inside the bounds; same shape."""
        u = np.asarray(u, dtype=float)
        if self.truncated:
            first, last = _mass_before(self.dist, self.p, self.bounds)
            u = first + u * (last - first)
        return DISTRIBUTIONS[self.dist].quantile(self.p, u)


def fit(
    mean: float | None,
    low: float | None = None,
    high: float | None = None,
    level: float | None = None,
    dist: str = "fixed",
    kind: str | None = None,
) -> Fitted:
    """Fit `dist` to a published value and its interval.

    `mean`: the value (the mode for `triangular_mode`; may be None for `uniform`). `low`, `high`: the interval, which
    covers `level` (0 < level <= 1). `kind`: "share" (draws inside 0..1), "amount" (above 0) or "any"; None is "amount"
    when low >= 0, else "any". Raises ScenarioError with PM005 where the interval is rejected.
    """
    check(mean, low, high, level, dist)
    if dist == "fixed":
        return Fitted("fixed", (float(mean),), float(mean), float(mean), 0.0, BOUNDS["any"], 0.0, ())
    bounds = BOUNDS[kind or ("any" if low < 0 else "amount")]
    interval = Interval(mean, low, high, level)
    if dist == "auto":
        dist = _automatic(interval, kind)
        check(mean, low, high, level, dist)
    used, p, warnings = _parameters(interval, dist, bounds[0])
    return _measured(interval, used, p, bounds, warnings)


def _automatic(interval: Interval, kind: str | None) -> str:
    if kind == "share":
        return "beta"
    return "normal" if abs(interval.place - 0.5) <= NEARLY_SYMMETRIC else "shifted_lognormal"


def _parameters(interval: Interval, dist: str, lower_bound: float) -> tuple[str, tuple[float, ...], list[str]]:
    p = fit_methods.METHODS[dist](interval)
    if dist != "shifted_lognormal":
        return dist, p, []
    if len(p) == 2:
        return "normal", p, []
    if p[1] > 0 and p[2] < lower_bound:
        check(interval.value, interval.low, interval.high, interval.level, "gamma")
        words = f"shifted_lognormal would begin at {p[2]:g}, below {lower_bound:g}; gamma is used instead"
        return "gamma", fit_methods.gamma(interval), [words]
    return dist, p, []


def _measured(
    interval: Interval, dist: str, p: tuple[float, ...], bounds: tuple[float, float], warnings: list[str]
) -> Fitted:
    """Add the miss of the ends and the mass cut off, with the warnings that they cause."""
    low, high = _fitted_ends(interval, dist, p)
    error = max(abs(low - interval.low), abs(high - interval.high)) / (interval.high - interval.low)
    if error > REFUSE_ERROR:
        raise refused(f"{dist} misses an end of the interval by {error:.0%} of its width", "Choose another dist")
    first, last = _mass_before(dist, p, bounds)
    truncated = float(first + 1 - last)
    if error > WARN_ERROR:
        warnings.append(f"{dist} misses an end of the interval by {error:.1%} of its width")
    if truncated > WARN_TRUNCATED:
        warnings.append(f"{truncated:.1%} of the {dist} distribution lies outside its bounds and is cut off")
    return Fitted(dist, p, low, high, error, bounds, truncated, tuple(warnings))


def _fitted_ends(interval: Interval, dist: str, p: tuple[float, ...]) -> tuple[float, float]:
    if interval.level == 1:
        return interval.low, interval.high
    tails = np.array([(1 - interval.level) / 2, (1 + interval.level) / 2])
    low, high = DISTRIBUTIONS[dist].quantile(p, tails)
    return float(low), float(high)


def _mass_before(dist: str, p: tuple[float, ...], bounds: tuple[float, float]) -> np.ndarray:
    """Probability below each of the two bounds."""
    return DISTRIBUTIONS[dist].cdf(p, np.array(bounds))
