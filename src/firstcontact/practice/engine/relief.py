"""S8: relief programmes. Each knows whom it reaches, what it pays and how it is paid back. Source: model.md 8."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from firstcontact.practice.draws.hashing import uniform_by_practice
from firstcontact.practice.engine.algebra import Lanes, add, product
from firstcontact.practice.engine.dates import week_holding
from firstcontact.practice.engine.history import History
from firstcontact.practice.engine.opening import Opening
from firstcontact.practice.engine.staff import Staff
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.engine.week import Week
from firstcontact.practice.scenario.model import Relief


@dataclass(frozen=True)
class Circumstances:
    """What programmes may look at: week 0, the staff, the year so far here and in the baseline run."""

    tile: Tile
    opening: Opening
    staff: Staff
    history: History
    baseline: History


class Programme(Protocol):
    """`pay` comes after costs and before physician pay; `look_back` when the week is over."""

    def pay(self, week: Week) -> None: ...

    def look_back(self, week: Week) -> None: ...


class Reached:
    """The practices of an entry: those of `where`, as far as they take it up."""

    def __init__(self, seen: Circumstances, entry: Relief) -> None:
        self.tile, self.entry = seen.tile, entry
        self.week = week_holding(seen.tile.scenario.start, entry.day)
        self.mask = self._mask(seen.tile, entry)

    def rule(self, name: str) -> Lanes:
        return self.tile.value(self.entry.rules[name])

    def whole(self, name: str) -> int:
        """A rule that counts weeks or months."""
        return round(float(np.ravel(self.rule(name))[0]))

    def _mask(self, tile: Tile, entry: Relief) -> np.ndarray:
        mask = tile.where(entry.where)
        if entry.take_up is None:
            return mask
        chance = uniform_by_practice(tile.scenario.seed, f"take_up:{entry.kind}", tile.population.practice_id)
        return mask & (chance[:, None] < tile.value(entry.take_up))


def receive(week: Week, usd: Lanes, recognised: bool) -> None:
    """Relief money comes in; grants count as relief at once, loans and advances do not."""
    usd = product(usd, week.gate)
    week.relief_cash = add(week.relief_cash, usd)
    if recognised:
        week.recognised = add(week.recognised, usd)


def affordable(week: Week, due: np.ndarray) -> np.ndarray:
    """A closed practice pays its debts out of what is still collected."""
    if not week.may_be_closed:
        return due
    left = np.maximum(0.0, add(week.collections, week.performance_cash) - week.repaid)
    return np.where(week.gate > 0, due, np.minimum(due, left))


def repay(week: Week, usd: Lanes, interest: Lanes) -> None:
    week.repaid = add(week.repaid, usd)
    week.interest = add(week.interest, interest)


@dataclass
class Instalments:
    """Equal weekly payments of a debt. `rate` a week; `term` weeks; `balance` USD."""

    rate: Lanes
    term: int
    balance: np.ndarray
    payment: np.ndarray

    @classmethod
    def of(cls, debt: np.ndarray, yearly_rate: Lanes, term: int) -> "Instalments":
        rate = yearly_rate / 52
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.where(np.equal(rate, 0), 1 / term, rate / -np.expm1(-term * np.log1p(rate)))
        return cls(rate, term, debt, debt * factor)

    def pay(self, week: Week) -> None:
        """One instalment, the last one clears the debt; unpaid interest is added to the balance."""
        interest = self.rate * self.balance
        owed = self.balance + interest
        usd = affordable(week, np.minimum(self.payment, owed))
        self.balance = owed - usd
        repay(week, usd, interest)


def pay_all(programmes: Sequence[Programme], week: Week) -> None:
    for programme in programmes:
        programme.pay(week)


def look_back_all(programmes: Sequence[Programme], week: Week) -> None:
    for programme in programmes:
        programme.look_back(week)
