"""Coarser hiding, when single cells would not do: all months of a kind of group, all practices of a count."""

import numpy as np

from firstcontact.disclosure.state import State
from firstcontact.disclosure.system import System
from firstcontact.disclosure.tables import Table
from firstcontact.disclosure.units import split
from firstcontact.disclosure.witness import Prover, Unit

HALF = 0.5
SAMPLE = 5
LEAST_PARTS = 2  # hidden parts beside a shown total
LEAST_ROOM = 10


def scalable(system: System, unit: Unit, state: State) -> bool:
    """Nothing but zeros is shown of this count and of what it is a share of: everything else might be many times as
    large. That is a witness for all its cells at once (disclosure-control.md 6.3)."""
    at = unit.cells
    shown = ~state.hidden[at] & (system.cells.value[at] != 0)
    return not shown.any() and scalable_if_hidden(system, unit, state)


def scalable_if_hidden(system: System, unit: Unit, state: State) -> bool:
    """The same, if all of the count were hidden: it is no share, or its denominators are hidden everywhere."""
    rc, value = system.row_cells, system.cells.value
    shares = (np.isin(rc.n, unit.cells) | np.isin(rc.c, unit.cells)) & (rc.c >= 0)
    d = rc.d[shares]
    return bool((state.hidden[d] | (value[d] == 0)).all())


def unit_is_denominator(system: System, unit: Unit) -> bool:
    return system.cells.labels[system.cells.what[unit.cells[0]]].startswith("U:")


def hide_all(system: System, unit: Unit, state: State, value: np.ndarray) -> None:
    """A count too small for most groups: practices, organizations, and each breakdown with a hidden part go as a whole.

    The region's own total stays, unless the hidden parts are so few or so small that it would give one away.
    """
    cells, frame, at = system.cells, system.frame, unit.cells
    some = value[at] != 0
    kind, stratum = frame.group_kind[cells.group[at]], frame.stratum_kind[cells.stratum[at]]
    total = (kind == "region") & (stratum == "all")
    for block in _breakdowns(kind, stratum):
        if state.hidden[at[block & some]].any() or kind[block][0] in ("practice", "organization"):
            state.hidden[at[block & some]] = True
    for period in np.unique(cells.period[at]):
        now = (cells.period[at] == period) & some
        for block in _breakdowns(kind, stratum):
            part = at[block & now]
            known_to_someone = kind[block][0] in ("practice", "organization")
            if _gives_away(system, part[state.hidden[part]], known_to_someone):
                state.hidden[at[total & now]] = True


def _breakdowns(kind: np.ndarray, stratum: np.ndarray) -> list[np.ndarray]:
    """Masks of the cells that add up to the region's total: one kind of group, or one kind of stratum."""
    names = sorted(set(zip(kind.tolist(), stratum.tolist(), strict=True)) - {("region", "all")})
    return [(kind == k) & (stratum == s) for k, s in names]


def _gives_away(system: System, parts: np.ndarray, known_to_someone: bool) -> bool:
    """Do hidden parts beside a shown total leave too little room for one of them? Each is at least 1, and the largest
    may be known to the practice that it is about."""
    if parts.size == 0:
        return False
    value, left = system.cells.value[parts], parts.size - known_to_someone
    room = value.sum() - (value.max() if known_to_someone else 0) - left
    return left < LEAST_PARTS or (bool(system.cells.whole[parts[0]]) and room < LEAST_ROOM)


def hopeless(system: System, unit: Unit, state: State, rise: np.ndarray, fall: np.ndarray, value: np.ndarray) -> bool:
    """Even with everything but the region's totals hidden, none of the largest open counts could move: a count so rare
    that its total gives it away."""
    open_ = np.where(rise > 0, rise, -fall)
    if (open_ != 0).sum() <= HALF * (value[unit.cells] != 0).sum():
        return False
    fixed = {id(part): part for part in split(system, unit, state.hidden)}
    for part in fixed.values():
        mine = np.isin(unit.cells, part.cells)
        wishes = open_[mine]
        largest = np.argsort(-np.abs(wishes) * (1 + value[part.cells]), kind="stable")[:SAMPLE]
        sample = np.zeros_like(wishes)
        sample[largest] = wishes[largest]
        some = value[part.cells] != 0
        up, down = np.maximum(state.up[part.cells], sample) * some, state.down[part.cells] * some
        if sample.any() and (Prover(part.matrix, up, down).prove(sample) == sample).all():
            return True
    return False


def hide_mostly_hidden(system: System, unit: Unit, state: State) -> None:
    """A count of which half the practices' totals are hidden is not shown for practices and organizations at all."""
    frame, cells, at = system.frame, system.cells, unit.cells
    if unit_is_denominator(system, unit):
        return
    kind = frame.group_kind[cells.group[at]]
    year = frame.months[cells.period[at]] == 12
    totals = at[(kind == "practice") & year & (frame.stratum_kind[cells.stratum[at]] == "all")]
    totals = totals[cells.value[totals] != 0]
    if totals.size and state.hidden[totals].mean() > HALF:
        block = at[np.isin(kind, ("practice", "organization"))]
        state.hidden[block[cells.value[block] != 0]] = True


def close_time(system: System, unit: Unit, state: State) -> None:
    """A hidden year hides its months; a hidden month or year hides the quarters, which would tie months together."""
    cells, at = system.cells, unit.cells
    months = system.frame.months[cells.period[at]]
    if (months == 12).all():
        return
    key = cells.group[at] * (int(cells.stratum.max()) + 1) + cells.stratum[at]
    hidden, some = state.hidden[at], cells.value[at] != 0
    year_hidden = np.isin(key, key[hidden & (months == 12)])
    any_hidden = np.isin(key, key[hidden])
    state.hidden[at[some & year_hidden]] = True
    state.hidden[at[some & any_hidden & (months == 3)]] = True


def hide_table(table: Table, state: State, value: np.ndarray) -> Table:
    """All cells of a table; its rows need no common parent any more once the parents' cells are hidden too."""
    cells = table.cell[table.cell >= 0]
    state.hidden[cells[value[cells] != 0]] = True
    return Table(table.cell, np.zeros_like(table.parent), table.owner)
