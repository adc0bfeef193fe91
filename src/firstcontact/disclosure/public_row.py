"""Numbers as the public sees them: which unit, how many decimals, counts rounded to 5. Pure functions."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from firstcontact.disclosure.measures import Definition

MANY = 1000  # people from which one more decimal is shown
AS_BASE = ("gap", "sii", "slope_index", "aci", "par", "mdm")
TWO_DECIMALS = ("ratio", "rii", "rci", "bgv", "theil", "mld", "ice", "panel_balance")
ROUNDED_UNITS = ("people", "events", "person_months", "person_years")
HIDDEN_UNITS = ("money", "score")


def round_public(x: float) -> int:
    """A count of people, events or months for the public: 0 stays 0, else the nearest multiple of 5, at least 15."""
    count = int(round_half_up(Decimal(str(x)) / 5, 0)) * 5
    return 0 if x == 0 else max(15, count)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Rounded once, halves away from zero; minus zero becomes zero."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


@dataclass(frozen=True)
class Shape:
    """How a measure's value is written: `factor` to the shown unit, decimals for few and for many people."""

    factor: int
    few: int
    many: int

    def text(self, value: float, people: float) -> str:
        """The double's decimal value in the shown unit, with its decimals."""
        decimals = self.few if people < MANY else self.many
        return f"{round_half_up(Decimal(repr(float(value))) * self.factor, decimals):f}"


def shape(definition: Definition) -> Shape:
    """Unit and digits of a measure (publishing/README.md section 7)."""
    spec = definition.spec
    form = spec.get("formula", spec["id"]) if definition.derived else spec["id"]
    if definition.derived and form in AS_BASE and definition.base_spec:
        return shape(Definition(definition.base or "", definition.base_spec))
    if form in TWO_DECIMALS:
        return Shape(1, 2, 2)
    return _by_value(spec)


def _by_value(spec: dict) -> Shape:
    value, money = spec.get("value"), spec.get("numerator_unit") == "money"
    if value == "ratio":
        factor = 100 if spec.get("shown_as", "percent") == "percent" else 1
        return Shape(factor, 1, 1) if money else Shape(factor, 0, 1)
    if value in ("rate_per_1000", "rate_per_100000"):
        return Shape(1, 1, 1) if spec.get("domain") == "capacity" else Shape(1, 0, 1)
    if value == "pmpm" or spec.get("shown_as") == "money":
        return Shape(1, 2, 2)
    if value == "mean":
        return Shape(1, 2, 3) if spec.get("numerator_unit") == "score" else Shape(1, 0, 0)
    return Shape(1, 1, 1)


def count_text(x: float, unit: str, exact: bool) -> int | None:
    """A numerator or denominator for the public; None for money, scores, fractions.

    `exact`: counts of areas, clinicians and practices, which are public as they are.
    """
    if unit in HIDDEN_UNITS or x != int(x):
        return None
    return int(x) if exact or unit not in ROUNDED_UNITS else round_public(x)
