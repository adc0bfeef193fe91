"""Payment components as rates: what one component of one payer earns for each visit, patient and week.

Every published arrangement is a sum of these. Source: specs/practice-model/model.md 6.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from firstcontact.practice.engine.algebra import Lanes, add, product
from firstcontact.practice.names import MODES
from firstcontact.practice.scenario.payment_model import PaymentComponent
from firstcontact.practice.scenario.quantity import Quantity

ANN = 12 / 52  # months in a week
HOURS_PER_YEAR = 2080
Weights = tuple[float, float, float]  # of visits office, video, phone
PerVisit = Mapping[Weights, Lanes]  # USD for each visit, counted with these weights
EVERY_MODE: Weights = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Rate:
    """USD earned: `visit` per visit and `member` per patient and week (claims); `prospective` per patient and week,
    `fixed` per week (prospective). `cost`: USD spent per patient and week.

    Visits are counted with weights, such as a phone visit as 0.36 of one in the office: payers that weigh alike share
    the count.
    """

    visit: PerVisit = field(default_factory=dict)
    member: Lanes = 0.0
    prospective: Lanes = 0.0
    fixed: Lanes = 0.0
    cost: Lanes = 0.0

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(
            {w: add(self.visit.get(w, 0.0), other.visit.get(w, 0.0)) for w in {**self.visit, **other.visit}},
            add(self.member, other.member),
            add(self.prospective, other.prospective),
            add(self.fixed, other.fixed),
            add(self.cost, other.cost),
        )

    def times(self, factor: Lanes) -> "Rate":
        return Rate(
            _times(self.visit, factor),
            product(self.member, factor),
            product(self.prospective, factor),
            product(self.fixed, factor),
            product(self.cost, factor),
        )


@dataclass(frozen=True)
class Setting:
    """What a component of one payer stands among.

    `price` and `outside`: USD per visit, all codes, and codes outside the component's set. `historical`: USD of fees
    in week 0 at share 1. `wage`: USD a year by role.
    """

    value: Callable[[Quantity], Lanes]
    price: PerVisit
    outside: Callable[[PaymentComponent], PerVisit]
    risk: Lanes
    historical: Callable[[], Lanes]
    wage: Callable[[str], Lanes]


def rate(c: PaymentComponent, s: Setting) -> Rate:
    """The component's rates; performance and one_time have none of their own."""
    return KINDS[c.kind](c, s) if c.kind in KINDS else Rate()


def _ffs(c: PaymentComponent, s: Setting) -> Rate:
    return Rate(visit=_times(s.price, s.value(c.share)))


def _by_risk(c: PaymentComponent, s: Setting) -> Rate:
    risk = s.risk if c.risk_exponent else 1.0
    monthly = product(s.value(c.share), s.value(c.pmpm), s.value(c.enrolled_share), risk)
    return Rate(prospective=product(monthly, ANN))


def _care_management(c: PaymentComponent, s: Setting) -> Rate:
    return Rate(prospective=product(s.value(c.pmpm), s.value(c.enrolled_share), ANN))


def _flat_visit_fee(c: PaymentComponent, s: Setting) -> Rate:
    fee = product(s.value(c.amount), s.value(c.geo))
    return Rate(visit={tuple(float(mode in c.modes) for mode in MODES): fee})


def _prepaid_visits(c: PaymentComponent, s: Setting) -> Rate:
    return Rate(fixed=product(s.value(c.share), s.value(c.uplift), s.historical()))


def _prospective_visit(c: PaymentComponent, s: Setting) -> Rate:
    more = 1.0 + (s.value(c.new_multiplier) - 1.0) * s.value(c.new_share)
    return Rate(visit={EVERY_MODE: product(s.value(c.base), s.value(c.gaf), more)})


def _service(c: PaymentComponent, s: Setting) -> Rate:
    enrolled = s.value(c.enrolled_share)
    cost: Lanes = 0.0
    if c.role is not None and not c.staffed:
        cost = product(enrolled, s.value(c.minutes), ANN / 60 / HOURS_PER_YEAR, s.wage(c.role))
    return Rate(member=product(s.value(c.rate), enrolled, ANN), cost=cost)


def _sub_capitation(c: PaymentComponent, s: Setting) -> Rate:
    monthly = product(add(s.value(c.base_pmpm), s.value(c.tier_pmpm)), s.value(c.enrolled_share))
    return Rate(visit=s.outside(c), prospective=product(monthly, ANN))


def _times(visit: PerVisit, factor: Lanes) -> PerVisit:
    return {weights: product(usd, factor) for weights, usd in visit.items()}


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
