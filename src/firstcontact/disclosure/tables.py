"""Two-way tables with fixed margins: which sensitive cells have a witness, and the cheapest rectangle for one without.

A cell (r, c) rises by k when row r gives k back in other hidden columns c', other rows r' take it there and give k
back in column c (disclosure-control.md 7 step 3). Shown margins never move, so nothing outside the table does.
"""

from dataclasses import dataclass

import numpy as np


@dataclass
class Table:
    """`cell[r, c]`: index of the cell, -1 where there is none. Rectangles join rows of the same `parent`.
    `owner[r]`: the insider who knows the row, -1 nobody."""

    cell: np.ndarray
    parent: np.ndarray
    owner: np.ndarray

    def take(self, values: np.ndarray) -> np.ndarray:
        """`values` per cell in the table's shape, 0 where there is no cell."""
        return np.where(self.cell >= 0, values[self.cell], 0)


def proved(table: Table, up: np.ndarray, down: np.ndarray, need: np.ndarray) -> np.ndarray:
    """True where the cell can rise by `need` for the reader and for every insider but its owner. Arrays (rows, columns)
    with 0 where a cell is not hidden. Swap `up` and `down` for a fall.

    Sufficient: if every single column c' of a set could carry the whole move through the other rows, the columns of
    the set together carry what row r can give in them (a mixture of flows is a flow).
    """
    result = np.zeros(need.shape, dtype=bool)
    for parent in np.unique(table.parent[(need > 0).any(axis=1)]):
        at = np.flatnonzero(table.parent == parent)
        result[at] = _proved(up[at], down[at], need[at], table.owner[at])
    return result


def _proved(up: np.ndarray, down: np.ndarray, need: np.ndarray, owner: np.ndarray) -> np.ndarray:
    result = np.zeros(need.shape, dtype=bool)
    known = owner >= 0
    for c in np.flatnonzero((need > 0).any(axis=0)):
        through = np.minimum(up, down[:, c : c + 1])  # r', c': what r' can carry from c' to c
        best, second = _two_largest(np.where(known[:, None], through, 0))
        r = np.flatnonzero(need[:, c] > 0)
        own = through[r]
        worst = np.where(known[r][:, None] & (own >= best), second, best)
        k = need[r, c][:, None]
        usable = through.sum(axis=0) - own - worst >= k
        usable[:, c] = False
        result[r, c] = np.where(usable, np.minimum(down[r], k), 0).sum(axis=1) >= k[:, 0]
    return result


def _two_largest(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Largest and second largest per column; 0 where there is none."""
    padded = np.concatenate([a, np.zeros((2, a.shape[1]))])
    top = np.partition(padded, -2, axis=0)[-2:]
    return top[1], top[0]


def best_rectangles(
    table: Table, up: np.ndarray, down: np.ndarray, cost: np.ndarray, need: float, row: int, column: int
) -> np.ndarray | None:
    """Mask of the cells to hide so that (row, column) can rise by `need` through one other column and as many other
    rows as it takes, also without the insider row that gives most; None when there is no such set.

    `up`, `down`: moves possible if hidden; `cost`: 0 for hidden cells. Rows that give more for their cost come first;
    the cheapest column wins, ties by position.
    """
    others = np.flatnonzero((table.parent == table.parent[row]) & (np.arange(len(table.parent)) != row))
    known = table.owner[others] >= 0
    give = np.minimum(np.minimum(up[others], down[others, column][:, None]), need)
    price = cost[others] + cost[others, column][:, None]
    found, least = None, np.inf
    for c in np.flatnonzero((down[row] >= need) & (np.arange(cost.shape[1]) != column)):
        chosen = _cheapest_rows(give[:, c], price[:, c], known, need)
        total = price[chosen, c].sum() + cost[row, c] if chosen is not None else np.inf
        if total < least:
            least, found = total, (c, others[chosen])
    if found is None:
        return None
    mask = np.zeros(cost.shape, dtype=bool)
    mask[row, found[0]] = mask[found[1], found[0]] = mask[found[1], column] = True
    return mask


def _cheapest_rows(give: np.ndarray, price: np.ndarray, known: np.ndarray, need: float) -> np.ndarray | None:
    """The first rows, by price for what they give, that give `need` even without the insider who gives most."""
    usable = np.flatnonzero(give > 0)
    order = usable[np.argsort(price[usable] / give[usable], kind="stable")]
    total = np.cumsum(give[order]) - np.maximum.accumulate(np.where(known[order], give[order], 0))
    enough = np.flatnonzero(total >= need)
    return order[: enough[0] + 1] if enough.size else None
