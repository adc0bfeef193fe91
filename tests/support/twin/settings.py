"""What a region's firstcontact.toml says, as far as the twin needs it."""

from dataclasses import dataclass, field
from datetime import date

LINES_OF_BUSINESS = [
    "medicare_advantage",
    "medicare_ffs",
    "commercial",
    "commercial_partial",
    "medicaid_managed",
    "medicaid_ffs",
    "dual_integrated",
    "other_public",
    "self_pay",
    "unknown",
]


@dataclass
class Event:
    """A shock: months from `start` are compared with the baseline months."""

    start: date
    baseline_from: date
    baseline_to: date


@dataclass
class Settings:
    years: list[int]
    data_through: date
    active_min_people: int = 11
    hospitalist_min_lines: int = 100
    min_months: int = 11
    event: Event | None = None
    practice_strata: list[str] = field(
        default_factory=lambda: ["line_of_business", "age_band", "sex", "race_ethnicity"]
    )


def rank(line_of_business: str) -> int:
    return LINES_OF_BUSINESS.index(line_of_business)
