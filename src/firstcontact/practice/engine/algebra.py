"""Sums and products in which an absent term is the number 0.0, so that nothing is computed for it."""

from collections.abc import Callable, Iterable

import numpy as np

Lanes = np.ndarray | float


def is_absent(x: Lanes) -> bool:
    return isinstance(x, float) and x == 0.0


def add(*terms: Lanes) -> Lanes:
    """The sum of the terms, from left to right."""
    return _chain(np.add, [x for x in terms if not is_absent(x)], 0.0)


def add_all(terms: Iterable[Lanes]) -> Lanes:
    return add(*terms)


def less(a: Lanes, b: Lanes) -> Lanes:
    """a - b."""
    if is_absent(b):
        return a
    return -b if is_absent(a) else a - b


def product(*factors: Lanes) -> Lanes:
    """The product of the factors, from left to right; 0.0 where one is absent."""
    kept = []
    for x in factors:
        if isinstance(x, float):
            if x == 0.0:
                return 0.0
            if x == 1.0:
                continue
        kept.append(x)
    return _chain(np.multiply, kept, 1.0)


def ratio(a: Lanes, b: Lanes, empty: float) -> np.ndarray:
    """a / b, and `empty` where b is 0."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    out = np.full(np.broadcast_shapes(a.shape, b.shape), empty)
    return np.divide(a, b, out=out, where=np.broadcast_to(b != 0, out.shape))


def _chain(operation: Callable, terms: list[Lanes], empty: float) -> Lanes:
    """The terms combined from left to right. An array made on the way is used again, never one of the terms."""
    if not terms:
        return empty
    result, ours = terms[0], False
    for term in terms[1:]:
        if ours and np.shape(term) in ((), result.shape) and getattr(term, "dtype", None) in (None, result.dtype):
            operation(result, term, out=result)
        else:
            result = operation(result, term)
            ours = isinstance(result, np.ndarray)
        if isinstance(result, np.float64):
            result = float(result)
    return result
