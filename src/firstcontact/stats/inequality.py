"""Inequality between groups. `shares` are population shares (scaled to 1 here), `values` the groups' values.

For ordered forms the groups come most disadvantaged first. Formulas: specs/measures/equity.md "Notation"
(WHO health inequality monitoring texts).
"""

import numpy as np
from numpy.typing import ArrayLike

from firstcontact.stats.errors import NotApplicable, StatisticsError
from firstcontact.stats.slope import positions

ORDERED_FORMS = ("sii", "rii", "aci", "rci")


def require_order(stratifier: str, ordered: bool, form: str = "slope index") -> None:
    """Refuse an ordered index over groups without an order."""
    if not ordered:
        raise StatisticsError(f"{form} needs an ordered stratifier; {stratifier} has no order")


def mean(shares: ArrayLike, values: ArrayLike) -> float:
    """mu: the population-weighted mean."""
    p, y = _shares(shares, values)
    return float((p * y).sum())


def gap(values: ArrayLike, ordered: bool) -> float:
    """Most advantaged minus least advantaged; without an order the greatest minus the least."""
    first, second = pair(values, ordered)
    y = np.asarray(values, dtype=float)
    return float(y[first] - y[second])


def ratio(values: ArrayLike, ordered: bool) -> float:
    """Quotient of the same pair; raises NotApplicable when the divisor is 0."""
    first, second = pair(values, ordered)
    y = np.asarray(values, dtype=float)
    if y[second] == 0:
        raise NotApplicable("the value of the second group is 0")
    return float(y[first] / y[second])


def pair(values: ArrayLike, ordered: bool) -> tuple[int, int]:
    """Positions (first, second) that gap and ratio compare; the first in order wins a tie."""
    y = np.asarray(values, dtype=float)
    if y.size < 2:
        raise NotApplicable("fewer than 2 strata with values")
    return (y.size - 1, 0) if ordered else (int(np.argmax(y)), int(np.argmin(y)))


def aci(shares: ArrayLike, values: ArrayLike) -> float:
    """Absolute concentration index; above 0 when the advantaged have more."""
    p, y = _shares(shares, values)
    return float((p * (2 * positions(p) - 1) * y).sum())


def rci(shares: ArrayLike, values: ArrayLike) -> float:
    """Relative concentration index: aci over the mean; NaN when the mean is 0."""
    return _over(aci(shares, values), mean(shares, values))


def bgv(shares: ArrayLike, values: ArrayLike) -> float:
    """Between-group variance, in squared units of the value."""
    p, y = _shares(shares, values)
    return float((p * (y - (p * y).sum()) ** 2).sum())


def bgsd(shares: ArrayLike, values: ArrayLike) -> float:
    """Between-group standard deviation."""
    return float(np.sqrt(bgv(shares, values)))


def cov(shares: ArrayLike, values: ArrayLike) -> float:
    """Coefficient of variation between groups, percent; NaN when the mean is 0."""
    return 100 * _over(bgsd(shares, values), mean(shares, values))


def theil(shares: ArrayLike, values: ArrayLike) -> float:
    """Theil index times 1,000. A group with value 0 adds 0; a negative value is refused."""
    p, y = _shares(shares, values)
    if (y < 0).any():
        raise StatisticsError(f"theil needs values of 0 or more; there is {y.min():.12g}.")
    mu = (p * y).sum()
    if mu == 0:
        raise NotApplicable("the mean is 0")
    share = y / mu
    return float(1000 * (p * share * np.log(np.where(share > 0, share, 1.0))).sum())


def mld(shares: ArrayLike, values: ArrayLike) -> float:
    """Mean log deviation times 1,000; not applicable with a value of 0 or less."""
    p, y = _shares(shares, values)
    if (y <= 0).any():
        raise NotApplicable("a group has a value of 0 or less")
    return float(1000 * (p * -np.log(y / (p * y).sum())).sum())


def mdm(shares: ArrayLike, values: ArrayLike, weighted: bool = False) -> float:
    """Mean absolute difference from the mean: over groups, or weighted by population."""
    p, y = _shares(shares, values)
    distance = np.abs(y - (p * y).sum())
    return float((p * distance).sum() if weighted else distance.mean())


def idis(shares: ArrayLike, values: ArrayLike, weighted: bool = True) -> float:
    """Index of disparity: 100 mdm over the mean."""
    return 100 * _over(mdm(shares, values, weighted), mean(shares, values))


def par(shares: ArrayLike, values: ArrayLike, higher_is_better: bool = True) -> float:
    """Population attributable risk: how far the mean is from the best group; never below 0."""
    p, y = _shares(shares, values)
    mu = (p * y).sum()
    return float(max(y.max() - mu if higher_is_better else mu - y.min(), 0.0))


def paf(shares: ArrayLike, values: ArrayLike, higher_is_better: bool = True) -> float:
    """Population attributable fraction: 100 par over the mean."""
    return 100 * _over(par(shares, values, higher_is_better), mean(shares, values))


def ice(privileged: ArrayLike, deprived: ArrayLike, total: ArrayLike) -> np.ndarray:
    """Index of concentration at the extremes per area, -1..1; NaN where the total is 0. Source: PhenX 290801."""
    a, d, t = (np.asarray(v, dtype=float) for v in (privileged, deprived, total))
    return (a - d) / np.where(t > 0, t, np.nan)


def _shares(shares: ArrayLike, values: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    p, y = np.asarray(shares, dtype=float), np.asarray(values, dtype=float)
    if p.size < 2:
        raise NotApplicable("fewer than 2 strata with values")
    if not (np.isfinite(p).all() and np.isfinite(y).all()) or (p < 0).any() or p.sum() <= 0:
        raise StatisticsError("inequality needs finite values and population shares of 0 or more.")
    return p / p.sum(), y


def _over(value: float, mu: float) -> float:
    return value / mu if mu else float("nan")
