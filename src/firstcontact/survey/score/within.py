"""Regression within groups: adjusters and outcomes centred by group, then least squares."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg import solve_triangular

CONSTANT = 1e-12  # a column whose spread within groups is below this part of its size is constant
ALIASED = 1e-7  # a column with less than this part of its length outside the earlier ones adds nothing
BLOCK = 8192  # rows of one small QR, so that it stays in the cache
SETTLED = 1e-14  # a correction below this part of the slopes changes no digit
CORRECTIONS = 3


@dataclass(frozen=True)
class Rows:
    """Rows of one item model: their group, the number of groups, and weights (None: all 1)."""

    code: np.ndarray
    groups: int
    weight: np.ndarray | None

    @cached_property
    def count(self) -> np.ndarray:
        return np.bincount(self.code, minlength=self.groups)

    @cached_property
    def total(self) -> np.ndarray:
        """Sum of the weights per group."""
        return self.count if self.weight is None else self.sums(np.ones(len(self.code)))

    def sums(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.code, weights=self.weighted(values), minlength=self.groups)

    def means(self, values: np.ndarray) -> np.ndarray:
        """Mean per group of each row of `values`; NaN for a group without rows."""
        sums = np.array([self.sums(v) for v in values]).reshape(len(values), self.groups)
        return np.divide(sums, self.total, out=np.full(sums.shape, np.nan), where=self.total > 0)

    def weighted(self, values: np.ndarray) -> np.ndarray:
        return values if self.weight is None else values * self.weight

    def rooted(self, values: np.ndarray) -> np.ndarray:
        """Times the root of the weights, so that plain sums of squares are weighted ones."""
        return values if self.weight is None else values * np.sqrt(self.weight)


@dataclass(frozen=True)
class Adjusted:
    """Outcomes after adjustment. Arrays have one row per outcome.

    raw, mean: per group, before and after; slopes: per adjuster, NaN where dropped; r2: within groups, NaN where the
    outcome does not vary; residual: per row of the data.
    """

    raw: np.ndarray
    mean: np.ndarray
    slopes: np.ndarray
    r2: np.ndarray
    residual: np.ndarray


class Within:
    """Adjusters of a set of rows, centred and factored once, for any number of outcomes of these rows.

    x: adjusters x rows, finite; size: the largest magnitude of each adjuster, against which rounding is judged.
    """

    def __init__(self, rows: Rows, x: np.ndarray, size: np.ndarray) -> None:
        self.rows = rows
        self.means = rows.means(x)
        self.x = x - self.means[:, rows.code]
        self.kept = np.ones(len(x), dtype=bool)
        self.factor = _triangle(rows.rooted(self.x).T)
        while (useless := _useless(self.factor, size[self.kept] * np.sqrt(rows.total.sum()))) is not None:
            self.kept[np.flatnonzero(self.kept)[useless]] = False
            self.x, self.means = np.delete(self.x, useless, axis=0), np.delete(self.means, useless, axis=0)
            self.factor = _triangle(rows.rooted(self.x).T)

    def adjust(self, y: np.ndarray) -> Adjusted:
        """Take out of the outcomes (outcomes x rows, finite) what the adjusters explain within groups."""
        raw = self.rows.means(y)
        centred = y - raw[:, self.rows.code]
        slopes = self._solve(centred)
        residual = centred - slopes @ self.x
        for _ in range(CORRECTIONS):
            step = self._solve(residual)
            if np.abs(step).max(initial=0) <= SETTLED * np.abs(slopes).max(initial=0):
                break
            slopes += step
            residual = centred - slopes @ self.x
        return Adjusted(raw, raw - slopes @ self._shift(), self._all(slopes), self._r2(y, centred, slopes), residual)

    def _solve(self, y: np.ndarray) -> np.ndarray:
        """Slopes by the seminormal equations R'R b = X'y; corrected by the residual they are exact (Björck 1987)."""
        right = self.x @ self.rows.weighted(y).T
        return solve_triangular(self.factor, solve_triangular(self.factor, right, trans="T")).T

    def _shift(self) -> np.ndarray:
        """Distance of each group's adjusters from their mean over groups (adjusters x groups)."""
        has = self.rows.total > 0
        return self.means - self.means[:, has].mean(axis=1, keepdims=True) if has.any() else self.means

    def _all(self, slopes: np.ndarray) -> np.ndarray:
        found = np.full((len(slopes), len(self.kept)), np.nan)
        found[:, self.kept] = slopes
        return found

    def _r2(self, y: np.ndarray, centred: np.ndarray, slopes: np.ndarray) -> np.ndarray:
        total, size = _squares(self.rows.rooted(centred)), _squares(self.rows.rooted(y))
        explained = np.sum((self.factor @ slopes.T) ** 2, axis=0)
        varies = total > CONSTANT**2 * size
        return np.divide(explained, total, out=np.full(len(y), np.nan), where=varies)


def _squares(values: np.ndarray) -> np.ndarray:
    return np.einsum("ij,ij->i", values, values)


def _triangle(x: np.ndarray) -> np.ndarray:
    """R of the QR of a tall matrix: R of each block of rows, then R of these."""
    columns = x.shape[1]
    if x.size == 0:
        return np.zeros((columns, columns))
    block = max(min(BLOCK, len(x)), columns)
    blocks = -(-len(x) // block)
    padded = np.zeros((blocks * block, columns))
    padded[: len(x)] = x
    small = np.linalg.qr(padded.reshape(blocks, block, columns), mode="r")
    return np.linalg.qr(small.reshape(-1, columns), mode="r")


def _useless(factor: np.ndarray, size: np.ndarray) -> int | None:
    """The first column that is constant within groups, or that the columns before it explain."""
    length = np.linalg.norm(factor, axis=0)
    found = np.flatnonzero((length <= CONSTANT * size) | (np.abs(np.diag(factor)) < ALIASED * length))
    return int(found[0]) if found.size else None
