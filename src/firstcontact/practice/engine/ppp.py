"""Payroll loans that are forgiven as far as they went into payroll. Source: model.md 8."""

import numpy as np

from firstcontact.practice.engine.algebra import Lanes, add, product
from firstcontact.practice.engine.history import total
from firstcontact.practice.engine.relief import Circumstances, Instalments, Reached, receive
from firstcontact.practice.engine.week import Week
from firstcontact.practice.scenario.model import Relief

WEEKS_PER_YEAR, MONTHS = 52, 12


class PayrollLoan:
    """First and second draw. State: the loan, payroll of the covered weeks, and the debt that is left."""

    def __init__(self, seen: Circumstances, entry: Relief) -> None:
        self.seen, self.entry, self.reached = seen, entry, Reached(seen, entry)
        self.cap = self.reached.rule("pay_cap_per_employee")
        self.covered = self.reached.whole("covered_weeks")
        self.loan = np.zeros(seen.tile.shape)
        self.payroll: Lanes = 0.0
        self.fte: Lanes = 0.0
        self.debt: Instalments | None = None

    def pay(self, week: Week) -> None:
        since = week.t - self.reached.week
        if since == 0:
            self.loan = self._loan(week)
            receive(week, self.loan, recognised=False)
        elif since == self.covered and self.reached.week >= 0:
            self._forgive(week)
        elif self.debt is not None:
            self.debt.pay(week)

    def look_back(self, week: Week) -> None:
        """Add the covered week's payroll, each head capped."""
        if 0 <= week.t - self.reached.week < self.covered and self.reached.week >= 0:
            heads = self.seen.staff.fte("md")
            physicians = np.minimum(week.pay, product(heads, self.cap) / WEEKS_PER_YEAR)
            staff = product(self.seen.staff.capped_pay(self.cap), week.gate)
            self.payroll = add(self.payroll, staff, physicians)
            self.fte = add(self.fte, week.fte)

    def _loan(self, week: Week) -> np.ndarray:
        tile = self.seen.tile
        payroll = self.seen.staff.capped_payroll(self.cap, tile.column("physician_pay_usd_year"))
        asked = product(payroll, self.reached.rule("multiple_of_monthly_payroll")) / MONTHS
        granted = np.minimum(asked, self.reached.rule("max_loan"))
        return tile.full(np.where(self._eligible(week), granted, 0.0))

    def _eligible(self, week: Week) -> np.ndarray:
        small = self.seen.tile.column("employees") <= self.reached.rule("max_employees")
        eligible = self.reached.mask & small & np.greater(week.gate, 0)
        return eligible & self._fell(week.t) if self.entry.kind == "ppp_second_draw" else eligible

    def _fell(self, t: int) -> np.ndarray:
        """Revenue of one quarter of the year fell by the required share against the baseline run."""
        kept = 1.0 - self.reached.rule("quarter_fall_required")
        fell = np.zeros(self.seen.tile.shape, dtype=bool)
        for block in self.seen.history.blocks(before=t):
            usual = total(self.seen.baseline.gross, block)
            fell |= np.asarray(usual > 0) & (total(self.seen.history.gross, block) <= usual * kept)
        return fell

    def _forgive(self, week: Week) -> None:
        overhead = self.seen.tile.column("overhead_usd_year") / WEEKS_PER_YEAR * self.covered
        other = product(overhead, self.reached.rule("nonpayroll_share") if self._counts_overhead else 0.0)
        spent = np.minimum(self.payroll + other, self.payroll / self.reached.rule("payroll_share_required"))
        forgiven = product(self._staff_kept(), np.minimum(self.loan, spent))
        week.recognised = add(week.recognised, forgiven)
        left = np.maximum(0.0, self.loan - forgiven)
        self.debt = Instalments.of(left, self.reached.rule("annual_interest"), self.reached.whole("term_weeks"))

    @property
    def _counts_overhead(self) -> bool:
        return "nonpayroll_share" in self.entry.rules

    def _staff_kept(self) -> Lanes:
        """Mean FTE of the covered weeks as part of the full staff, where the entry asks for it."""
        if not self.entry.fte_rule:
            return 1.0
        full = self.seen.staff.full_fte
        return np.minimum(1.0, self.fte / self.covered / full)
