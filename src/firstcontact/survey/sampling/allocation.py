"""How many units to ask: sizes for a wanted margin, and their division over strata.

Source: specs/surveys/design-estimation.md 1.6 and README.md 4.
"""

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from firstcontact.errors import FirstContactError

T_95 = 1.96
INTRACLASS_CORRELATION = 0.02  # assumed in the source
LEAST_PER_STRATUM = 2


def to_invite(expected_completes: int, response_rate: Decimal) -> int:
    """Units to ask so that `expected_completes` answer: completes / rate, rounded up exactly."""
    return math.ceil(Fraction(expected_completes) / Fraction(response_rate))


def completes_for_margin(margin: float, population: int, share: float = 0.5, deff: float = 1.0) -> float:
    """Completes needed so that a share has the half-width `margin` at 95 %; not rounded.

    margin, share: fractions in 0..1; population: units in the frame; deff: design effect.
    """
    base = T_95**2 * share * (1 - share) / margin**2
    return deff * base / (1 + deff * base / population)


def cluster_deff(per_cluster: float, correlation: float = INTRACLASS_CORRELATION) -> float:
    """Design effect of `per_cluster` respondents in each practice: 1 + (m - 1) * ICC."""
    return 1 + (per_cluster - 1) * correlation


def allocate(total: int, frame: Mapping[str, int], method: str) -> dict[str, int]:
    """Divide `total` over strata: `proportional` to N_h or to `square_root` of N_h; at least 2 each, at most N_h.

    frame: stratum -> N_h. Rounded by largest remainder, ties in stratum order. Raises FirstContactError where the
    least numbers do not fit into `total`.
    """
    least = {s: min(LEAST_PER_STRATUM, n) for s, n in frame.items()}
    if sum(least.values()) > total:
        raise FirstContactError(
            f"n is {total}, but {len(frame)} strata with at least {LEAST_PER_STRATUM} units each need "
            f"{sum(least.values())}. Raise n or join strata."
        )
    if total >= sum(frame.values()):
        return dict(frame)
    size = {s: float(n) if method == "proportional" else math.sqrt(n) for s, n in frame.items()}
    return _share_out(total, frame, size, least)


def _share_out(
    total: int, frame: Mapping[str, int], size: Mapping[str, float], least: Mapping[str, int]
) -> dict[str, int]:
    """Largest remainder; a stratum that leaves its bounds is fixed at the bound and the rest shared again."""
    fixed: dict[str, int] = {}
    while True:
        free = {s: v for s, v in size.items() if s not in fixed}
        given = largest_remainder(total - sum(fixed.values()), free)
        over = {s: frame[s] for s, n in given.items() if n > frame[s]}
        under = {s: least[s] for s, n in given.items() if n < least[s]}
        if not over and not under:
            return {s: fixed.get(s, given.get(s, 0)) for s in frame}
        fixed |= under or over


def largest_remainder(total: int, size: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers in proportion to `size` that add up to `total`."""
    whole = sum(size.values())
    exact = {s: total * v / whole for s, v in size.items()}
    given = {s: math.floor(v) for s, v in exact.items()}
    by_remainder = sorted(exact, key=lambda s: (given[s] - exact[s], s))
    for s in by_remainder[: total - sum(given.values())]:
        given[s] += 1
    return given
