"""any_primary_care_visit and wellness_visit: people with 11 or more months, and did they have one?"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from support.twin.core import Core, last_months
from support.twin.units import Measure, Unit

WELLNESS_AGES = {"all": (3, 999), "child": (3, 17), "adult": (18, 64), "older": (65, 999)}


def medical_months(core: Core) -> dict[tuple[str, int], int]:
    months: dict[tuple[str, int], int] = defaultdict(int)
    for month in core.months:
        if month["is_primary"] and month["medical"]:
            months[month["person_id"], month["month"].year] += 1
    return months


def enrolled(core: Core, months: int) -> dict[tuple[str, int], dict]:
    """(person, year) with enough months, and the last month of the year."""
    last = last_months(core, coverage=False)
    return {key: last[key] for key, n in medical_months(core).items() if n >= months}


def measures(core: Core) -> list[Measure]:
    people = enrolled(core, core.settings.min_months)
    seen = {(v["person_id"], v["year"]) for v in core.visits if v["is_primary_care"]}
    well = {(v["person_id"], v["year"]) for v in core.visits if v["is_wellness"]}
    found = [Measure("any_primary_care_visit", _units(people, seen))]
    for name, ages in WELLNESS_AGES.items():
        found.append(Measure(f"wellness_visit.{name}", _units(_of_age(people, ages), well)))
    return found


def _of_age(people: dict, ages: tuple[int, int]) -> dict:
    youngest, oldest = ages
    return {
        key: month
        for key, month in people.items()
        if month["age_at_year_end"] is not None and youngest <= month["age_at_year_end"] <= oldest
    }


def _units(people: dict, with_visit: set) -> list[Unit]:
    return [
        Unit(date(key[1], 1, 1), Decimal(key in with_visit), Decimal(1), month["attributes"], key[0])
        for key, month in people.items()
    ]
