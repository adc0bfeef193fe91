"""Row sets that follow from finer ones: a region is the sum of its practices, an organization of its own practices.

Holds for people with one cell in a period: they stand in one group of every set, so only the fine sets need counting.
"""

from collections.abc import Sequence

import numpy as np

from firstcontact.engine.batch import Keys
from firstcontact.engine.cells import RowSet, root

LINE = "line_of_business"


def sources(sets: Sequence[RowSet], money: bool) -> list[tuple[RowSet, RowSet]]:
    """Every set with the fine set that it follows from; a fine set follows from itself."""
    fine = [s for s in sets if not any(_holds(f, s, money) for f in sets if f != s)]
    return [(s, next(f for f in fine if f == s or _holds(f, s, money))) for s in sets]


def _holds(fine: RowSet, s: RowSet, money: bool) -> bool:
    """The fine set has every kind of `s`, and counts the same rows (see Tally._counted)."""
    known = {fine.group, fine.stratum, "region", "all"}
    has_kinds = all(k in known or root(k) in known for k in (s.group, s.stratum))
    return has_kinds and not (money and (s.stratum == LINE) != (fine.stratum == LINE))


def places(s: RowSet, fine: RowSet, keys: Keys, periods: int) -> np.ndarray:
    """Place in `s` of every place of the fine set, in the order of the fine set's places."""
    group, period, stratum = np.indices((keys.size(fine.group), periods, keys.size(fine.stratum))).reshape(3, -1)
    known = {"region": np.zeros_like(group), "all": np.zeros_like(group), fine.group: group, fine.stratum: stratum}
    of = {k: known[k] if k in known else keys.follow(k, known[root(k)]) for k in (s.group, s.stratum)}
    return (of[s.group] * periods + period) * keys.size(s.stratum) + of[s.stratum]
