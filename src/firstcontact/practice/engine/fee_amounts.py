"""The fee schedule laid over the weeks of a run: USD of an average visit by week, locality and mode."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from firstcontact.practice import fees
from firstcontact.practice.names import MODES
from firstcontact.practice.problems import refuse
from firstcontact.practice.scenario.model import Prices, Scenario

Codes = frozenset[str]
ALL_CODES: Codes = frozenset()
Key = tuple[str, str, Codes]  # locality, mode, codes left out


@dataclass(frozen=True)
class FeeAmounts:
    """`by_week[t]`: {(locality, mode, codes left out): USD}. Weeks with the same amounts share one mapping."""

    by_week: Sequence[Mapping[Key, float]]

    def usd(self, t: int, locality: str, mode: str, left_out: Codes = ALL_CODES) -> float:
        return self.by_week[t][locality, mode, left_out]


def fee_amounts(scenario: Scenario, localities: Sequence[str]) -> FeeAmounts | None:
    """None where prices do not come from the fee schedule.

    Raises PracticeError PM030 where a code, locality or factor has no row in a week of the run.
    """
    if scenario.prices.preset != "fee_schedule":
        return None
    left_out = {ALL_CODES} | {frozenset(c.in_set_codes) for p in scenario.payment for c in p.components}
    keys = [(place, mode, codes) for place in localities for mode in MODES for codes in sorted(left_out, key=sorted)]
    tables = fees.shipped_tables()
    by_segment: dict[tuple, Mapping[Key, float]] = {}
    by_week = []
    for day in scenario.week_starts:
        segment = _segment(tables, day)
        if segment not in by_segment:
            by_segment[segment] = {key: _visit_usd(scenario.prices, day, *key) for key in keys}
        by_week.append(by_segment[segment])
    return FeeAmounts(by_week)


def _segment(tables: fees.FeeTables, day: date) -> tuple:
    """Which dated rows could hold on the day: amounts are the same wherever this is the same."""
    rows = [*tables.factors, *(r for d in (tables.codes, tables.localities) for rows in d.values() for r in rows)]
    return max((r.first for r in rows if r.first <= day), default=None), min(
        (r.last for r in rows if r.last is not None and r.last >= day), default=None
    )


def _visit_usd(prices: Prices, day: date, locality: str, mode: str, left_out: Codes) -> float:
    mix = prices.visit_mix.get(mode, {})
    codes = [code for code in sorted(mix) if code not in left_out]
    return float(sum((Decimal(repr(mix[code])) * fees.allowed(code, day, locality) for code in codes), Decimal(0)))


def check_payable(scenario: Scenario) -> None:
    """Refuse codes that Medicare does not pay, unless the payer is named in allow_non_payable."""
    prices = scenario.prices
    payers = {payer for period in scenario.payment for payer in period.payers} - prices.allow_non_payable
    codes = sorted({code for mix in prices.visit_mix.values() for code in mix})
    tables = fees.shipped_tables()
    for code in codes if payers else ():
        if not tables.payable(code, scenario.start):
            words = f"code {code} is not paid by Medicare. Name its payers in prices.allow_non_payable, or drop it."
            raise refuse("PM030", words, "prices.visit_mix")
