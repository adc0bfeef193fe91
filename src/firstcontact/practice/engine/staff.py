"""S7 and S11: people at work, what they cost, and how their number follows the visits.

Roles that move together are kept as one group: with the same floor and speeds the part of the full staff that is at
work is the same number for each of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firstcontact.practice.engine.algebra import Lanes, add, add_all, is_absent, less, product
from firstcontact.practice.engine.dates import first_week
from firstcontact.practice.engine.remembered import Remembered
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.names import ROLES, SUPPORT_ROLES
from firstcontact.practice.problems import refuse
from firstcontact.practice.scenario.model import StaffChange
from firstcontact.practice.scenario.quantity import ZERO, Quantity

WEEKS_PER_YEAR = 52
WEEKS_PER_MONTH_INVERSE = 12 / 52
Speeds = tuple[Quantity, Quantity, Quantity]  # floor, down, up
STILL: Speeds = (ZERO, ZERO, ZERO)


@dataclass
class Group:
    """`part` of the full staff at work; `before`: the same a week ago. 1.0 while nobody has left."""

    roles: tuple[str, ...]
    floor: Lanes
    down: Lanes
    up: Lanes
    part: Lanes = 1.0
    before: Lanes = 1.0

    def respond(self, needed: Lanes) -> None:
        """Move towards the staff that is needed (at most all), for the next week."""
        self.before = self.part
        if is_absent(self.down) and is_absent(self.up):
            return
        gap = np.maximum(self.floor, needed) - self.part
        self.part = self.part + self._step(gap)

    def _step(self, gap: np.ndarray) -> np.ndarray:
        """down x gap where staff leave, up x gap where they return."""
        down, up = self.down * gap, self.up * gap
        if np.all(self.down >= self.up):
            return np.minimum(down, up)
        if np.all(self.down <= self.up):
            return np.maximum(down, up)
        return np.where(gap < 0, down, up)

    @property
    def is_full(self) -> bool:
        return isinstance(self.part, float)


class Staff:
    """The staff of a tile. `full[role]`: FTE when nobody is furloughed. `stamp` changes when anybody comes or goes."""

    def __init__(self, tile: Tile) -> None:
        costs = tile.scenario.costs
        self.tile = tile
        self.changes = _changes_by_week(tile)
        self.full: dict[str, Lanes] = {r: _fte(tile, i) for i, r in enumerate(ROLES)}
        self.wage = {r: np.nan_to_num(tile.column("wage_loaded_usd_year", i)) for i, r in enumerate(ROLES) if r != "md"}
        self.turnover = {r: tile.value(costs.turnover.get(r, ZERO)) for r in self.wage}
        self.turnover_cost = tile.value(costs.turnover_cost)
        self.rehire_share = tile.value(costs.rehire_share)
        self.paid_share = tile.value(costs.furlough_paid_share)
        self.groups = self._groups()
        self.stamp, self.full_stamp = 0, 0
        self._capped = Remembered()
        self._weigh()

    def begin(self, t: int) -> None:
        """Staffing changes dated in this week; those before the run take effect in week 0."""
        for change in self.changes.get(t, ()):
            self._change(change)
        if t in self.changes:
            self._weigh()

    def cost(self) -> Lanes:
        """Wages and turnover of a week, physicians not included."""
        return add(self.furlough_pay, add_all(product(g.part, w) for g, w in self._each(self.cost_weight)))

    def rehire_cost(self) -> Lanes:
        """Bringing people back to work since last week."""
        grown = (
            (np.maximum(0.0, g.part - g.before), w) for g, w in self._each(self.rehire_weight) if g.part is not g.before
        )
        return add_all(product(more, w) for more, w in grown)

    def capped_pay(self, cap: Lanes) -> Lanes:
        """Staff pay of a week with each wage capped at `cap` USD a year."""
        weights = self._capped.of(self._capped_weights, cap, self.full_stamp)
        paid = (add(self.paid_share, product(1.0 - self.paid_share, g.part)) for g in self.groups)
        return add_all(map(product, weights, paid))

    def _capped_weights(self, cap: Lanes, full_stamp: int) -> list[Lanes]:
        """Capped pay of each group's full staff in a week."""
        weekly = {r: product(np.minimum(wage, cap) / WEEKS_PER_YEAR, self.full[r]) for r, wage in self.wage.items()}
        return [self.tile.spread(add_all(weekly[r] for r in g.roles if r != "md")) for g in self.groups]

    def capped_payroll(self, cap: Lanes, physician_pay: Lanes) -> Lanes:
        """Yearly payroll of the full staff, each head capped."""
        wages = {**self.wage, "md": physician_pay}
        return add_all(product(self.full[r], np.minimum(wages[r], cap)) for r in ROLES)

    def respond(self, activity: np.ndarray) -> None:
        """`activity`: visits of the week as part of usual need."""
        if all(g.is_full for g in self.groups) and activity.min() >= 1.0:
            return
        needed = np.minimum(1.0, activity)
        self.stamp += 1
        for group in self.groups:
            group.respond(needed)

    def fte(self, role: str) -> Lanes:
        group = next(g for g in self.groups if role in g.roles)
        return product(group.part, self.spread_full[role])

    def lost(self, gate: Lanes) -> list[Lanes]:
        """FTE of each group that are not at work; all of them where the practice is closed."""
        return [product(less(1.0, product(g.part, gate)), heads) for g, heads in self._each(self.heads)]

    def support(self) -> Lanes:
        return add_all(self.fte(r) for r in SUPPORT_ROLES)

    def support_at_full_staff(self) -> Lanes:
        return add_all(self.full[r] for r in SUPPORT_ROLES)

    def _groups(self) -> list[Group]:
        changing = {c.role for changes in self.changes.values() for c in changes}
        members: dict[tuple, list[str]] = {}
        for role in ROLES:
            speeds = self._speeds(role)
            members.setdefault((*map(_key, speeds), role if role in changing else ""), []).append(role)
        return [Group(tuple(roles), *map(self.tile.value, self._speeds(roles[0]))) for roles in members.values()]

    def _speeds(self, role: str) -> Speeds:
        staffing = self.tile.scenario.staffing
        if not staffing.response:
            return STILL
        return staffing.floor.get(role, ZERO), staffing.down.get(role, ZERO), staffing.up.get(role, ZERO)

    def _weigh(self) -> None:
        """Costs and heads of each group at full staff, which change only with a staffing change."""
        self.stamp += 1
        self.full_stamp += 1
        spread, kept = self.tile.spread, 1.0 - self.paid_share
        weekly = {r: product(self.wage[r] / WEEKS_PER_YEAR, self.full[r]) for r in self.wage}
        leaving = {
            r: product(self.turnover[r], WEEKS_PER_MONTH_INVERSE, self.full[r], self.turnover_cost) for r in self.wage
        }
        others = [[r for r in g.roles if r != "md"] for g in self.groups]
        self.spread_full = {r: spread(x) for r, x in self.full.items()}
        self.furlough_pay = spread(product(self.paid_share, add_all(weekly.values())))
        self.cost_weight = [spread(add_all(add(product(kept, weekly[r]), leaving[r]) for r in rs)) for rs in others]
        hiring = product(self.rehire_share, self.turnover_cost)
        self.rehire_weight = [spread(product(hiring, add_all(self.full[r] for r in rs))) for rs in others]
        self.heads = [spread(add_all(self.full[r] for r in g.roles)) for g in self.groups]
        self.full_fte = add_all(self.heads)

    def _each(self, weights: Sequence[Lanes]) -> list[tuple[Group, Lanes]]:
        return list(zip(self.groups, weights, strict=True))

    def _change(self, change: StaffChange) -> None:
        """A new full staff of one role; people on furlough stay on furlough where some are added."""
        here, old = self.tile.where(change.where), self.full[change.role]
        group = next(g for g in self.groups if change.role in g.roles)
        at_work = product(old, group.part)
        if change.add_fte is not None:
            more = product(here.astype(float), self.tile.value(change.add_fte))
            new, present = add(old, more), add(at_work, more)
        else:
            ratio_to_md = self.tile.value(change.fte_per_fte_md)
            new = np.where(here, product(self.tile.population.fte_md[:, None], ratio_to_md), old)
            present = np.where(here, new, at_work)
        _check_wage(self.tile, change.role, new)
        self.full[change.role] = new
        group.part, group.before = _part(present, new), _part(at_work, new)


