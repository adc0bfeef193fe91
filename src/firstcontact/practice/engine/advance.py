"""Medicare's advance payments: never revenue, taken back from Medicare's payments. Source: model.md 8."""

import numpy as np

from firstcontact.practice.engine.algebra import product
from firstcontact.practice.engine.dates import add_months, week_start
from firstcontact.practice.engine.relief import Circumstances, Reached, affordable, receive, repay
from firstcontact.practice.engine.week import Week
from firstcontact.practice.names import PAYERS
from firstcontact.practice.scenario.model import Relief

MEDICARE = PAYERS.index("medicare")
WEEKS_PER_MONTH = 52 / 12
WEEKS_PER_YEAR = 52


class MedicareAdvance:
    """State: `balance`, USD still owed."""

    def __init__(self, seen: Circumstances, entry: Relief) -> None:
        self.seen, self.entry, self.reached = seen, entry, Reached(seen, entry)
        self.balance = np.zeros(seen.tile.shape)
        months = [self.reached.whole(n) for n in ("recoup_start_months", "phase1_months", "phase2_months")]
        self.from_, self.more, self.end = (add_months(entry.day, sum(months[: i + 1])) for i in range(3))

    def pay(self, week: Week) -> None:
        if week.t == self.reached.week:
            self._grant(week)
        elif week.t > self.reached.week >= 0:
            self._recoup(week)

    def look_back(self, week: Week) -> None:
        """Nothing happens after pay."""

    def _grant(self, week: Week) -> None:
        claims = self.seen.opening.claims[MEDICARE]
        usd = product(self.reached.mask.astype(float), self.reached.rule("months"), WEEKS_PER_MONTH, claims)
        usd = self.seen.tile.full(product(usd, week.gate))
        self.balance = self.balance + usd
        receive(week, usd, recognised=False)

    def _recoup(self, week: Week) -> None:
        day = week_start(self.seen.tile.scenario.start, week.t)
        if day < self.from_:
            return
        interest = 0.0
        if day >= self.end and self.entry.demand == "lump":
            due = self.balance
        else:
            if day >= self.end:
                interest = self.balance * (self.reached.rule("interest_after") / WEEKS_PER_YEAR)
                self.balance = self.balance + interest
            share = self.reached.rule("phase1_share" if day < self.more else "phase2_share")
            due = np.minimum(self.balance, product(share, week.medicare_collections))
        usd = affordable(week, due)
        self.balance = self.balance - usd
        repay(week, usd, interest)
