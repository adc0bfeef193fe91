"""Practices against each other: one test of all, the difference of each from the mean, and its level."""

from dataclasses import dataclass

import numpy as np

from firstcontact.stats.student import two_sided_t, upper_f

Z = 1.96  # the interval is the mean and 1.96 standard errors; the p value alone comes from t
BELOW, AVERAGE, ABOVE = 1, 2, 3


@dataclass(frozen=True)
class OverallTest:
    """F test that all units are equal; grand_mean weighs units by precision."""

    grand_mean: float
    f: float
    df1: int
    df2: int
    p: float

    @property
    def reliability(self) -> float:
        return max(1 - 1 / self.f, 0.0) if self.f > 0 else 0.0


def overall_test(mean: np.ndarray, variance: np.ndarray, respondents: int, adjusters: int) -> OverallTest:
    """mean, variance: one per unit, variances above 0. Source: specs/surveys/scoring.md step 9."""
    units = len(mean)
    grand = float(np.sum(mean / variance) / np.sum(1 / variance))
    f = float(np.sum((mean - grand) ** 2 / variance) / (units - 1))
    df2 = respondents - units - adjusters
    return OverallTest(grand, f, units - 1, df2, float(upper_f(f, units - 1, df2)))


@dataclass(frozen=True)
class Differences:
    """Each unit's distance from the weighted mean of all; arrays of one element per unit, NaN where not defined."""

    overall_mean: float
    difference: np.ndarray
    se: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    t: np.ndarray
    p: np.ndarray


def differences(mean: np.ndarray, variance: np.ndarray, weight: np.ndarray, df2: int) -> Differences:
    """weight: of the units in the mean of all, adding to 1. Source: specs/surveys/scoring.md steps 10 and 11."""
    overall = float(np.sum(weight * mean))
    difference = mean - overall
    spread = variance * (1 - 2 * weight) + np.sum(variance * weight**2)
    se = np.sqrt(np.maximum(spread, 0.0))
    t = np.divide(difference, se, out=np.full(len(mean), np.nan), where=se > 0)
    return Differences(overall, difference, se, difference - Z * se, difference + Z * se, t, two_sided_t(t, df2))


def levels(found: Differences, alpha: float, least: float) -> np.ndarray:
    """3 above, 1 below, 2 not different; different needs p < alpha and a distance of at least `least`."""
    different = (found.p < alpha) & (np.abs(found.difference) >= least)
    return np.where(different, np.where(found.difference > 0, ABOVE, BELOW), AVERAGE)


def least_difference(overall: float, low: float, high: float, change: float, minimum: float) -> float:
    """The smallest distance that counts: a share of the way to the nearer end of the scale, or a given minimum."""
    return max(change * min(overall - low, high - overall), minimum)
