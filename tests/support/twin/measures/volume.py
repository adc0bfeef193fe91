"""visit_volume and prescription_volume: the two series of the shock monitor."""

from collections import defaultdict
from decimal import Decimal

from support.twin.core import Core
from support.twin.measures.spending import pharmacy_month
from support.twin.units import FACTORS, Measure, Unit

VISITS = {
    "all": lambda v: True,
    "in_person": lambda v: not v["is_telehealth"],
    "telehealth": lambda v: v["is_telehealth"],
}


def measures(core: Core) -> list[Measure]:
    found = []
    for name, counted in VISITS.items():
        visits = [(v, Decimal(1)) for v in core.visits if v["is_primary_care"] and counted(v)]
        found.append(_measure(f"visit_volume.{name}", core, visits, "medical"))
    filled = [f for f in core.fills if pharmacy_month(core, f)]
    fills = {"fills": [(f, Decimal(1)) for f in filled], "fills_30": [(f, f["fills_30"]) for f in filled]}
    for name, counted in fills.items():
        found.append(_measure(f"prescription_volume.{name}", core, counted, "pharmacy"))
    return found


def _measure(name: str, core: Core, events: list[tuple[dict, Decimal]], flag: str) -> Measure:
    """Events per month of coverage with the flag; one coverage is a person in a line of business."""
    count: dict[tuple, Decimal] = defaultdict(Decimal)
    for event, amount in events:
        count[event["person_id"], event["line_of_business"], event["month"]] += amount
    units = [
        Unit(m["month"], count[key], Decimal(m[flag]), m["attributes"], m["person_id"])
        for key, m in core.covered.items()
    ]
    return Measure(
        name, units, "rate_per_1000", "month", ("month", "year"), "coverage", FACTORS["rate_per_1000"]
    )  # fmt: skip
