"""The comparison word of a row: better, same or lower (not as good) than the region."""

from collections.abc import Iterator

import numpy as np
import pyarrow.compute as pc

from firstcontact.disclosure.cells import NOT_OWNERS
from firstcontact.disclosure.rows import Coded, combine
from firstcontact.disclosure.system import System
from firstcontact.stats import proportion_funnel, rate_funnel

WORDS = np.array(["lower", "same", "better"], dtype=object)
DIRECTION = {"higher_is_better": 1, "lower_is_better": -1}
COUNT_METHODS = ("byar", "exact_poisson")


def comparisons(system: System, shown: np.ndarray) -> np.ndarray:
    """Word per row or None. `shown`: rows whose value is public; a hidden row or a hidden region gives no word.

    At least five shown groups of a kind with a funnel: its bands, folded to three; else the 95 % interval against the
    region's value (public-site.md 3). A value without an interval has no word.
    """
    rows = system.rows
    value, lower, upper = (_numbers(rows, name) for name in ("value", "lower", "upper"))
    direction = rows.by_measure(lambda d: DIRECTION.get(d.spec.get("direction"), 0))
    side = np.full(rows.size, np.nan)
    method = Coded.of(rows.table["method"])
    for region, members in _families(system, shown & (direction != 0) & ~np.isnan(value)):
        side[members] = _sides(rows, method, members, region, value, lower, upper)
    words = np.full(rows.size, None, dtype=object)
    has = ~np.isnan(side)
    words[has] = WORDS[(side[has] * direction[has]).astype(int) + 1]
    return words


def _families(system: System, usable: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """(region row, rows of the groups of one kind) for each measure, period and stratum."""
    rows, axes = system.rows, system.axes
    same = combine([rows.measure.code, rows.version.code, axes.period, axes.stratum])
    region = rows.group_kind.is_("region") & usable
    where = dict(zip(same[region].tolist(), np.flatnonzero(region).tolist(), strict=True))
    others = np.flatnonzero(usable & ~rows.group_kind.is_("region") & ~rows.group_id.is_(*NOT_OWNERS))
    family = combine([same, rows.group_kind.code])[others]
    order = np.argsort(family, kind="stable")
    for members in np.split(others[order], np.flatnonzero(np.diff(family[order])) + 1):
        if members.size and int(same[members[0]]) in where:
            yield where[int(same[members[0]])], members


def _sides(rows, method: Coded, members: np.ndarray, region: int, value, lower, upper) -> np.ndarray:
    """-1 below, 0 same, 1 above; NaN without a funnel and without an interval."""
    x, n = rows.numerator[members], rows.denominator[members]
    funnel = None
    if method.is_("wilson")[members].all():
        funnel = proportion_funnel(x, n, float(value[region]))
    elif method.is_(*COUNT_METHODS)[members].all() and rows.denominator[region] > 0:
        funnel = rate_funnel(x, n, float(rows.numerator[region] / rows.denominator[region]))
    if funnel is not None:
        return np.sign(funnel.band).astype(float)
    side = (lower[members] > value[region]).astype(float) - (upper[members] < value[region])
    return np.where(np.isnan(lower[members]) | np.isnan(upper[members]), np.nan, side)


def _numbers(rows, name: str) -> np.ndarray:
    return pc.cast(rows.table[name], "float64").to_numpy(zero_copy_only=False).astype(float)
