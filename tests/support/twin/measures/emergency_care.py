"""ed_visits_per_1000 and ed_primary_care_treatable_share."""

from collections import Counter
from decimal import Decimal

from support.twin.core import Core
from support.twin.measures.visit_shares import event_attributes
from support.twin.units import FACTORS, Measure, Unit

CLASSIFIED = ("non_emergent", "primary_care_treatable", "emergent_avoidable", "emergent_unavoidable")


def measures(core: Core) -> list[Measure]:
    visits = [v for v in core.ed_visits if core.in_month(v)]
    released = [v for v in visits if v["treat_and_release"]]
    classified = [v for v in released if any(v[name] > 0 for name in CLASSIFIED)]
    return [
        _rate(core, "all", visits),
        _rate(core, "treat_and_release", released),
        _share(core, "all", released),
        _share(core, "classified", classified),
    ]


def primary_month_units(core: Core, events: Counter, in_age=lambda age: True) -> list[Unit]:
    """Each is_primary month: its events above, and below the line a 1 where it has medical coverage (and the age).

    Events of a month without denominator count: the rule asks for in_month of them, nothing else.
    """
    return [
        Unit(
            m["month"],
            Decimal(events[m["person_id"], m["month"]]),
            Decimal(m["medical"] and in_age(m["age"])),
            m["attributes"],
            m["person_id"],
        )
        for m in core.months
        if m["is_primary"]
    ]


def _rate(core: Core, name: str, visits: list[dict]) -> Measure:
    events = Counter((v["person_id"], v["month"]) for v in visits)
    units = primary_month_units(core, events)
    return Measure(
        f"ed_visits_per_1000.{name}", units, "rate_per_1000", "month", ("month", "year"),
        factor=12 * FACTORS["rate_per_1000"],
    )  # fmt: skip


def _share(core: Core, name: str, visits: list[dict]) -> Measure:
    units = [
        Unit(
            v["month"].replace(month=1),
            v["primary_care_treatable"],
            Decimal(1),
            event_attributes(core, v),
            v["person_id"],
        )
        for v in visits
    ]
    return Measure(f"ed_primary_care_treatable_share.{name}", units, unit="ed_visit")
