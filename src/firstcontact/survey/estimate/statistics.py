"""Statistics with their linearised values. Source: specs/surveys/design-estimation.md 3.

Each has `rows`, the bool mask of its domain (rows with an answer; any weight), `point(weight)`, an array of k values
that is NaN where undefined, and `linearised(weight)`, u of shape (rows of the table, k), 0 outside the domain.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np


class Statistic(Protocol):
    @property
    def rows(self) -> np.ndarray: ...

    def point(self, weight: np.ndarray) -> np.ndarray: ...

    def linearised(self, weight: np.ndarray) -> np.ndarray: ...


@dataclass(frozen=True)
class Total:
    """y is 0 outside `rows`."""

    y: np.ndarray
    rows: np.ndarray

    def point(self, weight: np.ndarray) -> np.ndarray:
        return np.array([weight @ self.y])

    def linearised(self, weight: np.ndarray) -> np.ndarray:
        return self.y[:, None]


@dataclass(frozen=True)
class Ratio:
    """Sum of w·y over sum of w·x; both are 0 outside `rows`."""

    y: np.ndarray
    x: np.ndarray
    rows: np.ndarray

    def point(self, weight: np.ndarray) -> np.ndarray:
        below = weight @ self.x
        return np.array([weight @ self.y / below if below else np.nan])

    def linearised(self, weight: np.ndarray) -> np.ndarray:
        return ((self.y - self.point(weight)[0] * self.x) / (weight @ self.x))[:, None]


def mean(y: np.ndarray, rows: np.ndarray) -> Ratio:
    """Weighted mean of y over the rows: the ratio to the number of rows."""
    return Ratio(y, rows.astype(float), rows)


@dataclass(frozen=True)
class Difference:
    """Mean of one domain less that of another: one statistic, so that the covariance is in its variance."""

    first: Ratio
    second: Ratio

    @property
    def rows(self) -> np.ndarray:
        return self.first.rows | self.second.rows

    def point(self, weight: np.ndarray) -> np.ndarray:
        return self.first.point(weight) - self.second.point(weight)

    def linearised(self, weight: np.ndarray) -> np.ndarray:
        return self.first.linearised(weight) - self.second.linearised(weight)
