"""Slope and relative index of inequality over ordered groups."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from firstcontact.stats.errors import NotApplicable, StatisticsError

STEPS, TOLERANCE, STILL_MOVING = 50, 1e-12, 1e-6


@dataclass(frozen=True)
class Slope:
    """Fitted values at both ends of the order: 0 = most disadvantaged, 1 = most advantaged."""

    at_0: float
    at_1: float

    @property
    def sii(self) -> float:
        return self.at_1 - self.at_0

    @property
    def rii(self) -> float:
        """NaN when the fitted value at the disadvantaged end is not above 0."""
        return self.at_1 / self.at_0 if self.at_0 > 0 else float("nan")


def positions(shares: ArrayLike) -> np.ndarray:
    """X_j = share of all groups before j plus half of the own share; shares in order, most disadvantaged first."""
    p = np.asarray(shares, dtype=float)
    return np.cumsum(p) - p / 2


def slope_index(shares: ArrayLike, values: ArrayLike, model: str = "linear") -> Slope:
    """Fit values on the relative position of groups, weighted by population share.

    `model`: linear, or logistic for values in 0..1. Raises NotApplicable with fewer than 3 groups.
    Source: WHO health inequality monitoring texts; specs/measures/statistics.md "Slope index".
    """
    p, y = np.asarray(shares, dtype=float), np.asarray(values, dtype=float)
    if p.size < 3:
        raise NotApplicable("fewer than 3 groups")
    p = p / p.sum()
    if model == "linear":
        return _linear(p, positions(p), y)
    if model == "logistic":
        return _logistic(p, positions(p), y)
    raise StatisticsError(f"slope index: model: '{model}' is not one of linear, logistic.")


def _linear(p: np.ndarray, x: np.ndarray, y: np.ndarray) -> Slope:
    mean_x, mean_y = (p * x).sum(), (p * y).sum()
    slope = (p * (x - mean_x) * (y - mean_y)).sum() / (p * (x - mean_x) ** 2).sum()
    intercept = mean_y - slope * mean_x
    return Slope(float(intercept), float(intercept + slope))


def _logistic(p: np.ndarray, x: np.ndarray, y: np.ndarray) -> Slope:
    """Newton steps on the share-weighted likelihood; each population weight enters once."""
    if (y < 0).any() or (y > 1).any():
        raise StatisticsError(f"slope index: the logistic model needs values in 0..1; there is {_outside(y):.12g}.")
    mu = float((p * y).sum())
    if mu in (0.0, 1.0):
        return Slope(mu, mu)
    design = np.column_stack([np.ones_like(x), x])
    beta = np.array([np.log(mu / (1 - mu)), 0.0])
    for _ in range(STEPS):
        q = 1 / (1 + np.exp(-design @ beta))
        try:
            step = np.linalg.solve(design.T * (p * q * (1 - q)) @ design, design.T @ (p * (y - q)))
        except np.linalg.LinAlgError:
            break
        beta = beta + step
        if np.abs(step).max() < TOLERANCE:
            break
    if np.abs(step).max() > STILL_MOVING:
        # Groups of 0 (or 1) on one side of all others: the steeper the curve, the better it fits, without end.
        raise NotApplicable("the logistic slope did not converge")
    low, high = 1 / (1 + np.exp(-np.array([beta[0], beta.sum()])))
    return Slope(float(low), float(high))


def _outside(y: np.ndarray) -> float:
    return float(y[(y < 0) | (y > 1)][0])
