"""S5: what the week earns, and prospective and performance money that is paid at other times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firstcontact.practice.engine.algebra import Lanes, add, add_all, product
from firstcontact.practice.engine.arrangements import Arrangements, BonusSchedule, PayerRates, Schedule
from firstcontact.practice.engine.components import PerVisit, Rate, Weights
from firstcontact.practice.engine.dates import paid_weeks
from firstcontact.practice.engine.panels import Panels
from firstcontact.practice.engine.remembered import Remembered
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.engine.visits import Seen
from firstcontact.practice.engine.week import Week
from firstcontact.practice.names import PAYERS

WEEKLY = Schedule("week")


@dataclass(frozen=True)
class Line:
    """USD of a week: `visit` for each visit counted with the weights, and `fixed`."""

    visit: PerVisit
    fixed: Lanes

    def at(self, counts: Mapping[Weights, Lanes], gate: Lanes) -> Lanes:
        """The line at the visits of a week, counted with each of the weights."""
        return add(*(product(usd, counts[w]) for w, usd in self.visit.items()), product(self.fixed, gate))


@dataclass(frozen=True)
class WeekRates:
    """Rates of one week with panels and payers' shares multiplied in: what is left are visits by mode.

    `claims` by payer. `prospective`: USD a week earned, and of it `paid_weekly`. `ahead`: rates by payer of what is
    paid for a month or a quarter at once. `cost`: of services.
    """

    claims: list[Line]
    prospective: Lanes
    paid_weekly: Lanes
    ahead: dict[Schedule, list[Rate]]
    performance: dict[BonusSchedule, Line]
    cost: Lanes


class Revenue:
    """Earnings of a tile. State: performance earned and not yet paid.

    `segments`: weeks with the same number have the same payment entries and prices.
    """

    def __init__(self, tile: Tile, panels: Panels, arrangements: Arrangements, segments: Sequence[int]) -> None:
        self.tile, self.panels, self.arrangements, self.segments = tile, panels, arrangements, segments
        self.one_time = arrangements.one_time()
        self.accrued: dict[BonusSchedule, Lanes] = {}
        self.due: dict[int, Lanes] = {}
        self._claims = Remembered()
        self._state: tuple | None = None
        self._rates: WeekRates | None = None

    def rates(self, t: int) -> WeekRates:
        """The rates of week t, worked out anew only where something has changed."""
        state = (self.segments[t], self.panels.state(t))
        if state != self._state:
            self._state, self._rates = state, self._work_out(t)
        return self._rates

    def earn(self, week: Week) -> None:
        """Fill claims, prospective, performance, gross and the cash of the latter two."""
        rates = self.rates(week.t)
        counts, week.claims_by_payer, week.claims = self._claims.of(_claims, rates, week.seen, week.gate)
        week.prospective = product(rates.prospective, week.gate)
        week.prospective_cash = product(rates.paid_weekly, week.gate)
        self._pay_ahead(week, rates)
        bonuses = {schedule: line.at(counts, week.gate) for schedule, line in rates.performance.items()}
        self._pay_one_time(week, bonuses)
        week.performance = add_all(bonuses.values())
        week.performance_cash = self._pay_performance(week.t, bonuses)
        week.gross = add(week.claims, week.prospective, week.performance)

    def service_cost(self, week: Week) -> Lanes:
        return product(self.rates(week.t).cost, week.gate)

    def _pay_ahead(self, week: Week, rates: WeekRates) -> None:
        """Cash for the weeks of a period in its first week; until it is earned it stands as deferred."""
        for schedule, by_payer in rates.ahead.items():
            weeks = paid_weeks(self.tile.scenario.start, week.t, schedule.first, schedule.last, schedule.every)
            if weeks:
                cash = product(self._prospective(by_payer, week.t, weeks), week.gate)
                week.prospective_cash = add(week.prospective_cash, cash)

    def _prospective(self, by_payer: Sequence[Rate], t: int, weeks: int) -> Lanes:
        """USD that `weeks` weeks from t on earn, with the panels of each of them."""
        panels = [self.panels.at(t + j) for j in range(weeks)]
        return add_all(
            add(product(r.prospective, add_all(p[k] for p in panels)), product(r.fixed, float(weeks)))
            for k, r in enumerate(by_payer)
        )

    def _pay_one_time(self, week: Week, bonuses: dict[BonusSchedule, Lanes]) -> None:
        for event in self.one_time.get(week.t, ()):
            usd = product(event.usd(self.panels.at(week.t)), week.gate)
            week.prospective = add(week.prospective, usd)
            week.prospective_cash = add(week.prospective_cash, usd)
            for schedule, adj in event.performance:
                bonuses[schedule] = add(bonuses.get(schedule, 0.0), product(usd, adj))

    def _pay_performance(self, t: int, bonuses: dict[BonusSchedule, Lanes]) -> Lanes:
        """Add to what is accrued; what a period's last week completes is paid `lag` weeks later."""
        for schedule, usd in bonuses.items():
            self.accrued[schedule] = add(self.accrued.get(schedule, 0.0), usd)
        for schedule in list(self.accrued):
            if (t - schedule.first + 1) % schedule.every == 0:
                later = t + schedule.lag
                self.due[later] = add(self.due.get(later, 0.0), self.accrued.pop(schedule))
        return self.due.pop(t, 0.0)

    def _work_out(self, t: int) -> WeekRates:
        panels = self.panels.at(t)
        shares = self.panels.shares(panels)
        payers = [self.arrangements.rates(k, t) for k in range(len(PAYERS))]
        ahead = _by_schedule(payers)
        paid_weekly = self._prospective(ahead.pop(WEEKLY, ()), t, 1)
        not_weekly = add_all(self._prospective(rates, t, 1) for rates in ahead.values())
        spread = self.tile.spread
        return WeekRates(
            [self._line(p.total, shares[k], panels[k]) for k, p in enumerate(payers)],
            spread(add(paid_weekly, not_weekly)),
            spread(paid_weekly),
            ahead,
            self._bonus_lines(payers, shares, panels),
            spread(add_all(product(p.total.cost, panels[k]) for k, p in enumerate(payers))),
        )

    def _line(self, rate: Rate, share: Lanes, panel: Lanes) -> Line:
        """Claims of a payer."""
        visit = {w: self.tile.spread(product(usd, share)) for w, usd in rate.visit.items()}
        return Line(visit, self.tile.spread(product(rate.member, panel)))

    def _bonus_lines(
        self, payers: Sequence[PayerRates], shares: Sequence[Lanes], panels: Sequence[Lanes]
    ) -> dict[BonusSchedule, Line]:
        """Performance of all payers together, by schedule."""
        lines = {}
        for schedule in dict.fromkeys(s for p in payers for s in p.performance):
            rates = [p.performance.get(schedule, Rate()) for p in payers]
            total = Rate()
            for rate, share in zip(rates, shares, strict=True):
                total = total + Rate(visit={w: product(usd, share) for w, usd in rate.visit.items()})
            rest = add_all(add(product(add(r.member, r.prospective), panels[k]), r.fixed) for k, r in enumerate(rates))
            visit = {w: self.tile.spread(usd) for w, usd in total.visit.items()}
            lines[schedule] = Line(visit, self.tile.spread(rest))
        return lines


def _by_schedule(payers: Sequence[PayerRates]) -> dict[Schedule, list[Rate]]:
    """Prospective rates by payer under each schedule of payment."""
    schedules = dict.fromkeys(s for p in payers for s in p.prospective)
    return {s: [p.prospective.get(s, Rate()) for p in payers] for s in schedules}


def _claims(rates: WeekRates, seen: Seen, gate: Lanes) -> tuple[Mapping[Weights, Lanes], tuple[Lanes, ...], Lanes]:
    """Visits counted with each of the weights; claims of the week by payer, and their sum."""
    lines = (*rates.claims, *rates.performance.values())
    weights = dict.fromkeys(w for line in lines for w in line.visit)
    counts = {w: add(*map(product, w, seen.by_mode)) for w in weights}
    by_payer = tuple(line.at(counts, gate) for line in rates.claims)
    return counts, by_payer, add_all(by_payer)
