"""Directly standardised rates."""

from collections.abc import Mapping

import numpy as np

from firstcontact.stats.errors import NotApplicable, StatisticsError
from firstcontact.stats.intervals import byar


def directly_standardised(
    events: Mapping[str, float],
    people: Mapping[str, float],
    weights: Mapping[str, float],
    factor: float = 1.0,
    confidence: float = 0.95,
) -> tuple[float, float, float]:
    """Rate standardised to `weights`, with its Dobson limits: (value, lower, upper), each times `factor`.

    The three mappings are keyed by band name and matched by name. Raises NotApplicable with fewer than 10 events or
    a weighted band without people, StatisticsError when the bands differ.
    Source: Dobson et al. 1991 with Byar limits; specs/measures/statistics.md "Formulas".
    """
    if not (set(events) == set(people) == set(weights)):
        odd = sorted(set(events) ^ set(weights) | set(people) ^ set(weights))
        raise StatisticsError(f"Standardisation matches bands by name; these are not in all three lists: {odd}.")
    names = sorted(weights)
    o, n, w = (np.array([float(m[k]) for k in names]) for m in (events, people, weights))
    total = o.sum()
    if total < 10:
        raise NotApplicable("fewer than 10 events")
    if ((n <= 0) & (w > 0)).any():
        raise NotApplicable("a band of the standard population has no people")
    used = w > 0
    o, n, w = o[used], n[used], w[used]
    value = (w * o / n).sum() / w.sum()
    spread = np.sqrt((w**2 * o / n**2).sum() / w.sum() ** 2 / total)
    lower, upper = byar(total, confidence)
    low, high = value + spread * (lower - total), value + spread * (upper - total)
    return float(value * factor), float(low * factor), float(high * factor)
