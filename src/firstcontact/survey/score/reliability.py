"""How much of the differences between practices is not chance, and variances lent strength by the other practices."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np


@dataclass(frozen=True)
class Between:
    """Moment estimate: variance between units, and the mean within variance of one answer."""

    between: float
    within: float

    def of_units(self, variance: np.ndarray) -> np.ndarray:
        """Reliability of each unit's mean with that variance, 0..1; 0 where units do not differ."""
        return np.divide(self.between, self.between + variance, out=np.zeros(len(variance)), where=self.between > 0)

    def with_respondents(self, respondents: float) -> float:
        """Reliability to expect from that many respondents per unit."""
        return self.between / (self.between + self.within / respondents) if self.between > 0 else 0.0

    def needed(self, reliability: float) -> int:
        """Respondents per unit for that reliability. Raises ValueError where units do not differ."""
        if self.between <= 0:
            raise ValueError("units do not differ, so no number of respondents makes them reliable")
        # A quotient such as 180.00000000000003 is 180 respondents.
        return math.ceil(round(reliability / (1 - reliability) * self.within / self.between, 9))


def between_units(mean: np.ndarray, variance: np.ndarray, n: np.ndarray) -> Between:
    """mean, variance of the mean, respondents: one per unit. Source: specs/surveys/scoring.md section 6.

    (P - 1) times the within variance leaves the sum of squares inside the fraction; taken outside it, the between
    variance is far too small.
    """
    units, total = len(mean), n.sum()
    centre = np.sum(n * mean) / total
    within = float(np.sum(n**2 * variance) / total)
    squares = float(np.sum(n * (mean - centre) ** 2))
    return Between(max((squares - (units - 1) * within) / (total * (1 - 1 / units)), 0.0), within)


def smoothed(variance: np.ndarray, n: np.ndarray, strength: float | Literal["estimate"]) -> np.ndarray:
    """Variances of the mean drawn to the pooled one, as if from `strength` more respondents.

    Source: specs/surveys/scoring.md section 5. With 'estimate' and no spread between variances all take the pooled one.
    """
    one = n * variance
    pooled = float(np.sum((n - 1) * one) / np.sum(n - 1))
    if strength == "estimate":
        spread = float(np.sum((one - pooled) ** 2 - 2 * one**2 / (n - 1)) / (len(n) - 1))
        if spread <= 0:
            return pooled / n
        strength = 2 * pooled**2 / spread
    return (strength * pooled / n + (n - 1) * variance) / (strength + n - 1)
