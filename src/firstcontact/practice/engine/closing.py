"""S12: practices that close, and where their patients go. Off unless the scenario asks for it."""

import numpy as np

from firstcontact.practice.draws.hashing import absorb, start, uniforms, words
from firstcontact.practice.engine.panels import Panels
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.engine.week import Week

STREAM = "exit"


class Closing:
    """State: `open`, 1.0 or 0.0 in each lane."""

    def __init__(self, tile: Tile, panels: Panels) -> None:
        self.tile, self.panels, self.rule = tile, panels, tile.scenario.exit
        self.open = np.ones(tile.shape)
        self.may_close = tile.population.exit_eligible[:, None]
        practices = absorb(start(tile.scenario.seed, STREAM), words(tile.population.practice_id))[:, None]
        draws = np.arange(tile.first_draw, tile.first_draw + tile.n, dtype=np.uint64)
        self.lanes = absorb(practices, draws[None, :])

    def decide(self, week: Week, weeks_below: np.ndarray) -> None:
        """Close lanes at the end of the week; their patients move in the next one."""
        chance = uniforms(absorb(self.lanes, np.uint64(week.t)))
        closes = (self.open > 0) & self.may_close & (weeks_below >= self.rule.weeks_below)
        closes &= chance < self.tile.value(self.rule.weekly_hazard)
        if not closes.any():
            return
        before, self.open = self.open, np.where(closes, 0.0, self.open)
        if self.rule.redistribute:
            self._move_patients(week.t, before)

    def _move_patients(self, t: int, open_before: np.ndarray) -> None:
        """Each payer's patients spread over the open practices of the region, in proportion to their panels."""
        panels = self.panels.at(t)
        self.panels.grow([self._growth(panel, open_before) for panel in panels])

    def _growth(self, panel: np.ndarray | float, open_before: np.ndarray) -> np.ndarray | float:
        if isinstance(panel, float):
            return 1.0
        growth = np.ones(self.tile.shape)
        for region in sorted(set(self.tile.population.region)):
            here = (self.tile.population.region == region)[:, None]
            patients = panel * self.tile.population.weight[:, None] * here
            stay = (patients * self.open).sum(axis=0)
            move = (patients * (open_before - self.open)).sum(axis=0)
            more = np.divide(move, stay, out=np.zeros(self.tile.n), where=stay > 0)
            growth = np.where(here & (self.open > 0), 1.0 + more, growth)
        return growth


def needs_all_practices(scenario_exit: object) -> bool:
    """Patients move between practices, so that all of them must be in one tile."""
    return scenario_exit.enabled and scenario_exit.redistribute
