"""Relief that is paid on one day: provider relief, grants, and plain loans. Source: model.md 8."""

import numpy as np

from firstcontact.practice.engine.algebra import Lanes, less, product
from firstcontact.practice.engine.history import total
from firstcontact.practice.engine.relief import Circumstances, Instalments, Reached, receive
from firstcontact.practice.engine.week import Week
from firstcontact.practice.scenario.model import Relief

WEEKS_PER_YEAR = 52


class ProviderRelief:
    """Phases 1 and 2: a share of yearly revenue. Phase 3: most of the losses of half a year, less what was paid."""

    def __init__(self, seen: Circumstances, entry: Relief, received: "Received") -> None:
        self.seen, self.entry, self.reached, self.received = seen, entry, Reached(seen, entry), received

    def pay(self, week: Week) -> None:
        if week.t != self.reached.week:
            return
        usd = self.seen.tile.full(product(self.reached.mask.astype(float), self._usd(week.t)))
        if self.entry.phase != 3:
            self.received.usd = self.received.usd + usd
        receive(week, usd, recognised=True)

    def look_back(self, week: Week) -> None:
        """Nothing is owed."""

    def _usd(self, t: int) -> Lanes:
        if self.entry.phase != 3:
            return product(self.reached.rule("share_of_annual_patient_revenue"), self.seen.opening.revenue, 52.0)
        losses = self._losses(t)
        covered = product(self.reached.rule("share_of_lost_revenue_and_cost_change"), losses)
        return np.maximum(0.0, less(covered, self.received.usd))

    def _losses(self, t: int) -> Lanes:
        weeks, here, usual = self.seen.history.half(before=t), self.seen.history, self.seen.baseline
        lost = total(usual.gross, weeks) - total(here.gross, weeks)
        return lost + total(here.cost, weeks) - total(usual.cost, weeks)


class Received:
    """USD of phases 1 and 2 so far."""

    def __init__(self) -> None:
        self.usd: Lanes = 0.0


class Grant:
    """A sum, or a share of yearly revenue, that is never paid back."""

    def __init__(self, seen: Circumstances, entry: Relief) -> None:
        self.seen, self.reached = seen, Reached(seen, entry)

    def pay(self, week: Week) -> None:
        if week.t == self.reached.week:
            receive(week, self.usd(), recognised=True)

    def look_back(self, week: Week) -> None:
        """Nothing is owed."""

    def usd(self) -> np.ndarray:
        rules = self.reached.entry.rules
        if "amount_usd" in rules:
            amount = self.reached.rule("amount_usd")
        else:
            amount = product(self.reached.rule("share_of_annual_revenue"), self.seen.opening.revenue, 52.0)
        return self.seen.tile.full(product(self.reached.mask.astype(float), amount))


class Loan(Grant):
    """A sum paid back in equal weekly instalments after some weeks of grace, in which no interest runs."""

    def __init__(self, seen: Circumstances, entry: Relief) -> None:
        super().__init__(seen, entry)
        self.grace = self.reached.whole("grace_weeks") if "grace_weeks" in entry.rules else 0
        self.debt: Instalments | None = None

    def pay(self, week: Week) -> None:
        since = week.t - self.reached.week
        if since == 0:
            usd = self.usd()
            receive(week, usd, recognised=False)
            self.debt = Instalments.of(
                product(usd, week.gate), self.reached.rule("annual_rate"), self.reached.whole("term_weeks")
            )
        elif self.debt is not None and since > self.grace:
            self.debt.pay(week)
