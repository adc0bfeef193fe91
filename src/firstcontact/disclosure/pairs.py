"""A count together with its hidden denominators: where d is hidden too, n is bounded by a d that moves itself."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_diag, csr_matrix, vstack

from firstcontact.disclosure.state import UNLIMITED, State
from firstcontact.disclosure.system import System
from firstcontact.disclosure.witness import Unit


@dataclass
class Pair:
    """A unit of counts and the cells of its denominators. Columns: the unit's cells, then `dens`.

    `count`, `den`: columns of each pair n <= d; `room`: how far n may rise while d stays.
    """

    unit: Unit
    dens: np.ndarray
    owner: np.ndarray
    matrix: csr_matrix
    count: np.ndarray
    den: np.ndarray
    room: np.ndarray

    def extend(self, wishes: np.ndarray) -> np.ndarray:
        return np.concatenate([wishes, np.zeros(len(self.dens))])

    def model(self, state: State, movable: np.ndarray, frozen: np.ndarray) -> tuple:
        """(matrix, up, down, room) of counts and denominators: `movable` counts, hidden denominators but those of the
        owners in `frozen`."""
        at = self.unit.cells
        up, down = state.up[at].copy(), state.down[at]
        paired = state.hidden[self.dens[self.den - at.size]]
        up[self.count[paired]] = UNLIMITED
        free = state.hidden[self.dens] & ~np.isin(self.owner, frozen)
        rows = np.arange(len(self.count))
        size = (len(rows), at.size + len(self.dens))
        bounds = csr_matrix((np.ones(len(rows)), (rows, self.den)), shape=size)
        bounds -= csr_matrix((np.ones(len(rows)), (rows, self.count)), shape=size)
        return (
            vstack([self.matrix, bounds], format="csr"),
            np.concatenate([up * movable, UNLIMITED * free]),
            np.concatenate([down * movable, state.down[self.dens] * free]),
            self.room,
        )


class Pairs:
    """Finds the pair of a unit: rows whose numerator or complement is one of its cells."""

    def __init__(self, system: System, parts: list[Unit]) -> None:
        self.system = system
        self.parts = parts
        self.unit_of = np.full(system.cells.size, -1)
        for number, unit in enumerate(parts):
            self.unit_of[unit.cells] = number
        rc = system.row_cells
        share = np.flatnonzero(rc.c >= 0)
        self.count = np.concatenate([rc.n[share], rc.c[share]])
        self.other = np.concatenate([rc.c[share], rc.n[share]])
        self.den = np.concatenate([rc.d[share]] * 2)
        self.order = np.argsort(self.count, kind="stable")
        self.sorted = self.count[self.order]

    def of(self, unit: Unit, state: State) -> Pair | None:
        left, right = np.searchsorted(self.sorted, unit.cells), np.searchsorted(self.sorted, unit.cells, side="right")
        spans = [self.order[a:b] for a, b in zip(left, right, strict=True) if b > a]
        found = np.concatenate(spans) if spans else np.zeros(0, dtype=int)
        found = found[self.unit_of[self.den[found]] >= 0]
        if not state.hidden[self.den[found]].any():
            return None
        return self._build(unit, state, found)

    def _build(self, unit: Unit, state: State, found: np.ndarray) -> Pair:
        den_units = [self.parts[i] for i in np.unique(self.unit_of[self.den[found]])]
        dens = np.concatenate([u.cells for u in den_units])
        place = np.full(self.system.cells.size, -1)
        place[dens] = len(unit.cells) + np.arange(len(dens))
        own = np.full(self.system.cells.size, -1)
        own[unit.cells] = np.arange(len(unit.cells))
        value = self.system.cells.value
        room = np.maximum(value[self.other[found]] - state.lower[self.other[found]], 0)
        matrix = block_diag([unit.matrix, *(u.matrix for u in den_units)], format="csr")
        owner = np.concatenate([u.owner for u in den_units])
        return Pair(unit, dens, owner, matrix, own[self.count[found]], place[self.den[found]], room)