def _key(quantity: Quantity) -> tuple:
    """Equal for quantities that are equal in every draw."""
    value = quantity.value
    return quantity.parameter, id(value) if isinstance(value, np.ndarray) else value


def _fte(tile: Tile, i: int) -> Lanes:
    fte = tile.column("fte", i)
    return fte if fte.any() else 0.0


def _part(fte: Lanes, full: Lanes) -> np.ndarray:
    return np.divide(
        fte, full, out=np.ones(np.broadcast_shapes(np.shape(fte), np.shape(full))), where=np.not_equal(full, 0)
    )


def _changes_by_week(tile: Tile) -> dict[int, list[StaffChange]]:
    found: dict[int, list[StaffChange]] = {}
    for change in tile.scenario.staffing.changes:
        week = max(0, first_week(tile.scenario.start, change.first))
        found.setdefault(week, []).append(change)
    return found


def _check_wage(tile: Tile, role: str, fte: Lanes) -> None:
    if role == "md":
        return
    wage = tile.column("wage_loaded_usd_year", ROLES.index(role))
    if np.any(np.isnan(wage) & (np.asarray(fte) > 0)):
        words = f"a staffing change adds {role}, and a practice has no wage for it. Give the wage in the staff file."
        raise refuse("PM022", words, "staffing.changes")
