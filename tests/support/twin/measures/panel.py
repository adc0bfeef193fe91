"""panel_size: attributed people, each month a twelfth, over the clinicians of the practice."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from support.twin.core import Core, last_months
from support.twin.measures.clinician_supply import roster
from support.twin.units import Measure, Unit

TWELVE_DIGITS = Decimal("0.000000000001")


def measures(core: Core) -> list[Measure]:
    weights = {"heads": lambda time: Decimal(1), "fte": lambda time: time, "weighted": None}
    return [
        Measure(
            f"panel_size.{name}",
            _units(core, weight) if weight else [],
            "mean",
            unit="practice",
            strata=[],
            missing=weight is None or not core.tables["practice"],
        )
        for name, weight in weights.items()
    ]


def _units(core: Core, weight) -> list[Unit]:
    """Months stand where they were spent; a person counts where the last month of the year stands."""
    units = []
    for year in core.settings.years:
        months, people = defaultdict(int), defaultdict(set)
        for month in core.months:
            if month["is_primary"] and month["month"].year == year:
                months[month["practice"]] += 1
        for (person, last_year), month in last_months(core, coverage=False).items():
            if last_year == year:
                people[month["practice"]].add(person)
        supply = _supply(core, year, weight)
        for practice in core.practices.rows:
            share = (Decimal(months[practice]) / 12).quantize(TWELVE_DIGITS, ROUND_HALF_UP)
            attributes = _attributes(core, practice)
            crowd = frozenset(people[practice])
            units.append(Unit(date(year, 1, 1), share, supply[practice], attributes, crowd=crowd))
    return units


def _supply(core: Core, year: int, weight) -> dict[str, Decimal]:
    """Clinicians of each practice at mid-year; who works in two practices is a head of both, with the time of each."""
    supply: dict[str, Decimal] = defaultdict(Decimal)
    for clinician in roster(core, year):
        for practice, share in places_of(clinician).items():
            supply[practice] += weight(share)
    return supply


def places_of(clinician: dict) -> dict[str, Decimal]:
    """Practice to time there; time by claims where no time is known."""
    members = clinician["members"]
    if not members:
        return {clinician["practice"]: clinician["fte"]}
    known = any(m["clinical_fte"] is not None for m in members)
    places: dict[str, Decimal] = defaultdict(Decimal)
    for member in members:
        places[member["practice_id"]] += (member["clinical_fte"] or 0) if known else clinician["fte"]
    return places


def _attributes(core: Core, practice: str) -> dict[str, str]:
    return {
        "practice": practice,
        "organization": core.practices.organization(practice) or "unattributed",
        "area": core.areas.of(core.practices.rows[practice]) or "unknown",
    }
