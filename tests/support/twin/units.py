"""What a measure counts: units with a numerator and a denominator, and the measure's own facts."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

PEOPLE_STRATA = ["payer", "line_of_business", "age_band", "sex", "race_ethnicity", "language", "deprivation_quintile"]
MONEY_STRATA = ["payer", "line_of_business", "age_band", "sex"]
ALL_GROUPS = ["region", "area", "organization", "practice"]
FACTORS = {"rate_per_1000": 1000, "rate_per_100000": 100_000}


@dataclass
class Unit:
    """One unit in one period, and who is behind it: a person, the crowd of a practice, the population of an area."""

    period: date
    numerator: Decimal
    denominator: Decimal
    attributes: dict[str, str]
    person: str | None = None
    crowd: frozenset[str] = frozenset()
    population: int = 0


@dataclass
class Measure:
    id: str
    units: list[Unit]
    value: str = "ratio"
    window: str = "year"
    rows: tuple[str, ...] = ("year",)
    unit: str = "person"
    factor: int = 1
    groups: list[str] = field(default_factory=lambda: ALL_GROUPS)
    strata: list[str] = field(default_factory=lambda: PEOPLE_STRATA)
    money: bool = False
    payments: bool = False
    member_months_at_least: int = 0
    people_at_least: int = 30
    missing: bool = False


def decimal(value: object) -> Decimal:
    return Decimal(value) if not isinstance(value, float) else Decimal(str(value))
