"""What flags mean for cells: hidden or shown, the bounds a reader may use, and how far a value could move."""

from dataclasses import dataclass, fields
from hashlib import sha256

import numpy as np

from firstcontact.disclosure.policy import Policy
from firstcontact.disclosure.primary import C_BIT, D_BIT, HIDE_DEN, HIDE_NUM, N_BIT, REASONS, ZERO_BIT, Flags
from firstcontact.disclosure.system import System

AMOUNT_MOVE = 0.5  # money and scores must not be exact; their width is not tested
FEW_SOURCES = REASONS.index("few_sources")
UNLIMITED = 1e9  # a rise without a cap; finite, so that 0 x it is 0


@dataclass
class State:
    """Per cell: hidden, and how far it may rise (`up`) and fall (`down`) while everything stays possible.

    For cells that are shown, `up` and `down` say how far they could move if their row were hidden.
    `lower` is the least value a reader may assume. `need_up`, `need_down`: moves that must be possible; `need_along`:
    rises of a complement whose denominator is so small that it must rise with it.
    `kept`: totals of the region and its areas, hidden only where nothing smaller would do.
    """

    hidden: np.ndarray
    lower: np.ndarray
    up: np.ndarray
    down: np.ndarray
    need_up: np.ndarray
    need_down: np.ndarray
    need_along: np.ndarray
    kept: np.ndarray

    def digest(self, at: np.ndarray) -> bytes:
        """What the proofs of these cells rest on; equal digests need no new proof."""
        arrays = (getattr(self, f.name)[at] for f in fields(self))
        return sha256(b"".join(a.tobytes() for a in arrays)).digest()


def spread(system: System, flags: Flags) -> None:
    """Carry flags over shared cells until nothing changes: a hidden cell is hidden in every row that has it."""
    rc = system.row_cells
    while True:
        hidden = hidden_cells(system, flags)
        level = np.zeros_like(flags.level)
        level[(rc.n >= 0) & hidden[rc.n]] = HIDE_NUM
        level[(rc.c >= 0) & hidden[rc.c]] = HIDE_NUM
        level[(rc.d >= 0) & hidden[rc.d]] = HIDE_DEN
        more = np.flatnonzero(level > flags.level)
        if not more.size:
            return
        for value in (HIDE_NUM, HIDE_DEN):
            flags.hide(more[level[more] == value], value, "secondary")


def hidden_cells(system: System, flags: Flags) -> np.ndarray:
    """Hidden cells. A money row with too few payers hides its own denominator, which other rows may still show."""
    rc, size = system.row_cells, system.cells.size
    hidden = np.zeros(size + 1, dtype=bool)
    hidden[rc.d[(flags.level == HIDE_DEN) & (flags.reason != FEW_SOURCES)]] = True
    hidden[rc.n[flags.level >= HIDE_NUM]] = True
    hidden[rc.c[flags.level >= HIDE_NUM]] = True
    return hidden[:size]


def cell_state(system: System, flags: Flags, policy: Policy) -> State:
    """State of all cells under the flags."""
    cells, rc, rows = system.cells, system.row_cells, system.rows
    hidden = hidden_cells(system, flags)
    value = cells.value
    zero_ok = np.zeros(cells.size + 1, dtype=bool)
    named = set(policy.sensitive_measures)
    sensitive = rows.by_measure(lambda d: d.id in named or d.spec["id"] in named)
    free = sensitive | (flags.level == HIDE_DEN)
    zero_ok[rc.n[free]] = zero_ok[rc.c[free]] = True
    lower = np.where(zero_ok[:-1] | ~cells.whole, 0.0, np.minimum(1.0, value))
    up, down = np.full(cells.size, UNLIMITED), np.maximum(value - lower, 0.0)
    _limit_shares(system, lower, up, down)
    up[value == 0] = np.where(hidden[value == 0], up[value == 0], 0)
    state = State(hidden, lower, up, down, *np.zeros((3, cells.size)), _totals(system, hidden))
    _mark_needs(system, flags, policy, state)
    return state


