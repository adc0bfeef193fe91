"""S1 and S4: patients by payer, their need for visits, and each payer's part of it."""

import numpy as np

from firstcontact.practice.engine.algebra import Lanes, add, add_all, is_absent, less, product, ratio
from firstcontact.practice.engine.dates import first_week
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.names import PAYERS
from firstcontact.practice.scenario.model import PayerShift

WEEKS_PER_YEAR = 52


class Panels:
    """Patients of each payer: what the population says, what payer shifts move, what closed practices leave."""

    def __init__(self, tile: Tile) -> None:
        self.tile = tile
        self.shifts = tile.scenario.payer_shift
        self.start = [_present(tile.column("panel", k)) for k in range(len(PAYERS))]
        self.use = [tile.column("visits_per_patient_year", k) for k in range(len(PAYERS))]
        self.risk = [tile.column("risk", k) for k in range(len(PAYERS))]
        self.has_payer = tile.population.has_payer.copy()
        self.growth: list[Lanes] = [1.0] * len(PAYERS)
        self.moves = 0
        for shift in self.shifts:
            self._lend_rows(shift)
        self.need_at_start = self.need(self.start)

    def at(self, t: int) -> list[Lanes]:
        """Patients by payer in week t."""
        panels = list(self.start)
        for shift in self.shifts:
            moved = product(self._progress(shift, t), self.tile.value(shift.share), self._start(shift.from_payer))
            source, target = PAYERS.index(shift.from_payer), PAYERS.index(shift.to_payer)
            panels[source] = less(panels[source], moved)
            panels[target] = add(panels[target], moved)
        return [product(panel, growth) for panel, growth in zip(panels, self.growth, strict=True)]

    def state(self, t: int) -> tuple:
        """Changes when the panels of week t differ from those of another week."""
        return self.moves, tuple(self._progress(shift, t) for shift in self.shifts)

    def grow(self, by: list[Lanes]) -> None:
        """Multiply the panels of each payer: patients of closed practices have moved in."""
        self.growth = [product(a, b) for a, b in zip(self.growth, by, strict=True)]
        self.moves += 1

    def need(self, panels: list[Lanes]) -> Lanes:
        """Visits a week that these patients would seek in a week of ordinary season."""
        return add_all(self._need(panels, k) for k in range(len(PAYERS)))

    def need_of(self, k: int) -> Lanes:
        """Visits of payer k in week 0 of the run without a shock."""
        return product(self._need(self.start, k), float(self.tile.scenario.demand.season[0]))

    def shares(self, panels: list[Lanes]) -> list[Lanes]:
        """Each payer's part of the need; all 0 where there is no need."""
        total = self.need(panels)
        parts = [self._need(panels, k) for k in range(len(PAYERS))]
        return [part if isinstance(part, float) else ratio(part, total, 0.0) for part in parts]

    def _need(self, panels: list[Lanes], k: int) -> Lanes:
        visits = product(panels[k], self.use[k])
        return 0.0 if is_absent(visits) else visits / WEEKS_PER_YEAR

    def _start(self, payer: str) -> Lanes:
        return self.start[PAYERS.index(payer)]

    def _progress(self, shift: PayerShift, t: int) -> float:
        steps = t - first_week(self.tile.scenario.start, shift.start) + 1
        return min(1.0, max(0.0, steps / max(1, shift.ramp_weeks)))

    def _lend_rows(self, shift: PayerShift) -> None:
        """Where a practice has no row for the payer that patients move to, they keep their own use and risk."""
        source, target = PAYERS.index(shift.from_payer), PAYERS.index(shift.to_payer)
        lent = (self.has_payer[:, source] & ~self.has_payer[:, target])[:, None]
        self.use[target] = np.where(lent, self.use[source], self.use[target])
        self.risk[target] = np.where(lent, self.risk[source], self.risk[target])
        self.has_payer[:, target] |= lent[:, 0]


def _present(panel: np.ndarray) -> Lanes:
    """0.0 where no practice of the tile has patients of the payer."""
    return panel if panel.any() else 0.0
