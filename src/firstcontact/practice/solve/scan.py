"""The target at the 33 points of a lever's range."""

from collections.abc import Callable, Mapping

import numpy as np

from firstcontact.practice.solve.evaluate import Target, weighted_mean
from firstcontact.practice.solve.root import POINTS, QUARTERS, is_linear


class Scan:
    """h at the points of the grid: the five of the linear test first, the other 28 only where they are needed.

    `by_group(i)` gives (33, groups, draws), `by_practice(i)` (33, practices): means over practices, over draws.
    """

    def __init__(
        self,
        target: Target,
        groups: Mapping[str, np.ndarray],
        points: np.ndarray,
        advance: Callable[[int], object] = lambda n: None,
    ) -> None:
        self.target, self.points, self.advance = target, points, advance
        self.masks = list(groups.values())
        self.weight = target.lever.population.weight
        self.all = np.full((POINTS, target.n), np.nan)
        self.groups = np.full((POINTS, len(self.masks), target.n), np.nan)
        self.practices = np.full((POINTS, len(self.weight)), np.nan)
        for i in QUARTERS:
            self._evaluate(i)
        self.linear = is_linear(self.groups[list(QUARTERS)].mean(axis=2))
        self.linear_draws = is_linear(self.groups[list(QUARTERS)])
        self._complete()

    def _evaluate(self, i: int) -> None:
        lanes = self.target.at(float(self.points[i]))
        self.all[i] = weighted_mean(lanes, self.weight)
        self.practices[i] = lanes.mean(axis=1)
        self.advance(1)
        for g, mask in enumerate(self.masks):
            self.groups[i, g] = weighted_mean(lanes[mask], self.weight[mask])

    def _complete(self) -> None:
        """Every point lies on the line of the two ends, or is evaluated."""
        straight = self.linear_draws.all() and is_linear(self.practices[list(QUARTERS)]).all()
        for i in [i for i in range(POINTS) if i not in QUARTERS]:
            if not straight:
                self._evaluate(i)
                continue
            part = i / (POINTS - 1)
            for values in (self.all, self.groups, self.practices):
                values[i] = values[0] + part * (values[-1] - values[0])
