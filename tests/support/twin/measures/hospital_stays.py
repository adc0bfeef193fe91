"""care_averted_stays: one measure per indicator."""

from collections import Counter

from support.twin import pqi
from support.twin.core import Core
from support.twin.measures.emergency_care import primary_month_units
from support.twin.units import FACTORS, Measure


def measures(core: Core) -> list[Measure]:
    return [_measure(core, indicator) for indicator in pqi.ALL]


def _measure(core: Core, indicator: str) -> Measure:
    stays = [s for s in core.stays if indicator in s["indicators"] and core.in_month(s)]
    events = Counter((s["person_id"], s["month"]) for s in stays)
    youngest, oldest = pqi.ages_of(indicator)
    units = primary_month_units(core, events, lambda age: age is not None and youngest <= age <= oldest)
    return Measure(
        f"care_averted_stays.{indicator}", units, "rate_per_100000", "month",
        factor=12 * FACTORS["rate_per_100000"],
    )  # fmt: skip
