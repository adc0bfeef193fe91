"""Running totals of a run: what the outcomes are made of, and what must balance in the end."""

import numpy as np

from firstcontact.practice.engine.algebra import Lanes, is_absent
from firstcontact.practice.engine.opening import Opening
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.engine.week import Week

BELOW_ZERO = -0.005  # USD: less than half a cent below zero still rounds to zero
SUMS = (
    "claims",
    "prospective",
    "performance",
    "collections",
    "prospective_cash",
    "performance_cash",
    "relief_cash",
    "recognised",
    "repaid",
    "interest",
    "cost",
    "pay",
)
VISITS = ("visits", "lost", "fresh", "avoided")


class Totals:
    """Sums over the weeks so far, float64, (practices, draws)."""

    def __init__(self, tile: Tile, opening: Opening) -> None:
        self.tile, self.opening = tile, opening
        self.sum: dict[str, Lanes] = dict.fromkeys((*SUMS, *VISITS), 0.0)
        self.min_cash = np.full(tile.shape, np.inf)
        self.weeks_below = np.zeros(tile.shape, dtype=np.int16)
        self.weeks_before = np.zeros(tile.shape, dtype=np.int16)
        self.fte_lost: list[Lanes] = []

    def add(self, week: Week) -> None:
        for name in SUMS:
            self.sum[name] = self._plus(self.sum[name], getattr(week, name))
        for name in VISITS:
            self.sum[name] = self._plus(self.sum[name], getattr(week.seen, name))
        np.minimum(self.min_cash, week.cash, out=self.min_cash)
        below = week.cash < BELOW_ZERO
        self.weeks_below += below
        self.weeks_before += self.weeks_below == 0
        so_far = self.fte_lost or [0.0] * len(week.fte_lost)
        self.fte_lost = [self._plus(a, b) for a, b in zip(so_far, week.fte_lost, strict=True)]

    @property
    def deferred(self) -> Lanes:
        """USD paid ahead and not yet earned."""
        return self.sum["prospective_cash"] - self.sum["prospective"]

    @property
    def ever_below(self) -> np.ndarray:
        return self.weeks_below > 0

    def _plus(self, total: Lanes, flow: Lanes) -> Lanes:
        """Add in place, in float64."""
        if is_absent(flow):
            return total
        if isinstance(total, float):
            return self.tile.full(total + flow)
        total += flow
        return total
