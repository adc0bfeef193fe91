"""Which of N units are taken: simple random, systematic, and systematic with probability proportional to size.

Pure functions on arrays in the caller's order. Source: specs/surveys/design-estimation.md 1.2-1.4.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

import numpy as np
from numpy.typing import ArrayLike

from firstcontact.errors import FirstContactError


@dataclass(frozen=True)
class Selection:
    """taken: indices of the units in the sample, in the order of selection; probability: one of each unit, shape (N,);
    certainty: bool of each unit, shape (N,)."""

    taken: np.ndarray
    probability: np.ndarray
    certainty: np.ndarray


def simple_random(prn: ArrayLike, unit_ids: Sequence[str], n: int) -> Selection:
    """The n units with the smallest (prn, unit_id)."""
    order = np.lexsort((np.asarray(unit_ids, dtype=str), np.asarray(prn, dtype=float)))
    return _equal(order[:n], n, len(unit_ids))


def systematic(order: ArrayLike, n: int, start: float) -> Selection:
    """Every k-th unit of a sorted list. order: indices of the units as sorted; start: in [0, 1)."""
    sorted_units = np.asarray(order, dtype=int)
    return _equal(sorted_units[positions(sorted_units.size, n, start)], n, sorted_units.size)


def positions(total: int, n: int, start: float) -> np.ndarray:
    """Positions, from 0, of a systematic sample: floor((start + i) * total / n) for i = 0 ... n - 1.

    In exact fractions: rounded sums could hit one unit twice where `start` is close to 1.
    """
    first = Fraction(start)
    return np.array([math.floor((first + i) * total / n) for i in range(n)], dtype=int)


def proportional_to_size(sizes: ArrayLike, n: int, start: float) -> Selection:
    """Systematic sample with probability n * size / sum, units in the given order.

    Units with n * size >= sum are taken with certainty and the rest drawn from what is left, until there is no such
    unit. Raises FirstContactError where a size is missing or not above 0.
    """
    size = np.asarray(sizes, dtype=float)
    if not (size > 0).all():
        bad = int((~(size > 0)).sum())
        raise FirstContactError(f"{bad} units have no size above 0, so they could never be drawn. Give each a size.")
    certain = _certain(size, n)
    rest = np.flatnonzero(~certain)
    left = n - int(certain.sum())
    probability = certain.astype(float)
    hits = np.empty(0, dtype=int)
    if left > 0:
        probability[rest] = left * size[rest] / size[rest].sum()
        hits = rest[_hits(size[rest], left, start)]
    return Selection(np.sort(np.concatenate([np.flatnonzero(certain), hits])), probability, certain)


def _hits(size: np.ndarray, n: int, start: float) -> list[int]:
    """The units in whose part of the cumulated sizes the points (start + i) * step lie; in exact fractions."""
    ends = list(accumulate(Fraction(float(s)) for s in size))
    first = Fraction(start)
    return [bisect_right(ends, (first + i) * ends[-1] / n) for i in range(n)]


def _certain(size: np.ndarray, n: int) -> np.ndarray:
    certain = np.zeros(size.size, dtype=bool)
    while True:
        rest = ~certain
        left = n - int(certain.sum())
        new = rest & (left * size >= size[rest].sum()) if left > 0 else np.zeros_like(certain)
        if not new.any():
            return certain
        certain |= new


def _equal(taken: np.ndarray, n: int, total: int) -> Selection:
    share = n / total if total else 0.0
    return Selection(taken, np.full(total, share), np.full(total, n == total))
