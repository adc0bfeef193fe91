"""Payment components as rates: what one component of one payer earns for each visit, patient and week.

Every published arrangement is a sum of these. Source: specs/practice-model/model.md 6.
"""

from collections.abc import Callable
from dataclasses import dataclass

from firstcontact.practice.engine.algebra import Lanes, add, product
from firstcontact.practice.names import MODES
from firstcontact.practice.scenario.payment_model import PaymentComponent
from firstcontact.practice.scenario.quantity import Quantity

ANN = 12 / 52  # months in a week
HOURS_PER_YEAR = 2080
NO_VISITS: tuple[Lanes, Lanes, Lanes] = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Rate:
    """USD earned: `visit` per visit of each mode and `member` per patient and week (claims); `prospective` per patient
    and week, `fixed` per week (prospective). `cost`: USD spent per patient and week."""

    visit: tuple[Lanes, Lanes, Lanes] = NO_VISITS
    member: Lanes = 0.0
    prospective: Lanes = 0.0
    fixed: Lanes = 0.0
    cost: Lanes = 0.0

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(
            tuple(add(a, b) for a, b in zip(self.visit, other.visit, strict=True)),
            add(self.member, other.member),
            add(self.prospective, other.prospective),
            add(self.fixed, other.fixed),
            add(self.cost, other.cost),
        )

    def times(self, factor: Lanes) -> "Rate":
        return Rate(
            tuple(product(v, factor) for v in self.visit),
            product(self.member, factor),
            product(self.prospective, factor),
            product(self.fixed, factor),
            product(self.cost, factor),
        )


@dataclass(frozen=True)
class Setting:
    """What a component of one payer stands among.

    `price` and `outside`: USD per visit by mode, all codes, and codes outside the component's set. `historical`: USD
    of fees in week 0 at share 1. `wage`: USD a year by role.
    """

    value: Callable[[Quantity], Lanes]
    price: tuple[Lanes, Lanes, Lanes]
    outside: Callable[[PaymentComponent], tuple[Lanes, Lanes, Lanes]]
    risk: Lanes
    historical: Callable[[], Lanes]
    wage: Callable[[str], Lanes]


def rate(c: PaymentComponent, s: Setting) -> Rate:
    """The component's rates; performance and one_time have none of their own."""
    return KINDS[c.kind](c, s) if c.kind in KINDS else Rate()


def _ffs(c: PaymentComponent, s: Setting) -> Rate:
    return Rate(visit=tuple(product(p, s.value(c.share)) for p in s.price))


def _by_risk(c: PaymentComponent, s: Setting) -> Rate:
    risk = s.risk if c.risk_exponent else 1.0
    monthly = product(s.value(c.share), s.value(c.pmpm), s.value(c.enrolled_share), risk)
    return Rate(prospective=product(monthly, ANN))


def _care_management(c: PaymentComponent, s: Setting) -> Rate:
    return Rate(prospective=product(s.value(c.pmpm), s.value(c.enrolled_share), ANN))


def _flat_visit_fee(c: PaymentComponent, s: Setting) -> Rate:
    fee = product(s.value(c.amount), s.value(c.geo))
    return Rate(visit=tuple(fee if mode in c.modes else 0.0 for mode in MODES))


def _prepaid_visits(c: PaymentComponent, s: Setting) -> Rate:
    return Rate(fixed=product(s.value(c.share), s.value(c.uplift), s.historical()))


def _prospective_visit(c: PaymentComponent, s: Setting) -> Rate:
    more = 1.0 + (s.value(c.new_multiplier) - 1.0) * s.value(c.new_share)
    return Rate(visit=(product(s.value(c.base), s.value(c.gaf), more),) * len(MODES))


def _service(c: PaymentComponent, s: Setting) -> Rate:
    enrolled = s.value(c.enrolled_share)
    cost: Lanes = 0.0
    if c.role is not None and not c.staffed:
        cost = product(enrolled, s.value(c.minutes), ANN / 60 / HOURS_PER_YEAR, s.wage(c.role))
    return Rate(member=product(s.value(c.rate), enrolled, ANN), cost=cost)


def _sub_capitation(c: PaymentComponent, s: Setting) -> Rate:
    monthly = product(add(s.value(c.base_pmpm), s.value(c.tier_pmpm)), s.value(c.enrolled_share))
    return Rate(visit=s.outside(c), prospective=product(monthly, ANN))


KINDS: dict[str, Callable[[PaymentComponent, Setting], Rate]] = {
    "ffs": _ffs,
    "capitation": _by_risk,
    "population_payment": _by_risk,
    "care_management": _care_management,
    "flat_visit_fee": _flat_visit_fee,
    "prepaid_visits": _prepaid_visits,
    "prospective_visit": _prospective_visit,
    "service": _service,
    "sub_capitation": _sub_capitation,
}
