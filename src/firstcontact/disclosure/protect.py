"""Secondary hiding: further rows are hidden until no sensitive count can be worked out from what is shown."""

import time
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from firstcontact.disclosure.blocks import (
    close_time,
    hide_all,
    hide_mostly_hidden,
    hide_table,
    hopeless,
    scalable,
    scalable_if_hidden,
    unit_is_denominator,
)
from firstcontact.disclosure.derived import hide_derived
from firstcontact.disclosure.exchange import pools, settle
from firstcontact.disclosure.pairs import Pairs
from firstcontact.disclosure.policy import Policy
from firstcontact.disclosure.primary import HIDE_DEN, HIDE_NUM, Flags, primary_flags
from firstcontact.disclosure.repair import READER, all_proved, repair, repair_along
from firstcontact.disclosure.state import State, cell_state, spread
from firstcontact.disclosure.system import System
from firstcontact.disclosure.tables import Table, best_rectangles, proved
from firstcontact.disclosure.together import protect_units
from firstcontact.disclosure.units import fine_cells, month_parents, month_tables, split, strata_tables, units
from firstcontact.disclosure.witness import Unit

ROUNDS = 20
MANY = 20


@dataclass
class Protection:
    """Flags after secondary hiding. `unproved`: (cell, insider) pairs without a witness; -1 stands for the reader."""

    flags: Flags
    rounds: int
    seconds: float
    report: dict
    unproved: list[tuple[int, int]] = field(default_factory=list)


def primary(system: System, policy: Policy) -> Flags:
    """Flags of the primary rules over the rows of a system."""
    return primary_flags(system.rows, policy)


def protect(
    system: System,
    flags: Flags,
    policy: Policy,
    secondary: bool = True,
    processes: int = 1,
) -> Protection:
    """Flags that hide enough. Same input, same flags, on however many processes; `secondary=False` is for tests that
    plant a fault."""
    started = time.perf_counter()
    flags, unproved, settled = flags.copy(), {}, {}
    secondary = secondary and system.cells.size > 0
    if secondary:
        _hide_fine(system, flags)
    while secondary and len(unproved) < ROUNDS:
        before = flags.level.copy()
        unproved[len(unproved)] = _round(system, flags, policy, settled, processes)
        if (before == flags.level).all():
            break
    hide_derived(system, flags)
    left = unproved[len(unproved) - 1] if unproved else []
    left = sorted({(cell, owner) for cell, owner in left if not system.all_own(cell, owner)})
    return Protection(flags, len(unproved), time.perf_counter() - started, _report(system, flags), left)


def _hide_fine(system: System, flags: Flags) -> None:
    """Months and quarters of a single group are shown for all its patients only, never by stratum."""
    fine = fine_cells(system)
    rc = system.row_cells
    rows = (rc.d >= 0) & fine[rc.d] & (system.rows.d > 0)
    flags.hide(rows, HIDE_DEN, "secondary")


def _round(system: System, flags: Flags, policy: Policy, settled: dict, processes: int) -> list[tuple[int, int]]:
    """Denominators first, then counts, then amounts: hiding a denominator hides what stands on it.

    `settled`: what a unit looked like when it was done, and what was left over then; it is skipped until it changes.
    """
    unproved = []
    parts = list(units(system))
    pairs = Pairs(system, parts)
    for step in range(3):
        spread(system, flags)
        state = cell_state(system, flags, policy)
        own = {number: unit for number, unit in enumerate(parts) if _step(system, unit) == step}
        changed = {n: u for n, u in own.items() if settled.get(n, (None,))[0] != state.digest(u.cells)}
        work = partial(_protect_unit, system, state=state, pairs=pairs)
        for number, left in protect_units(changed, state, work, processes).items():
            settled[number] = state.digest(own[number].cells), left
        unproved += [pair for number in own for pair in settled[number][1]]
        _hide_cells(system, flags, state.hidden)
    spread(system, flags)
    return unproved


def _step(system: System, unit: Unit) -> int:
    if not system.cells.whole[unit.cells[0]]:
        return 2
    return 0 if unit_is_denominator(system, unit) else 1


def _hide_cells(system: System, flags: Flags, hidden: np.ndarray) -> None:
    rc = system.row_cells
    for column, level in ((rc.n, HIDE_NUM), (rc.c, HIDE_NUM), (rc.d, HIDE_DEN)):
        rows = np.flatnonzero((column >= 0) & hidden[column])
        flags.hide(rows[flags.level[rows] < level], level, "secondary")


