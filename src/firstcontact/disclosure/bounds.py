"""What an attacker can infer: least and greatest value of hidden cells, by programme or by repeated subtraction."""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

EPSILON = 1e-6
ITERATIONS = 50


def interval(
    matrix: csr_matrix,
    value: np.ndarray,
    hidden: np.ndarray,
    lower: np.ndarray,
    targets: np.ndarray,
    at_most: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest whole value of each target cell over all tables that fit what is shown.

    matrix: relations x cells with matrix @ value = 0 (<= 0 where `at_most`); value: true values, read where not
    hidden; lower: least value a hidden cell may have. Returns (low, high), inf where unbounded. By the linear
    relaxation, rounded inwards: exact for a two-way table, never narrower than the truth for linked ones.
    """
    live = np.flatnonzero(hidden)
    a = csr_matrix(matrix)[:, live]
    right = -(csr_matrix(matrix) @ np.where(hidden, 0, value))
    equal = np.ones(a.shape[0], dtype=bool) if at_most is None else ~at_most
    low, high = np.full(len(targets), -np.inf), np.full(len(targets), np.inf)
    limits = [(bound, None) for bound in lower[live]]
    for i, target in enumerate(targets):
        goal = (live == target).astype(float)
        for sign, side in ((1, low), (-1, high)):
            found = linprog(
                sign * goal,
                A_ub=a[~equal] if (~equal).any() else None,
                b_ub=right[~equal] if (~equal).any() else None,
                A_eq=a[equal],
                b_eq=right[equal],
                bounds=limits,
                method="highs",
            )
            if found.status == 0:
                side[i] = sign * found.fun
    return np.ceil(low - EPSILON), np.floor(high + EPSILON)


def propagate(
    matrix: csr_matrix, value: np.ndarray, hidden: np.ndarray, lower: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of all cells by repeated subtraction: each relation bounds each of its cells by the others, again and
    again until nothing changes. Never narrower than `interval`, and quick for a whole release."""
    low = np.where(hidden, lower, value).astype(float)
    high = np.where(hidden, np.inf, value).astype(float)
    entries = matrix.tocoo()
    useful = np.bincount(entries.row, hidden[entries.col], minlength=matrix.shape[0]) > 0
    keep = useful[entries.row]
    row, column, sign = entries.row[keep], entries.col[keep], entries.data[keep]
    for _ in range(ITERATIONS):
        before = low.copy(), high.copy()
        _tighten(row, column, sign, low, high, matrix.shape[0])
        low, high = np.where(hidden, low, value), np.where(hidden, high, value)
        if np.array_equal(before[0], low) and np.array_equal(before[1], high):
            break
    return low, high


def _tighten(
    row: np.ndarray, column: np.ndarray, sign: np.ndarray, low: np.ndarray, high: np.ndarray, rows: int
) -> None:
    """One pass over all relations, in place. Entries are +1 for parts and -1 for the whole."""
    least = np.where(sign > 0, low[column], -high[column])
    greatest = np.where(sign > 0, high[column], -low[column])
    rest_least = _rest(row, least, rows, -np.inf)
    rest_greatest = _rest(row, greatest, rows, np.inf)
    upper = np.where(sign > 0, -rest_least, rest_greatest)
    lower = np.where(sign > 0, -rest_greatest, rest_least)
    np.minimum.at(high, column, np.maximum(upper, low[column]))
    np.maximum.at(low, column, np.minimum(lower, high[column]))


def _rest(row: np.ndarray, parts: np.ndarray, rows: int, infinite: float) -> np.ndarray:
    """Sum of the other entries of each entry's relation; `infinite` where one of them is."""
    finite = np.isfinite(parts)
    total = np.bincount(row, np.where(finite, parts, 0), minlength=rows)
    open_ = np.bincount(row, ~finite, minlength=rows)
    others = open_[row] - ~finite
    return np.where(others > 0, infinite, total[row] - np.where(finite, parts, 0))


def verdict(true: float, low: float, high: float, small_max: int = 10, min_width: int = 10) -> str:
    """exact, inside_1_10, narrow or safe (disclosure-control.md 6.1)."""
    if low == high:
        return "exact"
    if low >= 1 and high <= small_max:
        return "inside_1_10"
    return "narrow" if high - low < min_width else "safe"
