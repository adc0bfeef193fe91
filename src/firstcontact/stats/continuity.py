"""Continuity of care for one person: visits are clinician ids in order of date. NaN where undefined.

Source: BMC Health Services Research 2022, doi 10.1186/s12913-022-07953-z, table 2; specs/measures/continuity.md.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise

NAN = float("nan")
Visits = Sequence[Hashable]


def upc(visits: Visits, min_visits: int = 2) -> float:
    """Usual provider: share of visits with the clinician seen most."""
    return max(Counter(visits).values()) / len(visits) if len(visits) >= max(min_visits, 1) else NAN


def coc(visits: Visits, min_visits: int = 2) -> float:
    """Bice-Boxerman concentration of care."""
    n = len(visits)
    if n < max(min_visits, 2):
        return NAN
    return (sum(k * k for k in Counter(visits).values()) - n) / (n * (n - 1))


def secon(visits: Visits, min_visits: int = 2) -> float:
    """Share of visits with the same clinician as the visit before."""
    n = len(visits)
    if n < max(min_visits, 2):
        return NAN
    return sum(a == b for a, b in pairwise(visits)) / (n - 1)


def hi(visits: Visits) -> float:
    """Herfindahl index: sum of squared shares."""
    n = len(visits)
    return sum(k * k for k in Counter(visits).values()) / (n * n) if n else NAN


def mmci(visits: Visits) -> float:
    """Modified, modified continuity index."""
    n = len(visits)
    if n < 2:
        return NAN
    return (1 - len(set(visits)) / (n + 0.1)) / (1 - 1 / (n + 0.1))
