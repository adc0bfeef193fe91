"""Whether a computed number is inside the tolerance of its target, and what that is called in its suite.

Source: specs/practice-model/validation.md 6.
"""

from firstcontact.practice.validate.cases import Computed
from firstcontact.practice.validate.settings import number
from firstcontact.practice.validate.targets import Target

WORDS = {
    "exact": ("pass", "fail"),
    "calibrated": ("calibrated", "calibration_lost"),
    "documented_miss": ("documented_miss", "miss_changed"),
    "direction": ("direction_ok", "direction_wrong"),
}
VERDICTS = (*(word for pair in WORDS.values() for word in pair), "not_run")
BLOCKING = ("fail", "calibration_lost", "miss_changed")
NO_CHANGE = 1.0  # a ratio of two losses that are equal


def verdict(target: Target, computed: Computed) -> str:
    good, bad = WORDS[target.suite]
    return good if _holds(target, computed) else bad


def _holds(target: Target, computed: Computed) -> bool:
    if target.suite == "documented_miss":
        return abs(computed.value - number(f"{target.id}.computed")) <= number(f"{target.id}.tolerance")
    if target.tolerance_kind == "sign":
        return computed.value > NO_CHANGE
    if target.tolerance_kind == "interval":
        return target.low <= computed.value <= target.high
    if target.tolerance_kind == "iqr":
        return target.low <= computed.value <= target.high and _near_width(target, computed)
    return _near(target, computed) and _near_ends(target, computed)


def _near(target: Target, computed: Computed) -> bool:
    scale = abs(target.published) if target.tolerance_kind == "rel" else 1.0
    return abs(computed.value - target.published) <= target.tolerance * scale


def _near_ends(target: Target, computed: Computed) -> bool:
    """Only where the model gives an interval of its own."""
    if computed.low is None:
        return True
    pairs = ((computed.low, target.low), (computed.high, target.high))
    return all(abs(mine - published) <= number("ends_tolerance") * abs(published) for mine, published in pairs)


def _near_width(target: Target, computed: Computed) -> bool:
    published = target.high - target.low
    return abs((computed.high - computed.low) - published) <= target.tolerance * published
