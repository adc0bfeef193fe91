"""Baseline quantities of week 0: no shock, no telemedicine, no capacity limit, the arrangement of week 0."""

from dataclasses import dataclass

import numpy as np

from firstcontact.practice.draws import heterogeneity
from firstcontact.practice.draws.table import HETEROGENEITY
from firstcontact.practice.engine.algebra import Lanes, add, add_all, product
from firstcontact.practice.engine.components import Weights
from firstcontact.practice.engine.panels import Panels
from firstcontact.practice.engine.pay import PhysicianPay
from firstcontact.practice.engine.revenue import Line, Revenue
from firstcontact.practice.engine.staff import Staff
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.scenario.quantity import Quantity

CASH_PARAMETER = "cash_on_hand_weeks"
WEEKS_PER_YEAR = 52


@dataclass(frozen=True)
class Opening:
    """USD a week: `claims` by payer, `revenue` (claims and prospective), `cost` without physicians, `base_pay`.

    `cash`: USD in hand when the run begins, (practices, draws).
    """

    claims: tuple[Lanes, ...]
    revenue: Lanes
    cost: Lanes
    base_pay: Lanes
    cash: np.ndarray

    @property
    def weekly_cost(self) -> Lanes:
        return add(self.cost, self.base_pay)


def opening(tile: Tile, panels: Panels, revenue: Revenue, staff: Staff, pay: PhysicianPay) -> Opening:
    """Call after staffing changes of week 0 have taken effect."""
    rates = revenue.rates(0)
    visits = product(panels.need_at_start, float(tile.scenario.demand.season[0]))
    claims = tuple(line.at(_all_in_office(line, visits), 1.0) for line in rates.claims)
    overhead = tile.column("overhead_usd_year") / WEEKS_PER_YEAR
    variable = product(tile.column("variable_cost_per_visit_usd"), visits)
    cost = add(staff.cost(), overhead, variable, rates.cost)
    base = pay.base(staff)
    return Opening(claims, add(add_all(claims), rates.prospective), cost, base, _cash(tile, add(cost, base)))


def _all_in_office(line: Line, visits: Lanes) -> dict[Weights, Lanes]:
    return {weights: product(weights[0], visits) for weights in line.visit}


def _cash(tile: Tile, weekly_cost: Lanes) -> np.ndarray:
    """The cash that the population states; else weeks of cost, which differ between practices."""
    stated = tile.column("cash_start_usd")
    if not np.isnan(stated).any():
        return tile.full(stated)
    weeks = _weeks_in_hand(tile)
    return tile.full(np.where(np.isnan(stated), weeks * weekly_cost, stated))


def _weeks_in_hand(tile: Tile) -> Lanes:
    """Weeks of cost; where the parameter speaks of practices, each has its own, in proportion to the draw's value."""
    parameter = tile.scenario.parameters[CASH_PARAMETER]
    weeks = tile.value(Quantity(parameter.value, CASH_PARAMETER))
    if parameter.layer != HETEROGENEITY:
        return weeks
    own = heterogeneity.values(tile.scenario.seed, parameter, tile.population.practice_id)[:, None]
    return own * (weeks / parameter.value)
