"""Seeded draws: never the clock. Same inputs, measure and group give the same interval."""

from collections.abc import Callable
from hashlib import sha256

import numpy as np
from numpy.typing import ArrayLike

from firstcontact.stats.quantiles import quantile

DRAWS = 1000


def generator(inputs_digest: str, measure: str, group_key: str) -> np.random.Generator:
    """PCG64 seeded with the first 8 bytes (big-endian) of sha256('digest|measure|group key')."""
    digest = sha256(f"{inputs_digest}|{measure}|{group_key}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "big")))


def bootstrap(
    numerators: ArrayLike, denominators: ArrayLike, rng: np.random.Generator, draws: int = DRAWS
) -> tuple[float, float]:
    """95 % percentile interval of sum(numerators)/sum(denominators), people drawn with replacement.

    Arrays hold one sum per person, in the order of person ids. Draws whose denominator is 0 are left out; NaN when
    none is left.
    """
    x, n = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    values = []
    for _ in range(draws):
        chosen = rng.integers(0, x.size, x.size)
        total = n[chosen].sum()
        if total != 0:
            values.append(x[chosen].sum() / total)
    return _percentiles(values)


def draw_interval(
    form: Callable[[np.ndarray], float],
    values: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    rng: np.random.Generator,
    draws: int = DRAWS,
    lowest: float = 0.0,
    highest: float = np.inf,
) -> tuple[float, float]:
    """95 % percentile interval of an index by drawing each group's value from its own interval.

    A value moves down with sd (value - lower)/z and up with sd (upper - value)/z (split normal), clipped to
    lowest..highest. `form` maps an array of values to the index; draws where it gives NaN are left out.
    """
    y, low, high = (np.asarray(a, dtype=float) for a in (values, lower, upper))
    z = rng.standard_normal((draws, y.size))
    spread = np.where(z < 0, y - low, high - y) / 1.959963984540054
    drawn = np.clip(y + z * spread, lowest, highest)
    return _percentiles([form(row) for row in drawn])


def _percentiles(values: list[float]) -> tuple[float, float]:
    kept = np.asarray(values, dtype=float)
    kept = kept[np.isfinite(kept)]
    if not kept.size:
        return float("nan"), float("nan")
    return quantile(kept, 0.025), quantile(kept, 0.975)
