"""Witnesses by linear programme: another possible world in which a hidden cell has another value.

A witness is a change of cells that keeps every relation. `Prover` asks whether hidden cells alone can bring a wished
move about; `cheapest` asks which cells should be hidden so that they can. Both speak of changes, not values.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_matrix, csr_matrix, eye_array, hstack

PENALTY = 1e5
TOLERANCE = 1e-6


@dataclass
class Unit:
    """A part of the system that is solved on its own: relations x cells, with the global index of each cell."""

    cells: np.ndarray
    matrix: csr_matrix
    owner: np.ndarray


def cheapest(
    matrix: csr_matrix,
    up: np.ndarray,
    down: np.ndarray,
    move: np.ndarray,
    cost: np.ndarray,
) -> np.ndarray:
    """Change of every cell that brings the cells as far towards `move` (signed, 0 = no wish) as can be, at least price.

    matrix, up, down: as for Prover; cost: price of a unit of change, 1 or less.
    """
    live = np.flatnonzero((up > 0) | (down > 0))
    wishes = np.intersect1d(np.flatnonzero(move), live)
    change = np.zeros(len(up))
    if not wishes.size:
        return change
    a = matrix[:, live]
    sign = np.sign(move[wishes])
    place = np.searchsorted(live, wishes)
    pick = csr_matrix((sign, (np.arange(wishes.size), place)), shape=(wishes.size, live.size))
    least = hstack([-pick, pick, -eye_array(wishes.size)], format="csr")
    limits = np.concatenate([np.minimum(up[live], 1e9), np.minimum(down[live], 1e9), np.abs(move[wishes])])
    price = cost[live] + 1e-3
    found = linprog(
        np.concatenate([price, price, np.full(wishes.size, PENALTY)]),
        A_ub=least,
        b_ub=-np.abs(move[wishes]),
        A_eq=hstack([a, -a, csr_matrix((a.shape[0], wishes.size))], format="csr"),
        b_eq=np.zeros(a.shape[0]),
        bounds=np.stack([np.zeros(len(limits)), limits], axis=1),
        method="highs",
    )
    if found.status == 0:
        change[live] = found.x[: live.size] - found.x[live.size : 2 * live.size]
    return change


class Prover:
    """One model of hidden cells, solved again and again with other objectives from a warm start.

    matrix: relations x cells; up, down: greatest rise and fall per cell, 0 where it must stay.
    """

    def __init__(self, matrix: csr_matrix, up: np.ndarray, down: np.ndarray) -> None:
        self.size = len(up)
        self.live = np.flatnonzero((up > 0) | (down > 0))
        self.up, self.down = up[self.live], down[self.live]
        self.model = _model(csc_matrix(matrix[:, self.live]), self.up, self.down)

    def change(self, weights: np.ndarray, need: np.ndarray) -> np.ndarray:
        """A change with the greatest weighted move; cells with a weight move at most `need` (signed like weights)."""
        found = np.zeros(self.size)
        if not self.live.size:
            return found
        w, limit = weights[self.live], np.abs(need[self.live])
        upper = np.where(w > 0, np.minimum(self.up, limit), self.up)
        lower = np.where(w < 0, np.minimum(self.down, limit), self.down)
        index = np.arange(self.live.size, dtype=np.int32)
        self.model.changeColsCost(index.size, index, -w)
        self.model.changeColsBounds(index.size, index, -lower, upper)
        self.model.run()
        if self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            found[self.live] = self.model.getSolution().col_value
        return found

    def prove(self, wishes: np.ndarray) -> np.ndarray:
        """Wishes that stay open: all together first, then one by one with the others as makeweight."""
        open_ = wishes.copy()
        self._try(open_, np.sign(open_))
        for i in np.flatnonzero(open_):
            if open_[i]:
                weights = 1e-3 * np.sign(open_)
                weights[i] = np.sign(open_[i])
                self._try(open_, weights)
        return open_

    def _try(self, open_: np.ndarray, weights: np.ndarray) -> None:
        if weights.any():
            open_[reached(self.change(weights, open_), open_)] = 0


def _model(a: csc_matrix, up: np.ndarray, down: np.ndarray) -> highspy.Highs:
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = a.shape
    lp.col_cost_ = np.zeros(a.shape[1])
    lp.col_lower_, lp.col_upper_ = -down, up
    lp.row_lower_ = lp.row_upper_ = np.zeros(a.shape[0])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = a.indptr, a.indices, a.data
    model = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("presolve", "off"),
        ("simplex_strategy", 4),
    ):
        model.setOptionValue(option, value)
    model.passModel(lp)
    return model


def reached(change: np.ndarray, move: np.ndarray) -> np.ndarray:
    """True where a wish came true."""
    return (move != 0) & (change * np.sign(move) >= np.abs(move) - TOLERANCE)
