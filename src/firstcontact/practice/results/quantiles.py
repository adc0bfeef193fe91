"""Quantiles over draws, and weighted quantiles over practices."""

from collections.abc import Sequence

import numpy as np


def over_draws(values: np.ndarray, at: Sequence[float]) -> np.ndarray:
    """Linear between order statistics at (n - 1) q along the last axis, NaN left out: (..., quantiles).

    NaN where no value is left.
    """
    ordered = np.sort(values, axis=-1)
    last = np.maximum((~np.isnan(ordered)).sum(axis=-1) - 1, 0)[..., None]
    place = last * np.asarray(at)
    below = np.floor(place).astype(np.int64)
    low = np.take_along_axis(ordered, below, axis=-1)
    high = np.take_along_axis(ordered, np.minimum(below + 1, last), axis=-1)
    return low + (high - low) * (place - below)


def over_practices(values: np.ndarray, weight: np.ndarray, at: Sequence[float]) -> np.ndarray:
    """The smallest value that a share q of the weight does not exceed; halfway to the next where exactly q is reached.

    A practice of weight 2 counts as two practices. values, weight: (practices,), NaN left out; NaN where none is left.
    """
    kept = ~np.isnan(values)
    if not kept.any():
        return np.full(len(at), np.nan)
    order = np.argsort(values[kept], kind="stable")
    ordered, share = values[kept][order], np.cumsum(weight[kept][order])
    share = share / share[-1]
    tiny = 1e-12
    low = np.searchsorted(share, np.asarray(at) - tiny)
    high = np.minimum(np.searchsorted(share, np.asarray(at) + tiny), len(ordered) - 1)
    return (ordered[low] + ordered[high]) / 2
