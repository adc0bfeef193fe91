"""primary_care_spend_share, primary_care_pmpm and total_spend_pmpm."""

from collections import defaultdict
from decimal import Decimal
from itertools import product

from support.twin.core import Core
from support.twin.units import MONEY_STRATA, Measure, Unit

ZERO = Decimal(0)
NOT_SPENDING = ("dental", "vision")
BOUNDS = ("narrow", "broad", "reference")
LONG_TERM = ("skilled_nursing", "home_health", "hospice")
PARTS = ["inpatient", "outpatient_facility", "professional_primary_care", "professional_other", "long_term", "other"]


def counted_lines(core: Core) -> list[dict]:
    """Paid as primary, not dental or vision, in a month of coverage."""
    return [
        line
        for line in core.lines
        if line["payer_position"] == "primary" and line["claim_type"] not in NOT_SPENDING and core.in_month(line)
    ]


def pharmacy_month(core: Core, fill: dict) -> bool:
    key = (fill["person_id"], fill["line_of_business"], fill["month"])
    return key in core.covered and core.covered[key]["pharmacy"]


def part_of(line: dict) -> str:
    if line["claim_type"] == "institutional":
        if line["tob_group"] in ("inpatient", "inpatient_ancillary"):
            return "inpatient"
        return "long_term" if line["tob_group"] in LONG_TERM else "outpatient_facility"
    if line["claim_type"] == "professional":
        return "professional_primary_care" if line["broad"] else "professional_other"
    return "other"


def cube(core: Core) -> dict[tuple, dict[str, Decimal]]:
    """Dollars by (person, line of business, month) and kind."""
    dollars: dict = defaultdict(lambda: defaultdict(Decimal))
    for line in counted_lines(core):
        cell = dollars[line["person_id"], line["line_of_business"], line["month"]]
        cell["medical"] += line["spend"]
        cell[part_of(line)] += line["spend"]
        for bound in BOUNDS:
            cell[bound] += line["spend"] if line[bound] else ZERO
    for fill in core.fills:
        if pharmacy_month(core, fill):
            dollars[fill["person_id"], fill["line_of_business"], fill["month"]]["pharmacy"] += fill["spend"]
    return dollars


def measures(core: Core) -> list[Measure]:
    dollars = cube(core)
    found = []
    for bound, part, scope in product(BOUNDS, ("medical", "total"), ("claims", "all")):
        name = f"{bound}.{part}.{scope}"
        paid = scope == "all"
        share = _share_units(core, dollars, bound, part) + (_payment_units(core, share=True) if paid else [])
        months = _month_units(core, dollars, bound, part) + (_payment_units(core) if paid else [])
        found.append(_measure(f"primary_care_spend_share.{name}", share, "ratio", paid))
        found.append(_measure(f"primary_care_pmpm.{name}", months, "pmpm", paid))
    for part in ("medical", "pharmacy", "total", *PARTS):
        units = _month_units(core, dollars, part, _months_of(part))
        found.append(_measure(f"total_spend_pmpm.{part}", units, "pmpm", False))
    for name, part in (("non_claims", "none"), ("total_with_non_claims", "total")):
        units = _month_units(core, dollars, part, _months_of(part)) + _payment_units(core, amount=True)
        found.append(_measure(f"total_spend_pmpm.{name}", units, "pmpm", True))
    return found


def _measure(name: str, units: list[Unit], value: str, payments: bool) -> Measure:
    return Measure(
        name, units, value, "month", unit="coverage", strata=MONEY_STRATA, money=True, payments=payments,
        member_months_at_least=1200,
    )  # fmt: skip


def _months_of(part: str) -> str:
    return part if part in ("pharmacy", "total") else "medical"


def _covered(month: dict, part: str) -> bool:
    """Months of the denominator: medical, pharmacy, or both for the total."""
    return {
        "medical": month["medical"],
        "pharmacy": month["pharmacy"],
        "total": month["medical"] and month["pharmacy"],
    }[part]


def _money(dollars: dict, kind: str) -> Decimal:
    if kind == "total":
        return dollars["medical"] + dollars["pharmacy"]
    return dollars[kind]


def _share_units(core: Core, dollars: dict, bound: str, part: str) -> list[Unit]:
    """In `total` only months with the pharmacy flag, above and below the line."""
    units = []
    for key, amounts in dollars.items():
        month = core.covered[key]
        if part == "medical" or month["pharmacy"]:
            units.append(_unit(month, amounts[bound], _money(amounts, part)))
    return units


def _month_units(core: Core, dollars: dict, kind: str, part: str) -> list[Unit]:
    """Dollars over months. For `medical` every dollar counts, for `total` the dollars of its months."""
    units = []
    for key, month in core.covered.items():
        amount = _money(dollars[key], kind) if key in dollars else ZERO
        covered = _covered(month, part)
        if part == "total" and not covered:
            continue
        units.append(_unit(month, amount, Decimal(covered)))
    return units


def _unit(month: dict, numerator: Decimal, denominator: Decimal) -> Unit:
    return Unit(month["month"], numerator, denominator, month["attributes"], month["person_id"])


def payment_attributes(payment: dict) -> dict[str, str]:
    return {
        "payer": payment["payer"],
        "line_of_business": payment["line_of_business"],
        "practice": payment["practice"] or "unattributed",
        "organization": payment["organization"] or "unattributed",
    }


def _payment_units(core: Core, share: bool = False, amount: bool = False) -> list[Unit]:
    """Payments with an unknown primary care part leave both sides, unless whole amounts are counted."""
    units = []
    for payment in core.payments:
        counted = payment["amount"] if amount else payment["primary_care_amount"]
        if counted is not None:
            below = payment["amount"] if share else ZERO
            units.append(Unit(payment["month"], counted, below, payment_attributes(payment)))
    return units
