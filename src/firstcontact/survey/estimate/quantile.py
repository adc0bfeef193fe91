"""Weighted quantiles and their Woodruff interval. Source: specs/surveys/design-estimation.md 11."""

from dataclasses import dataclass

import numpy as np

TOLERANCE = 1e-14


@dataclass(frozen=True)
class Distribution:
    """Distinct values in order and the weighted share of rows at or below each; the last share is 1."""

    values: np.ndarray
    shares: np.ndarray

    def quantile(self, p: float) -> float:
        """The smallest value whose share is at least p, 0 < p <= 1 (up to rounding)."""
        return float(self.values[np.argmax(self.shares * (1 + TOLERANCE) >= p)])


def distribution(y: np.ndarray, weight: np.ndarray) -> Distribution:
    """Of rows with positive weights, at least one."""
    values, place = np.unique(y, return_inverse=True)
    sums = np.cumsum(np.bincount(place, weight))
    return Distribution(values, sums / sums[-1])


def woodruff(held: Distribution, share: float, se: float, t: float) -> tuple[float | None, float | None]:
    """Limits at share ∓ t·se; None where a limit is open: at or below 0, above 1."""
    low, high = share - t * se, share + t * se
    return held.quantile(low) if low > 0 else None, held.quantile(high) if high <= 1 else None
