"""One tile through all weeks: the steps of the model in their order. Source: model.md 3."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from firstcontact.practice.engine.algebra import Lanes, add, add_all, less, product, ratio
from firstcontact.practice.engine.arrangements import Arrangements
from firstcontact.practice.engine.closing import Closing
from firstcontact.practice.engine.fee_amounts import FeeAmounts
from firstcontact.practice.engine.guard import Residuals, residuals
from firstcontact.practice.engine.history import History
from firstcontact.practice.engine.opening import opening
from firstcontact.practice.engine.panels import Panels
from firstcontact.practice.engine.pay import PhysicianPay
from firstcontact.practice.engine.prices import Prices
from firstcontact.practice.engine.programmes import programmes
from firstcontact.practice.engine.receivables import Receivables
from firstcontact.practice.engine.relief import Circumstances, look_back_all, pay_all
from firstcontact.practice.engine.remembered import Remembered
from firstcontact.practice.engine.revenue import Revenue
from firstcontact.practice.engine.staff import Staff
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.engine.totals import Totals
from firstcontact.practice.engine.visits import Series, Visits
from firstcontact.practice.engine.week import Week

WEEKS_PER_YEAR = 52
Observer = Callable[[Week], None]


@dataclass(frozen=True)
class RunPlan:
    """What is the same for all tiles of a run.

    `hold`: the arrangement of week 0 stays for the whole run. `look_back`: keep the weeks of 2020 for programmes.
    """

    factors: Series
    telemedicine: Series
    amounts: FeeAmounts | None
    segments: tuple[int, ...]
    totals: Mapping[tuple[int, int], float]
    hold: bool
    look_back: bool


class TileRun:
    """A tile on its way through the weeks."""

    def __init__(self, tile: Tile, plan: RunPlan, baseline: History | None) -> None:
        self.tile = tile
        self.panels = Panels(tile)
        self.staff = Staff(tile)
        self.staff.begin(0)
        arrangements = Arrangements(tile, self.panels, Prices(tile, plan.amounts), plan.totals, plan.hold)
        self.revenue = Revenue(tile, self.panels, arrangements, plan.segments)
        self.pay = PhysicianPay(tile)
        self.opening = opening(tile, self.panels, self.revenue, self.staff, self.pay)
        self.visits = Visits(tile, plan.factors, plan.telemedicine)
        self.receivables = Receivables(tile, self.opening.claims)
        self.history = History(tile.scenario, plan.look_back)
        seen = Circumstances(tile, self.opening, self.staff, self.history, baseline or self.history)
        self.programmes = programmes(seen)
        self.closing = Closing(tile, self.panels) if tile.scenario.exit.enabled else None
        self.cash = self.opening.cash.copy()
        self.totals = Totals(tile, self.opening)
        self.overhead = tile.spread(tile.column("overhead_usd_year") / WEEKS_PER_YEAR)
        self.per_visit = tile.spread(tile.column("variable_cost_per_visit_usd"))
        self.need_at_start = tile.spread(self.panels.need_at_start)
        self.programme_costs = _programme_costs(tile)
        self._at_work, self._visit_cost, self._activity = Remembered(), Remembered(), Remembered()
        self._need_state: tuple | None = None
        self._need: Lanes = 0.0

    def run(self, observers: tuple[Observer, ...] = ()) -> Residuals:
        """All weeks. Returns how well the accounts balance."""
        for t in range(self.tile.scenario.weeks):
            week = self.step(t)
            for observe in observers:
                observe(week)
        return residuals(self.totals, self.cash, self.visits.backlog, self.receivables)

    def step(self, t: int) -> Week:
        """One week."""
        week = Week(t, gate=self.closing.open if self.closing else 1.0)
        if t > 0:
            self.staff.begin(t)
        self._see_patients(week)
        self.revenue.earn(week)
        self._collect(week)
        self._spend(week)
        self._settle(week)
        self._look_ahead(week)
        return week

    def _see_patients(self, week: Week) -> None:
        """S1 to S4."""
        week.need = product(self._ordinary_need(week.t), self._season(week.t), week.gate)
        week.seen = self.visits.happen(week.t, week.need, week.gate, self.staff)

    def _collect(self, week: Week) -> None:
        """S6."""
        paid = self.receivables.collect(week.t, week.claims_by_payer, week.claims)
        week.collections, week.medicare_collections = paid

    def _spend(self, week: Week) -> None:
        """S7."""
        week.rehire = 0.0 if week.t == 0 else self.staff.rehire_cost()
        running, week.fte_lost, week.fte = self._at_work.of(self._running_cost, self.staff.stamp, week.gate)
        once = product(add(week.rehire, self.programme_costs.get(week.t, 0.0)), week.gate)
        visits = self._visit_cost.of(product, self.per_visit, week.seen.visits)
        week.cost = add(running, once, visits, self.revenue.service_cost(week))

    def _settle(self, week: Week) -> None:
        """S8 to S10."""
        pay_all(self.programmes, week)
        money_in = add(week.collections, week.prospective_cash, week.performance_cash, week.relief_cash)
        week.margin = less(less(money_in, week.repaid), week.cost)
        week.pay = product(self.pay.pay(self.pay.base(self.staff), week.margin), week.gate)
        self.cash = self.cash + week.margin - week.pay
        week.cash = self.cash

    def _look_ahead(self, week: Week) -> None:
        """Totals of the week; then S11 and S12, which act on the next one."""
        self.totals.add(week)
        self.history.keep(week)
        look_back_all(self.programmes, week)
        usual = product(self.need_at_start, self._season(week.t))
        self.staff.respond(self._activity.of(_activity, week.seen.visits, usual))
        if self.closing:
            self.closing.decide(week, self.totals.weeks_below)

    def _running_cost(self, stamp: int, gate: Lanes) -> tuple[Lanes, list[Lanes], Lanes]:
        """USD of staff and overhead; FTE not at work by group; FTE at work. `stamp`: of the staff as it stands."""
        lost = self.staff.lost(gate)
        running = product(add(self.staff.cost(), self.overhead), gate)
        return running, lost, less(self.staff.full_fte, add_all(lost))

    def _ordinary_need(self, t: int) -> Lanes:
        """Need in a week of ordinary season; worked out anew only where the panels have changed."""
        state = self.panels.state(t)
        if state != self._need_state:
            self._need_state, self._need = state, self.tile.spread(self.panels.need(self.panels.at(t)))
        return self._need

    def _season(self, t: int) -> float:
        return float(self.tile.scenario.demand.season[t])


def _activity(visits: Lanes, usual: Lanes) -> np.ndarray:
    """Visits as part of usual need; 1 where there is none."""
    return np.divide(visits, usual) if np.all(usual) else ratio(visits, usual, 1.0)


def _programme_costs(tile: Tile) -> dict[int, np.ndarray]:
    """One-time costs of the scenario by week."""
    costs: dict[int, np.ndarray] = {}
    for c in tile.scenario.costs.programme:
        week = tile.scenario.week_of(c.day)
        if week is not None:
            usd = product(tile.where(c.where).astype(float), tile.value(c.amount_usd))
            costs[week] = tile.spread(add(costs.get(week, 0.0), usd))
    return costs
