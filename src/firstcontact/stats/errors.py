"""Refusals of the statistics room."""

import numpy as np
from numpy.typing import ArrayLike

from firstcontact.errors import FirstContactError


class StatisticsError(FirstContactError, ValueError):
    """Numbers that a formula cannot take. The sentence names the formula, the measure and the bad number."""


class NotApplicable(StatisticsError):
    """The formula has no answer for these groups; the row's status is not_applicable with these words."""


def whole_counts(x: ArrayLike, formula: str, measure: str) -> np.ndarray:
    """`x` as DOUBLE counts; refuses fractions, negatives and values that are not finite."""
    counts = np.asarray(x, dtype=float)
    if not np.isfinite(counts).all():
        raise StatisticsError(f"{formula} needs finite counts; measure {measure} has a value that is not a number.")
    bad = counts[counts != np.rint(counts)]
    if bad.size:
        raise StatisticsError(f"{formula} needs whole counts; measure {measure} has {bad.flat[0]:.12g}")
    if (counts < 0).any():
        raise StatisticsError(f"{formula} needs counts of 0 or more; measure {measure} has {counts.min():.12g}")
    return counts
