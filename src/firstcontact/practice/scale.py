"""From a change per full-time equivalent to the total of a region or a nation."""

from decimal import Decimal

from firstcontact.practice.exact import Number, exact, money


def scale_to_total(per_fte: Number, fte_total: Number) -> Decimal:
    """Product of an amount per FTE and the number of FTE, unrounded; the FTE total is the user's. model.md 10."""
    return money(exact(per_fte, "per_fte") * exact(fte_total, "fte_total"))
