"""A count together with its hidden denominators and complements: where d is hidden too, n + c = d moves as a whole."""

import numpy as np
from scipy.sparse import block_diag, csr_matrix, hstack, vstack

from firstcontact.disclosure.state import UNLIMITED, State
from firstcontact.disclosure.system import System
from firstcontact.disclosure.witness import Unit


class Pairs:
    """Finds what belongs to a unit of counts: rows with a hidden denominator whose n or c is one of its cells."""

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

    def of(self, unit: Unit, state: State) -> "Pair | None":
        """The unit with its denominators and complements; None where no denominator is hidden."""
        left, right = np.searchsorted(self.sorted, unit.cells), np.searchsorted(self.sorted, unit.cells, side="right")
        spans = [self.order[a:b] for a, b in zip(left, right, strict=True) if b > a]
        found = np.concatenate(spans) if spans else np.zeros(0, dtype=int)
        found = found[(self.unit_of[self.den[found]] >= 0) & state.hidden[self.den[found]]]
        found = found[~np.isin(self.other[found], unit.cells)]
        return Pair(self, unit, state, found) if found.size else None


class Pair:
    """Columns: the counts of the unit, all denominators of their units, the complements of rows with a hidden d.

    `caps`: rise and fall of each column. Only the counts can be hidden further.
    """

    def __init__(self, pairs: Pairs, unit: Unit, state: State, found: np.ndarray) -> None:
        cells = pairs.system.cells
        dens = [pairs.parts[i] for i in np.unique(pairs.unit_of[pairs.den[found]])]
        den_cells = np.concatenate([u.cells for u in dens])
        others, other_at = np.unique(pairs.other[found], return_inverse=True)
        self.counts = len(unit.cells)
        at = np.concatenate([unit.cells, den_cells, others])
        sums = block_diag([unit.matrix, *(u.matrix for u in dens)], format="csr")
        sums = hstack([sums, csr_matrix((sums.shape[0], len(others)))], format="csr")
        columns = (
            _place(cells.size, unit.cells)[pairs.count[found]],
            self.counts + _place(cells.size, den_cells)[pairs.den[found]],
            self.counts + len(den_cells) + other_at,
        )
        matrix = vstack([sums, _whole_rows(columns, len(at))], format="csr")
        self.unit = Unit(at, matrix, cells.owner[at])
        up, down = state.up[at].copy(), state.down[at].copy()
        up[columns[0]] = UNLIMITED
        up[self.counts :] = UNLIMITED
        down[columns[2]] = np.maximum(cells.value[others] - state.lower[others], 0)[other_at]
        self.caps = up, down

    def extend(self, wishes: np.ndarray) -> np.ndarray:
        """Wishes of the counts, none for the rest."""
        return np.concatenate([wishes, np.zeros(len(self.unit.cells) - len(wishes))])


def _place(size: int, cells: np.ndarray) -> np.ndarray:
    place = np.full(size, -1)
    place[cells] = np.arange(len(cells))
    return place


def _whole_rows(columns: tuple[np.ndarray, np.ndarray, np.ndarray], width: int) -> csr_matrix:
    """n + c - d = 0, a row each."""
    n, d, c = columns
    rows = np.arange(len(n))
    sign = np.concatenate([np.ones(2 * len(n)), -np.ones(len(n))])
    return csr_matrix((sign, (np.concatenate([rows] * 3), np.concatenate([n, c, d]))), shape=(len(n), width))
