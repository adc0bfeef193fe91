"""Which values and intervals a distribution can represent: the rest is refused with PM005.

Source: specs/practice-model/uncertainty.md 2, "Rejected".
"""

import math

from firstcontact.practice.problems import PracticeError, refuse

NEEDS_OPEN_LEVEL = ("normal", "lognormal", "gamma", "beta", "shifted_lognormal", "auto")
NEEDS_BOUNDS = ("triangular", "triangular_mode", "uniform")
DISTS = ("fixed", *NEEDS_OPEN_LEVEL, *NEEDS_BOUNDS)
MIDPOINT_TOLERANCE = 1e-9


def refused(what: str, remedy: str = "Check the interval and its level in the source") -> PracticeError:
    return refuse("PM005", f"{what}. {remedy}.")


def check(mean: float | None, low: float | None, high: float | None, level: float | None, dist: str) -> None:
    """Raise PM005 unless `dist` can represent the value and its interval."""
    if dist not in DISTS:
        raise refused(f"the distribution {dist} is not known", f"Allowed: {', '.join(DISTS)}")
    for name, number in (("value", mean), ("low", low), ("high", high), ("level", level)):
        _is_number(name, number)
    if dist == "fixed":
        return _fixed(mean, low, high)
    if low is None or high is None or level is None:
        raise refused(f"{dist} needs low, high and level", "Give them, or use fixed")
    _interval(mean, low, high, level)
    _level(level, dist)
    return _value(mean, low, high, dist)


def _is_number(name: str, number: float | None) -> None:
    if number is None:
        return
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise refused(f"{name} {number} is not a finite number", "Write a plain number")


def _fixed(mean: float | None, low: float | None, high: float | None) -> None:
    if mean is None:
        raise refused("a fixed value is missing", "Give the value")
    if low is not None or high is not None:
        raise refused("a fixed value has no interval", "Empty low and high, or choose a distribution")


def _interval(mean: float | None, low: float, high: float, level: float) -> None:
    if low >= high:
        raise refused(f"low {low:g} is not below high {high:g}")
    if mean is not None and not low <= mean <= high:
        raise refused(f"the value {mean:g} lies outside {low:g} to {high:g}")
    if not 0 < level <= 1:
        raise refused(f"level {level:g} is not above 0 and at most 1", "Write 0.95 for a 95% interval")


def _level(level: float, dist: str) -> None:
    if level == 1 and dist in NEEDS_OPEN_LEVEL:
        raise refused(f"level 1 means absolute bounds, which {dist} does not have", f"Use {', '.join(NEEDS_BOUNDS)}")
    if level != 1 and dist in NEEDS_BOUNDS:
        raise refused(f"{dist} has absolute bounds, so its level is 1, not {level:g}")


def _value(mean: float | None, low: float, high: float, dist: str) -> None:
    if dist == "uniform":
        return _midpoint(mean, low, high)
    if mean is None:
        raise refused("the value is missing", "Give the value, or use uniform")
    if dist == "beta" and not (low > 0 and high < 1):
        raise refused(f"beta needs an interval inside 0 and 1, not {low:g} to {high:g}")
    if dist in ("lognormal", "gamma") and low <= 0:
        raise refused(f"{dist} needs low above 0, not {low:g}")
    return None


def _midpoint(mean: float | None, low: float, high: float) -> None:
    if mean is not None and abs(mean - (low + high) / 2) > MIDPOINT_TOLERANCE * (high - low):
        raise refused(f"the value of a uniform distribution is its midpoint {(low + high) / 2:g}, not {mean:g}")
