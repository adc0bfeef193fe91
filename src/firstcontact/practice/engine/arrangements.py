"""The payment arrangement of each payer in each week: dated components added up to rates. Source: model.md 6."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from firstcontact.practice.engine.algebra import Lanes, add, add_all, product
from firstcontact.practice.engine.components import PerVisit, Rate, Setting, rate
from firstcontact.practice.engine.dates import first_week, week_holding
from firstcontact.practice.engine.panels import Panels
from firstcontact.practice.engine.prices import Prices
from firstcontact.practice.engine.segments import in_force
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.engine.wages import yearly_wage
from firstcontact.practice.names import PAYERS
from firstcontact.practice.population.model import Population
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.scenario.payment_model import PaymentComponent, PaymentPeriod
from firstcontact.practice.scenario.quantity import ZERO


@dataclass(frozen=True)
class Schedule:
    """When prospective money is paid: by a component active in weeks first to last (None: open)."""

    every: str
    first: int = 0
    last: int | None = None


@dataclass(frozen=True)
class BonusSchedule:
    """When performance money is paid: what `every` weeks have earned, `lag` weeks after the last of them."""

    first: int
    every: int
    lag: int


@dataclass
class PayerRates:
    """One payer's rates: claims and cost together, prospective by schedule, performance by schedule."""

    total: Rate
    prospective: dict[Schedule, Rate]
    performance: dict[BonusSchedule, Rate]


@dataclass(frozen=True)
class OneTime:
    """A sum on a date: USD for the practice, and USD per patient of some payers; with what performance adds to it."""

    payers: tuple[int, ...]
    fixed: Lanes
    member: Lanes
    performance: tuple[tuple[BonusSchedule, Lanes], ...]

    def usd(self, panels: Sequence[Lanes]) -> Lanes:
        return add(self.fixed, product(self.member, add_all(panels[k] for k in self.payers)))


class Arrangements:
    """The payment entries of a tile.

    `hold`: the entries of week 0 stay in force for the whole run. `totals`: patients that share the amount_total of
    component j of entry i, by (i, j).
    """

    def __init__(
        self, tile: Tile, panels: Panels, prices: Prices, totals: Mapping[tuple[int, int], float], hold: bool
    ) -> None:
        self.tile, self.panels, self.prices = tile, panels, prices
        self.totals = totals
        self.entries = [(p, in_force(tile.scenario, p, hold)) for p in tile.scenario.payment]
        self.hold = hold

    def rates(self, k: int, t: int) -> PayerRates:
        """What payer k pays in week t."""
        found = PayerRates(Rate(), {}, {})
        for period, active in self.entries:
            if active[t] and PAYERS[k] in period.payers:
                self._add(found, period, self.tile.where(period.where), k, t)
        return found

    def one_time(self) -> dict[int, list[OneTime]]:
        """Sums on a date, by week."""
        found: dict[int, list[OneTime]] = {}
        for i, (period, active) in enumerate(self.entries):
            for j, c in enumerate(period.components):
                if c.kind == "one_time" and self._in_force(period, active, c.day):
                    week = week_holding(self.tile.scenario.start, c.day)
                    found.setdefault(week, []).append(self._sum_on_a_date(period, c, self.totals.get((i, j), 0.0)))
        return found

    def _add(self, found: PayerRates, period: PaymentPeriod, mask: np.ndarray, k: int, t: int) -> None:
        if not mask.any():
            return
        factor: Lanes = 1.0 if mask.all() else mask.astype(float)
        setting = self._setting(k, t)
        own = {c.name: Rate() for c in period.components}
        for c in period.components:
            earned = rate(c, setting).times(factor)
            own[c.name] = own[c.name] + earned
            found.total = found.total + earned
            schedule = self._schedule(period, c)
            found.prospective[schedule] = found.prospective.get(schedule, Rate()) + earned
        for c in period.components:
            if c.kind == "performance":
                earned = _sum(own[name] for name in c.of).times(self.tile.value(c.adj))
                schedule = self._bonus(period, c)
                found.performance[schedule] = found.performance.get(schedule, Rate()) + earned

    def _setting(self, k: int, t: int) -> Setting:
        return Setting(
            self.tile.value,
            self.prices.at(k, t),
            lambda c: self._outside(c, k, t),
            self.panels.risk[k],
            lambda: product(self.panels.need_of(k), self.prices.office(k, 0)),
            lambda role: yearly_wage(self.tile, role),
        )

    def _outside(self, c: PaymentComponent, k: int, t: int) -> PerVisit:
        """Prices of what is not in the set of services that sub-capitation covers."""
        if c.in_set_share is None:
            return self.prices.at(k, t, frozenset(c.in_set_codes))
        kept = 1.0 - self.tile.value(c.in_set_share)
        return {weights: product(usd, kept) for weights, usd in self.prices.at(k, t).items()}

    def _schedule(self, period: PaymentPeriod, c: PaymentComponent) -> Schedule:
        if c.paid_every == "week":
            return Schedule("week")
        first, last = self._span(period)
        return Schedule(c.paid_every, first, last)

    def _bonus(self, period: PaymentPeriod, c: PaymentComponent) -> BonusSchedule:
        return BonusSchedule(self._span(period)[0], c.every_weeks, c.lag_weeks)

    def _span(self, period: PaymentPeriod) -> tuple[int, int | None]:
        """First and last week in force; an arrangement that is held has no end."""
        start = self.tile.scenario.start
        last = None if period.until is None or self.hold else week_holding(start, period.until)
        return first_week(start, period.first), last

    def _in_force(self, period: PaymentPeriod, active: np.ndarray, day: date) -> bool:
        if self.hold:
            return bool(active[0]) and period.first <= day
        return period.first <= day <= (period.until or date.max)

    def _sum_on_a_date(self, period: PaymentPeriod, c: PaymentComponent, total_panel: float) -> OneTime:
        payers = tuple(PAYERS.index(p) for p in period.payers)
        here = self.tile.where(period.where) & self.panels.has_payer[:, payers].any(axis=1)[:, None]
        amount = self.tile.value(c.amount or ZERO)
        if c.amount_total is not None:
            panel = self.tile.population.panel[:, payers].sum(axis=1)[:, None]
            amount = product(self.tile.value(c.amount_total), panel / total_panel if total_panel else 0.0)
        member = self.tile.value(c.amount_per_patient or ZERO)
        bonuses = tuple((self._bonus(period, b), self.tile.value(b.adj)) for b in period.components if c.name in b.of)
        mask = here.astype(float)
        return OneTime(payers, product(mask, amount), product(mask, member), bonuses)


def _sum(rates: Iterable[Rate]) -> Rate:
    total = Rate()
    for r in rates:
        total = total + r
    return total


def patients_sharing(scenario: Scenario, population: Population) -> dict[tuple[int, int], float]:
    """Patients among whom an amount_total is divided, weighted, by entry and component."""
    totals = {}
    for i, period in enumerate(scenario.payment):
        payers = [PAYERS.index(p) for p in period.payers]
        patients = population.panel[:, payers].sum(axis=1) * population.weight
        for j, c in enumerate(period.components):
            if c.amount_total is not None:
                totals[i, j] = math.fsum(patients[period.where.mask(population)])
    return totals
