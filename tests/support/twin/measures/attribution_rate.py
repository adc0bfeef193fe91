"""attribution_rate: people with an attributed clinician or practice, over eligible people, per line of business."""

from datetime import date
from decimal import Decimal

from support.twin.core import Core, last_months
from support.twin.units import Measure, Unit

METHODS = ("all", "roster", "visits", "dollars", "fallback")


def measures(core: Core) -> list[Measure]:
    last = last_months(core, coverage=True)
    return [Measure(f"attribution_rate.{m}", _units(core, last, m), unit="coverage") for m in METHODS]


def _units(core: Core, last: dict, method: str) -> list[Unit]:
    units = []
    for key, found in core.attribution.items():
        attributed = found["method"] != "none" and method in ("all", found["method"])
        attributes = last[key]["attributes"]
        units.append(Unit(date(key[2], 1, 1), Decimal(attributed), Decimal(1), attributes, key[0]))
    return units
