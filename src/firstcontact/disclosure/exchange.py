"""Practices with hidden totals exchange people with one another: the proof for what a single table cannot settle.

A practice r rises by k when other practices fall by k in the same columns of every stratum kind, so that all totals of
the region stay; their organizations' totals are hidden or shared.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from firstcontact.disclosure.state import State
from firstcontact.disclosure.system import System
from firstcontact.disclosure.tables import Table
from firstcontact.disclosure.witness import Unit

CANDIDATES = 40


@dataclass
class Pool:
    """Practices of a unit and their year rows. `total[r]`, `parent[r]`: cell of the practice and its organization
    (-1 none); `kinds`: one table a stratum kind, rows in the same order; `owner[r]`: -1 for unattributed people."""

    total: np.ndarray
    parent: np.ndarray
    owner: np.ndarray
    kinds: list[Table]

    def partners(self, state: State, r: int, need: float, rise: bool, column: tuple[int, int] | None, if_hidden: bool):
        """How much each practice can take over from r's move; `column` (kind, column) fixes where the move shows.

        `if_hidden`: as if all their rows and organizations were hidden already.
        """
        up, down = (state.up, state.down) if rise else (state.down, state.up)
        hidden = np.ones(len(state.hidden), dtype=bool) if if_hidden else state.hidden
        near = self._candidates(down[self.total] * hidden[self.total], r)
        room = np.minimum(down[self.total[near]], need) * hidden[self.total[near]]
        for k, table in enumerate(self.kinds):
            mine, theirs = table.cell[r], table.cell[near]
            wide = np.where((mine >= 0) & state.hidden[mine] & (up[mine] >= need), need, 0)
            if column is not None and column[0] == k:
                wide = np.where(np.arange(wide.size) == column[1], wide, 0)
            give = np.where((theirs >= 0) & hidden[theirs], down[theirs], 0)
            room = np.minimum(room, np.minimum(wide[None, :], give).sum(axis=1))
        found = np.zeros(len(self.total))
        found[near] = room
        return np.where(self._may_trade(state, r, need, up, down, hidden), found, 0)

    def _candidates(self, room: np.ndarray, r: int) -> np.ndarray:
        """The practices with most room, and all of the same organization."""
        large = np.argsort(-room, kind="stable")[:CANDIDATES]
        near = np.union1d(large, np.flatnonzero(self.parent == self.parent[r]) if self.parent[r] >= 0 else [])
        return near[near != r].astype(int)

    def _may_trade(self, state, r, need, up, down, free) -> np.ndarray:
        """Rows of the same organization, or of hidden organizations that can move as far."""
        same = self.parent == self.parent[r]
        if self.parent[r] >= 0 and not (state.hidden[self.parent[r]] and up[self.parent[r]] >= need):
            return same
        outside = self.parent < 0
        movable = free[self.parent] & (down[self.parent] >= need)
        return same | outside | movable

    def proved(self, state: State, r: int, need: float, rise: bool, column: tuple[int, int] | None) -> bool:
        """The move of r has a witness for the reader and for every other practice."""
        up = state.up if rise else state.down
        if not state.hidden[self.total[r]] or up[self.total[r]] < need:
            return False
        room = self.partners(state, r, need, rise, column, if_hidden=False)
        return self._enough(room, need)

    def _enough(self, room: np.ndarray, need: float) -> bool:
        return bool(room.sum() - np.where(self.owner >= 0, room, 0).max(initial=0) >= need)

    def widen(self, state: State, value: np.ndarray, r: int, need: float, rise: bool, column) -> bool:
        """Hide r, its organization and the cheapest partners for its move; False (nothing hidden) if none suffice."""
        trial = self._hide_row(state, r, value, state.hidden.copy())
        held, state.hidden = state.hidden, trial
        room = self.partners(state, r, need, rise, column, if_hidden=True)
        order = sorted(np.flatnonzero(room), key=lambda p: (self._price(trial, value, p, room[p] >= need), p))
        chosen = np.zeros_like(room)
        for partner in order:
            if self._enough(chosen, need):
                break
            chosen[partner] = room[partner]
            trial = self._hide_row(state, partner, value, trial)
        state.hidden = trial
        if self._enough(chosen, need) and self.proved(state, r, need, rise, column):
            return True
        state.hidden = held
        return False

    def _price(self, hidden: np.ndarray, value: np.ndarray, r: int, enough: bool) -> tuple[bool, float]:
        """Partners that are large enough alone come first, then by the counts that would have to be hidden."""
        cells = self._row_cells(r)
        cells = cells[~hidden[cells] & (value[cells] != 0)]
        return not enough, float((5 + np.abs(value[cells])).sum())

    def _row_cells(self, r: int) -> np.ndarray:
        strata = np.concatenate([t.cell[r] for t in self.kinds]) if self.kinds else np.zeros(0, dtype=int)
        cells = np.concatenate([[self.total[r], self.parent[r]], strata])
        return cells[cells >= 0]

    def _hide_row(self, state: State, r: int, value: np.ndarray, hidden: np.ndarray) -> np.ndarray:
        cells = self._row_cells(r)
        hidden = hidden.copy()
        hidden[cells[value[cells] != 0]] = True
        return hidden


def pools(system: System, unit: Unit, kinds: list[Table]) -> Iterator[Pool]:
    """The pool of a unit: practices with a year row, in the order of the unit's practice tables."""
    frame, cells, at = system.frame, system.cells, unit.cells
    plain = (frame.months[cells.period[at]] == 12) & (frame.stratum_kind[cells.stratum[at]] == "all")
    kind = frame.group_kind[cells.group[at]]
    mine = at[plain & (kind == "practice")]
    mine = mine[np.argsort(cells.group[mine], kind="stable")]
    if not mine.size or any(len(t.cell) != mine.size for t in kinds):
        return
    organization = {int(cells.group[c]): int(c) for c in at[plain & (kind == "organization")]}
    parent = np.array([organization.get(frame.parent.get(int(g), -1), -1) for g in cells.group[mine]], dtype=int)
    yield Pool(mine, parent, cells.owner[mine], kinds)


def settle(pool: Pool, state: State, need: np.ndarray, done: np.ndarray, value: np.ndarray, rise: bool) -> None:
    """Prove the open needs of a pool, widening it where there is no proof; marks `done` per cell."""
    targets = [(cell, r, None) for r, cell in enumerate(pool.total)]
    for k, table in enumerate(pool.kinds):
        targets += [(table.cell[r, c], r, (k, c)) for r, c in np.argwhere(table.cell >= 0).tolist()]
    open_ = [t for t in targets if need[t[0]] > 0 and not done[t[0]]]
    for cell, r, column in sorted(open_, key=lambda t: (-value[t[0]], t[0])):
        if pool.proved(state, r, need[cell], rise, column) or pool.widen(state, value, r, need[cell], rise, column):
            done[cell] = True
