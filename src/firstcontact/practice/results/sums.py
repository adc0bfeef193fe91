"""Weighted sums over the practices of each group, added strictly one practice after the other.

Sums in this order do not depend on how many practices are computed together.
"""

from collections.abc import Sequence

import numpy as np

from firstcontact.practice.results.layout import Group

WIDE = 256  # numbers of one practice from which a loop over practices is the faster way to the same sum


class GroupSums:
    """`total`: (groups, ...), the sum over each group's practices of weight x value."""

    def __init__(self, groups: Sequence[Group], weight: np.ndarray, shape: tuple[int, ...]) -> None:
        self.groups, self.weight = groups, weight
        self.total = np.zeros((len(groups), *shape))

    def add(self, rows: slice, values: np.ndarray) -> None:
        """`values`: (practices of `rows`, ...)."""
        for g, group in enumerate(self.groups):
            mine = np.flatnonzero(group.mask[rows])
            if values[0].size >= WIDE:
                self._add_one_by_one(g, mine, rows, values)
            elif len(mine):
                weighted = values[mine] * self.weight[rows][mine].reshape(-1, *[1] * (values.ndim - 1))
                self.total[g] = np.add.accumulate(np.concatenate([self.total[g][None], weighted]), axis=0)[-1]

    def _add_one_by_one(self, g: int, mine: np.ndarray, rows: slice, values: np.ndarray) -> None:
        for p in mine:
            weight = self.weight[rows.start + p]
            self.total[g] += values[p] if weight == 1 else values[p] * weight

    def weight_sums(self) -> np.ndarray:
        """Sum of weights of each group, added in the same order."""
        return np.array([np.add.accumulate(self.weight[g.mask])[-1] for g in self.groups])
