"""telehealth_share: primary care visits by telehealth."""

from decimal import Decimal

from support.twin.core import Core
from support.twin.units import Measure, Unit


def event_attributes(core: Core, event: dict) -> dict[str, str]:
    """Those of the person's coverage in the month, by the line of business of the event."""
    return core.covered[event["person_id"], event["line_of_business"], event["month"]]["attributes"]


def measures(core: Core) -> list[Measure]:
    units = [
        Unit(v["month"], Decimal(v["is_telehealth"]), Decimal(1), event_attributes(core, v), v["person_id"])
        for v in core.visits
        if v["is_primary_care"] and core.in_month(v)
    ]
    return [Measure("telehealth_share", units, window="month", rows=("month", "year"), unit="visit")]
