"""Revenue and cost of the weeks of 2020: some programmes compare them with the baseline run."""

from datetime import date

import numpy as np

from firstcontact.practice.engine.dates import first_week
from firstcontact.practice.engine.week import Week
from firstcontact.practice.scenario.model import Scenario

YEAR, BLOCK, HALF = 2020, 13, 26


class History:
    """Gross revenue and cost by week of the year 2020 that lies in the run."""

    def __init__(self, scenario: Scenario, kept: bool) -> None:
        self.first = first_week(scenario.start, date(YEAR, 1, 1))
        self.last = first_week(scenario.start, date(YEAR + 1, 1, 1)) - 1
        self.gross: dict[int, np.ndarray] = {}
        self.cost: dict[int, np.ndarray] = {}
        self.kept = kept

    def keep(self, week: Week) -> None:
        if self.kept and self.first <= week.t <= self.last:
            self.gross[week.t], self.cost[week.t] = week.gross, week.cost

    def blocks(self, before: int) -> list[range]:
        """Quarters of 13 weeks that are over before a week."""
        starts = range(self.first, self.last + 1, BLOCK)
        return [range(s, s + BLOCK) for s in starts if s + BLOCK <= min(before, self.last + 1)]

    def half(self, before: int) -> range:
        """The first 26 weeks, as far as they are over."""
        return range(self.first, min(self.first + HALF, before))


def is_needed(scenario: Scenario) -> bool:
    """True where a programme of the scenario looks back."""
    return any(r.kind == "ppp_second_draw" or (r.kind == "prf" and r.phase == 3) for r in scenario.relief)


def total(by_week: dict[int, np.ndarray], weeks: range) -> np.ndarray | float:
    """Sum over those weeks that lie in the run."""
    return sum((by_week[t] for t in weeks if t in by_week), 0.0)
