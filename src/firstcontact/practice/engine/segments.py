"""Stretches of weeks in which no dated rule of payment or price changes."""

from collections.abc import Iterator

import numpy as np

from firstcontact.practice.engine.fee_amounts import FeeAmounts
from firstcontact.practice.engine.prices import sequestration
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.scenario.payment_model import PaymentPeriod


def in_force(scenario: Scenario, period: PaymentPeriod, hold: bool) -> np.ndarray:
    """Mask over weeks; with `hold` the entries of week 0 stay in force."""
    active = scenario.active(period.first, period.until)
    return np.full(scenario.weeks, active[0]) if hold else active


def segments(scenario: Scenario, amounts: FeeAmounts | None, hold: bool) -> tuple[int, ...]:
    """A number for each week; weeks with the same number have the same payment entries and prices."""
    numbers: dict[tuple, int] = {}
    return tuple(numbers.setdefault(rules, len(numbers)) for rules in _rules(scenario, amounts, hold))


def _rules(scenario: Scenario, amounts: FeeAmounts | None, hold: bool) -> Iterator[tuple]:
    """What is in force in each week."""
    dated = [in_force(scenario, period, hold) for period in scenario.payment]
    dated += [scenario.active(p.first, p.until) for p in scenario.telemedicine.parity]
    for t, day in enumerate(scenario.week_starts):
        cut = sequestration(day) if scenario.prices.sequestration else 0.0
        yield tuple(bool(active[t]) for active in dated), cut, id(amounts.by_week[t]) if amounts else None
