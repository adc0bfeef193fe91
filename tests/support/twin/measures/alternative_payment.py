"""apm_spend_share: dollars in alternative payment over classified dollars."""

from decimal import Decimal

from support.twin.core import Core, last_months
from support.twin.measures.spending import counted_lines, payment_attributes
from support.twin.units import Measure, Unit

ZERO = Decimal(0)
SETS = {
    "linked_to_quality_or_more": {"2A", "2B", "2C", "3A", "3B", "4A", "4B", "4C"},
    "two_sided_or_population": {"3B", "4A", "4B", "4C"},
    "population_based": {"4A", "4B", "4C"},
}


def category(line: dict) -> str | None:
    if line["capitated"]:
        return None
    return {"bundled": "3A", "global_budget": "4B"}.get(line["payment_arrangement"], "1")


def measures(core: Core) -> list[Measure]:
    last = last_months(core, coverage=True)
    found = []
    for name, members in SETS.items():
        units = [_claim(line, members, last) for line in counted_lines(core) if category(line)]
        units += [_payment(p, members) for p in core.payments if p["apm_category"]]
        found.append(
            Measure(
                f"apm_spend_share.{name}",
                units,
                unit="payment",
                money=True,
                payments=True,
                groups=["region", "organization"],
                strata=["payer", "line_of_business"],
            )
        )
    return found


def _claim(line: dict, members: set[str], last: dict) -> Unit:
    month = last[line["person_id"], line["line_of_business"], line["month"].year]
    counted = line["spend"] if category(line) in members else ZERO
    return Unit(line["month"].replace(month=1), counted, line["spend"], month["attributes"])


def _payment(payment: dict, members: set[str]) -> Unit:
    counted = payment["amount"] if payment["apm_category"] in members else ZERO
    return Unit(payment["month"].replace(month=1), counted, payment["amount"], payment_attributes(payment))
