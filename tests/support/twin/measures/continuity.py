"""usual_provider_continuity and continuity_coc."""

from collections import Counter, defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product

from support.twin.core import Core
from support.twin.measures.yearly_visits import enrolled
from support.twin.units import Measure, Unit

TWELVE_DIGITS = Decimal("0.000000000001")
GAP_MONTHS = 1


def upc(sequence: str | list) -> Fraction:
    return Fraction(max(Counter(sequence).values()), len(sequence))


def coc(sequence: str | list) -> Fraction:
    n = len(sequence)
    return Fraction(sum(k * k for k in Counter(sequence).values()) - n, n * (n - 1))


INDICES = {"usual_provider_continuity": upc, "continuity_coc": coc}


def measures(core: Core) -> list[Measure]:
    people = enrolled(core, 12 - GAP_MONTHS)
    found = []
    for name, level, least in product(INDICES, ("clinician", "practice"), (2, 3, 4)):
        units = _units(people, sequences(core, level), INDICES[name], least)
        found.append(Measure(f"{name}.{level}.min{least}", units, "mean"))
    return found


def sequences(core: Core, level: str) -> dict[tuple[str, int], list]:
    """Whom each person saw in each year; at practice level once a day."""
    seen = defaultdict(set)
    for visit in core.visits:
        whom = visit[level]
        if visit["is_primary_care"] and visit["clinician"] is not None and whom is not None:
            seen[visit["person_id"], visit["year"]].add((visit["service_date"], whom))
    return {key: [whom for _, whom in sorted(visits)] for key, visits in seen.items()}


def _units(people: dict, seen: dict, index, least: int) -> list[Unit]:
    units = []
    for key, month in people.items():
        sequence = seen.get(key, [])
        if len(sequence) >= least:
            value = index(sequence)
            score = (Decimal(value.numerator) / value.denominator).quantize(TWELVE_DIGITS, ROUND_HALF_UP)
            units.append(Unit(date(key[1], 1, 1), score, Decimal(1), month["attributes"], key[0]))
    return units
