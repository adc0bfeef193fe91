"""Parameters of each distribution from a value and an interval: one small function per kind.

Source: specs/practice-model/uncertainty.md 2, table of distributions.
"""

import math
from dataclasses import dataclass

from scipy import special

from firstcontact.practice.fit_checks import refused

MOST_SKEWED = 1.5  # largest s of shifted_lognormal; a more skewed interval is refused
SYMMETRIC = 1e-9  # nearer to the middle than this, shifted_lognormal is its limit, the normal distribution
BISECTIONS = 200


@dataclass(frozen=True)
class Interval:
    """A checked value with its interval; `value` is None only for `uniform`."""

    value: float | None
    low: float
    high: float
    level: float

    @property
    def z(self) -> float:
        return float(special.ndtri((1 + self.level) / 2))

    @property
    def sd(self) -> float:
        return (self.high - self.low) / (2 * self.z)

    @property
    def place(self) -> float:
        """Where the value stands between the ends: 0.5 is the middle."""
        return (self.value - self.low) / (self.high - self.low)


def normal(i: Interval) -> tuple[float, ...]:
    return float(i.value), i.sd


def lognormal(i: Interval) -> tuple[float, ...]:
    s = math.log(i.high / i.low) / (2 * i.z)
    return math.log(i.value) - s * s / 2, s


def gamma(i: Interval) -> tuple[float, ...]:
    return (i.value / i.sd) ** 2, i.sd**2 / i.value


def beta(i: Interval) -> tuple[float, ...]:
    size = i.value * (1 - i.value) / i.sd**2 - 1
    if size <= 0:
        raise refused(f"{i.low:g} to {i.high:g} is too wide for a beta distribution with mean {i.value:g}")
    return i.value * size, (1 - i.value) * size


def shifted_lognormal(i: Interval) -> tuple[float, ...]:
    """(s, A, c) that meet mean, low and high exactly; A < 0 is the mirror image; (mean, sd) in the symmetric limit."""
    if abs(i.place - 0.5) <= SYMMETRIC:
        return normal(i)
    mirrored = i.place > 0.5
    s = _skewness(1 - i.place if mirrored else i.place, i.z)
    scale = (i.high - i.low) / (2 * math.sinh(i.z * s))
    if mirrored:
        return s, -scale, i.high + scale * math.exp(-i.z * s)
    return s, scale, i.low - scale * math.exp(-i.z * s)


def _skewness(place: float, z: float) -> float:
    """The s at which the mean stands at `place` between the ends, by bisection."""
    low, high = 0.0, MOST_SKEWED
    if place < _place_of_mean(high, z):
        raise refused(f"the value stands at {place:.1%} of the interval: too skewed for shifted_lognormal")
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if _place_of_mean(middle, z) > place else (low, middle)
    return (low + high) / 2


def _place_of_mean(s: float, z: float) -> float:
    return (math.expm1(s * s / 2) - math.expm1(-z * s)) / (2 * math.sinh(z * s))


def triangular(i: Interval) -> tuple[float, ...]:
    mode = 3 * i.value - i.low - i.high
    if not i.low <= mode <= i.high:
        words = f"read as a mean, {i.value:g} puts the mode at {mode:.4g}, outside {i.low:g} to {i.high:g}"
        raise refused(words, "If the value is the most likely one, use triangular_mode")
    return mode, i.low, i.high


def triangular_mode(i: Interval) -> tuple[float, ...]:
    return i.value, i.low, i.high


def uniform(i: Interval) -> tuple[float, ...]:
    return i.low, i.high


METHODS = {
    f.__name__: f for f in (normal, lognormal, gamma, beta, shifted_lognormal, triangular, triangular_mode, uniform)
}