def _totals(system: System, hidden: np.ndarray) -> np.ndarray:
    """Shown totals of the region and of areas, and the region's breakdowns of which nothing is hidden."""
    cells, frame = system.cells, system.frame
    kind, stratum = frame.group_kind[cells.group], frame.stratum_kind[cells.stratum]
    _, code = np.unique(stratum, return_inverse=True)
    broken = cells.what * (int(cells.period.max(initial=0)) + 1) + cells.period
    broken = broken * (int(code.max(initial=0)) + 1) + code
    region = kind == "region"
    whole = region & ~np.isin(broken, broken[region & hidden])
    return ~hidden & (whole | (np.isin(kind, ("region", "area")) & (stratum == "all")))


def _limit_shares(system: System, lower: np.ndarray, up: np.ndarray, down: np.ndarray) -> None:
    """n and c of one row move against each other while d stays. A hidden d moves as people do, who take their part of
    n or c along, so that it has no cap of its own."""
    rc, value = system.row_cells, system.cells.value
    at = np.flatnonzero(rc.c >= 0)
    n, c = rc.n[at], rc.c[at]
    room_n, room_c = np.maximum(value[n] - lower[n], 0), np.maximum(value[c] - lower[c], 0)
    np.minimum.at(up, n, room_c)
    np.minimum.at(down, c, room_c)
    np.minimum.at(up, c, room_n)
    np.minimum.at(down, n, room_n)


def _mark_needs(system: System, flags: Flags, policy: Policy, state: State) -> None:
    """Moves by which each sensitive cell must be able to leave 1..small_max and span min_width."""
    cells, rc = system.cells, system.row_cells
    bits = flags.sensitive
    reach, width = policy.small_max + 1, policy.min_width
    d_at = rc.d[(bits & D_BIT) > 0]
    np.maximum.at(state.need_up, d_at, np.maximum(reach - cells.value[d_at], width))
    n_at = np.flatnonzero((bits & N_BIT) > 0)
    c_at = np.flatnonzero((bits & C_BIT) > 0)
    zero = np.flatnonzero((bits & ZERO_BIT) > 0)
    n_at = np.concatenate([n_at, zero[cells.value[rc.n[zero]] == 0]])
    c_at = np.concatenate([c_at, zero[(rc.c[zero] >= 0) & (cells.value[rc.c[zero]] == 0)]])
    _need(system, state, n_at, rc.n, rc.c, (state.need_up, state.need_down), reach, width)
    _need(system, state, c_at, rc.c, rc.n, (state.need_down, state.need_up), reach, width)
    amounts = state.hidden & ~cells.whole & (cells.value != 0)
    state.need_up[~cells.whole] = state.need_down[~cells.whole] = 0
    state.need_up[amounts] = AMOUNT_MOVE


def _need(system, state, at, own, other, needs, reach, width) -> None:
    """Rise of `own` (n or c) while `other` falls; what the cap of `other` leaves is made up by the other direction."""
    if not at.size:
        return
    value, rc = system.cells.value, system.row_cells
    has = other[at] >= 0
    ceiling = np.where(has, value[other[at]] - state.lower[other[at]], UNLIMITED)
    tiny = (value[rc.d[at]] < reach) & state.hidden[rc.d[at]] & has
    if own is rc.c:
        np.maximum.at(state.need_along, rc.c[at[tiny]], np.maximum(reach - value[rc.c[at[tiny]]], width))
        at, has, ceiling = at[~tiny], has[~tiny], ceiling[~tiny]
    else:
        ceiling = np.where(tiny, ceiling + width, ceiling)
    wanted = np.maximum(reach - value[own[at]], width)
    first = np.minimum(wanted, ceiling)
    target = rc.n[at]
    rise, fall = needs
    np.maximum.at(rise, target, first)
    np.maximum.at(fall, target, np.minimum(wanted - first, np.maximum(value[own[at]] - state.lower[own[at]], 0)))
