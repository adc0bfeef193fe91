"""The one rule for quantiles."""

import numpy as np
from numpy.typing import ArrayLike


def quantile(values: ArrayLike, q: float) -> float:
    """Linear interpolation at (N - 1) q over the sorted values. Used for quartiles and bootstrap percentiles."""
    ordered = np.sort(np.asarray(values, dtype=float))
    place = (ordered.size - 1) * q
    below = int(np.floor(place))
    above = min(below + 1, ordered.size - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))
