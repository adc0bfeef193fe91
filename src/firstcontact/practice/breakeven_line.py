"""Net money as a straight line in a share: two known points fix it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from firstcontact.practice.exact import Number, exact, money
from firstcontact.practice.problems import refuse


@dataclass(frozen=True)
class BreakevenLine:
    """The line through (0, at_zero) and (1, at_one), USD as exact fractions."""

    at_zero: Fraction
    at_one: Fraction

    def net(self, share: Number) -> Decimal:
        """USD at any real share, unrounded."""
        return money(self.at_zero + exact(share, "share") * (self.at_one - self.at_zero))

    def share_for(self, target: Number = 0) -> float:
        """The share at which the net is `target` USD; it may lie outside 0..1. Raises PM005 on a level line."""
        if self.at_zero == self.at_one:
            words = f"the net is {float(self.at_zero):,.2f} at every share, so no share reaches a target of its own"
            raise refuse("PM005", f"{words}. Give two different end points.")
        return float((exact(target, "target") - self.at_zero) / (self.at_one - self.at_zero))


def breakeven_line(net_at_0: Number, net_at_1: Number) -> BreakevenLine:
    """Line of any lever that is linear, from its two end points in USD. Source: model.md 13.2."""
    return BreakevenLine(exact(net_at_0, "net_at_0"), exact(net_at_1, "net_at_1"))
