"""Each payment component as a line: a year pays fixed + panel * (alpha + beta * visits per patient).

Source: specs/practice-model/model.md 13.1, table of components.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from firstcontact.practice.exact import Number

TYPES = ("claims", "prospective", "performance", "one_time")
MONTHS = 12
ZERO = Fraction(0)
Values = Mapping[str, Fraction]
Lines = dict[str, "Line"]


@dataclass(frozen=True)
class Line:
    """`alpha` USD per patient-year, `beta` USD per visit, `fixed` USD per year."""

    alpha: Fraction = ZERO
    beta: Fraction = ZERO
    fixed: Fraction = ZERO

    def __add__(self, other: "Line") -> "Line":
        return Line(self.alpha + other.alpha, self.beta + other.beta, self.fixed + other.fixed)

    def __sub__(self, other: "Line") -> "Line":
        return self + other.times(Fraction(-1))

    def times(self, factor: Fraction) -> "Line":
        return Line(factor * self.alpha, factor * self.beta, factor * self.fixed)

    def at(self, panel: Fraction, visits: Fraction) -> Fraction:
        """USD a year for a panel and visits per patient-year."""
        return self.fixed + panel * (self.alpha + self.beta * visits)


@dataclass(frozen=True)
class Kind:
    """What a component of a kind needs and what it pays, by type of money.

    `pays(values, price, risk)`; `silent`: keys that a scenario knows and that leave the earnings of a year unchanged.
    """

    pays: Callable[[Values, Fraction, Fraction], Lines]
    required: tuple[str, ...] = ()
    optional: Mapping[str, Number] = field(default_factory=dict)
    silent: tuple[str, ...] = ()


def _ffs(v: Values, price: Fraction, risk: Fraction) -> Lines:
    return {"claims": Line(beta=v["share"] * price)}


def _monthly_by_risk(v: Values, price: Fraction, risk: Fraction) -> Lines:
    return {"prospective": Line(MONTHS * v["share"] * v["pmpm"] * v["enrolled_share"] * risk ** v["risk_exponent"])}


def _care_management(v: Values, price: Fraction, risk: Fraction) -> Lines:
    return {"prospective": Line(MONTHS * v["pmpm"] * v["enrolled_share"])}


def _flat_visit_fee(v: Values, price: Fraction, risk: Fraction) -> Lines:
    return {"claims": Line(beta=v["amount"] * v["geo"])}


def _prepaid_visits(v: Values, price: Fraction, risk: Fraction) -> Lines:
    return {"prospective": Line(v["share"] * v["uplift"] * price * v["historical_visits"])}


def _prospective_visit(v: Values, price: Fraction, risk: Fraction) -> Lines:
    return {"claims": Line(beta=v["base"] * v["gaf"] * (1 + (v["new_multiplier"] - 1) * v["new_share"]))}


def _service(v: Values, price: Fraction, risk: Fraction) -> Lines:
    return {"claims": Line(MONTHS * v["rate"] * v["enrolled_share"])}


def _sub_capitation(v: Values, price: Fraction, risk: Fraction) -> Lines:
    monthly = MONTHS * (v["base_pmpm"] + v["tier_pmpm"]) * v["enrolled_share"]
    return {"prospective": Line(monthly), "claims": Line(beta=(1 - v["in_set_share"]) * price)}


def _one_time(v: Values, price: Fraction, risk: Fraction) -> Lines:
    return {"one_time": Line(fixed=v["amount"])}


BY_RISK = {"share": 1, "enrolled_share": 1, "risk_exponent": 1}
PAID = ("paid_every",)
KINDS: dict[str, Kind] = {
    "ffs": Kind(_ffs, optional={"share": 1}, silent=("allow_overlap",)),
    "capitation": Kind(_monthly_by_risk, ("pmpm",), BY_RISK, (*PAID, "allow_overlap")),
    "population_payment": Kind(_monthly_by_risk, ("pmpm",), BY_RISK, PAID),
    "care_management": Kind(_care_management, ("pmpm",), {"enrolled_share": 1}, PAID),
    "flat_visit_fee": Kind(_flat_visit_fee, ("amount",), {"geo": 1}),
    "prepaid_visits": Kind(_prepaid_visits, ("historical_visits",), {"share": 1, "uplift": 1}, PAID),
    "prospective_visit": Kind(_prospective_visit, ("base",), {"gaf": 1, "new_share": 0, "new_multiplier": 1}),
    "service": Kind(_service, ("rate",), {"enrolled_share": 1}, ("minutes", "role", "staffed")),
    "sub_capitation": Kind(_sub_capitation, ("base_pmpm", "in_set_share"), {"tier_pmpm": 0, "enrolled_share": 1}, PAID),
    "one_time": Kind(_one_time, ("amount",), silent=("date",)),
    # pays a share of the components that it names: arrangement_lines adds it
    "performance": Kind(lambda v, price, risk: {}, ("adj",), silent=("of", "every_weeks", "lag_weeks")),
}