def _protect_unit(system: System, unit: Unit, state: State, pairs: Pairs) -> list[tuple[int, int]]:
    """Hide cells of one unit (in `state.hidden`) until its needs have witnesses; what is left over is returned."""
    at, value = unit.cells, system.cells.value
    close_time(system, unit, state)
    needed = (state.need_up[at] > 0) | (state.need_down[at] > 0)
    if not needed.any() or scalable(system, unit, state):
        return []
    hide_mostly_hidden(system, unit, state)
    needs = _Needs(state)
    strata = strata_tables(system, unit)
    for table in strata:
        _protect_table(table, state, needs, value)
    for pool in pools(system, unit, strata):
        for need, done, rise in needs.directions():
            settle(pool, state, need, done, value, rise)
    close_time(system, unit, state)
    _protect_months(system, unit, state, needs, value)
    free = not unit_is_denominator(system, unit) and scalable_if_hidden(system, unit, state)
    if free and hopeless(system, unit, state, *needs.open(at), value):
        _hide_count(system, unit, state, value)
        return []
    left = _repair(system, unit, state, needs, value, pairs)
    close_time(system, unit, state)
    return left


def _repair(
    system: System, unit: Unit, state: State, needs: "_Needs", value: np.ndarray, pairs: Pairs
) -> list[tuple[int, int]]:
    """Programmes for what is open: parts apart, then the unit as a whole, and at last all of it hidden."""
    left = []
    for part in split(system, unit, state.hidden):
        rise, fall = needs.open(part.cells)
        if rise.any() or fall.any():
            left += repair(part, state, rise, fall, value, pairs.of(part, state))
    if any(owner == READER for _, owner in left) and len(left) <= MANY:
        left = repair(unit, state, *needs.open(unit.cells), value, pairs.of(unit, state))
    if left and not unit_is_denominator(system, unit) and scalable_if_hidden(system, unit, state):
        _hide_count(system, unit, state, value)
        return []
    pair = pairs.of(unit, state)
    return left if pair is None else left + repair_along(pair, state, value)


def _hide_count(system: System, unit: Unit, state: State, value: np.ndarray) -> None:
    """Every breakdown of a rare count, and the region's total too unless it stays safe to show it."""
    hide_all(system, unit, state, value)
    at = unit.cells
    if not scalable(system, unit, state) and not all_proved(unit, state, state.need_up[at], state.need_down[at], value):
        state.hidden[at[value[at] != 0]] = True


class _Needs:
    """Moves that still lack a proof, per cell of the system."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.done_up, self.done_down = state.need_up <= 0, state.need_down <= 0

    def directions(self) -> list[tuple[np.ndarray, np.ndarray, bool]]:
        return [(self.state.need_up, self.done_up, True), (self.state.need_down, self.done_down, False)]

    def open(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(rises, falls) without a proof for the cells `at`."""
        rise = np.where(self.done_up[at], 0, self.state.need_up[at])
        return rise, np.where(self.done_down[at], 0, self.state.need_down[at])


def _protect_months(system: System, unit: Unit, state: State, needs: _Needs, value: np.ndarray) -> None:
    """Month by month; where rectangles do not suffice, all months of that kind of group are hidden."""
    for table in month_tables(system, unit):
        _protect_table(table, state, needs, value)
        rise, fall = needs.open(table.cell[table.cell >= 0])
        if rise.any() or fall.any():
            flat = hide_table(table, state, value)
            for parent in month_parents(system, unit, table):
                hide_table(parent, state, value)
            _protect_table(flat, state, needs, value)


def _protect_table(table: Table, state: State, needs: _Needs, value: np.ndarray) -> None:
    for need, done, rise in needs.directions():
        up, down = (state.up, state.down) if rise else (state.down, state.up)
        _protect_moves(table, state, need, up, down, done, value)


def _protect_moves(
    table: Table, state: State, need: np.ndarray, up: np.ndarray, down: np.ndarray, done: np.ndarray, value: np.ndarray
) -> None:
    """Prove the needs of one table, adding the cheapest rectangles where there is no proof yet."""
    wanted, rise, fall = table.take(need), table.take(up), table.take(down)
    if not (wanted > 0).any():
        return
    hidden = table.take(state.hidden).astype(bool)
    price = 5 + table.take(value)
    ok = proved(table, rise * hidden, fall * hidden, wanted)
    open_targets = np.argwhere((wanted > 0) & ~ok)
    for r, c in sorted(open_targets.tolist(), key=lambda t: (-price[t[0], t[1]], t)):
        one = np.zeros_like(wanted)
        one[r, c] = wanted[r, c]
        if not proved(table, rise * hidden, fall * hidden, one)[r, c]:
            cost = np.where(hidden, 0, price)
            chosen = best_rectangles(table, rise, fall, cost, wanted[r, c], r, c)
            if chosen is None:
                continue
            hidden |= chosen
        ok[r, c] = True
    state.hidden[table.cell[hidden & (table.cell >= 0)]] = True
    done[table.cell[ok & (table.cell >= 0)]] = True


def _report(system: System, flags: Flags) -> dict:
    """Counts of rows per stratum kind: all, sensitive, hidden."""
    kinds = system.rows.stratum_kind
    with_numbers = system.row_cells.n >= 0
    return {
        name: {
            "rows": int((with_numbers & (kinds.code == code)).sum()),
            "sensitive": int(((flags.sensitive > 0) & (kinds.code == code)).sum()),
            "hidden": int((with_numbers & flags.hidden & (kinds.code == code)).sum()),
        }
        for code, name in enumerate(kinds.names)
    }
