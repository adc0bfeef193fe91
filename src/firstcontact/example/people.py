"""The residents of one block: birth, death, place, and the groups that equity measures compare."""

from dataclasses import dataclass

import numpy as np

from firstcontact.example.assumptions import assumptions, by_deprivation
from firstcontact.example.calendar import Calendar
from firstcontact.example.region import ZIPS_PER_AREA, Region
from firstcontact.example.streams import Streams, choose

ALIVE = np.int32(2**30)
# the groups that results show; Hispanic stands in the column ethnicity, unknown nowhere
GROUP_NAMES = (
    "White",
    "Black or African American",
    "Hispanic or Latino",
    "Asian",
    "More than one",
    "American Indian or Alaska Native",
    "Native Hawaiian or Pacific Islander",
    "Middle Eastern or North African",
    "Unknown",
)
HISPANIC, UNKNOWN_GROUP = 2, 8
LANGUAGES = ("en", "es", "pt", "zh")
UNKNOWN_LANGUAGE = len(LANGUAGES)
DAYS_PER_YEAR = 365.25


@dataclass
class People:
    """One element per person. Days are counted from 1970-01-01; `death` is ALIVE for those who outlive the window."""

    number: np.ndarray
    birth: np.ndarray
    death: np.ndarray
    female: np.ndarray
    area: np.ndarray
    zip: np.ndarray
    quintile: np.ndarray
    group: np.ndarray
    language: np.ndarray
    disabled: np.ndarray
    frailty: np.ndarray

    def __len__(self) -> int:
        return len(self.number)

    def age(self, day: float) -> np.ndarray:
        """Age in years as a fraction; negative before birth."""
        return (day - self.birth) / DAYS_PER_YEAR


def make_people(first: int, count: int, region: Region, calendar: Calendar, streams: Streams) -> People:
    """`count` residents numbered from `first`."""
    facts = assumptions()["people"]
    birth = _births(count, calendar, streams)
    area = choose(streams("person.area").random(count), region.share).astype(np.int8)
    quintile = region.quintile[area]
    group = _groups(quintile, streams)
    shape = facts["frailty_shape"]
    return People(
        number=np.arange(first, first + count, dtype=np.int64),
        birth=birth,
        death=_deaths(birth, calendar, streams),
        female=streams("person.sex").random(count) < facts["female"],
        area=area,
        zip=_zips(area, region, streams),
        quintile=quintile,
        group=group,
        language=_languages(group, streams),
        disabled=streams("person.disabled").random(count) < facts["disability"],
        frailty=streams("person.frailty").gamma(shape, 1 / shape, count),
    )


def _births(count: int, calendar: Calendar, streams: Streams) -> np.ndarray:
    facts = assumptions()["people"]
    bands = [[-calendar.years, 0, facts["births_per_year"] * calendar.years], *facts["age_weights"]]
    low, high, weight = np.array(bands, dtype=float).T
    band = choose(streams("person.band").random(count), weight)
    age = low[band] + (high - low)[band] * streams("person.age").random(count)
    day = np.floor(calendar.first_day - age * DAYS_PER_YEAR)
    return np.minimum(day, calendar.last_day).astype(np.int32)


def _deaths(birth: np.ndarray, calendar: Calendar, streams: Streams) -> np.ndarray:
    """Mortality that grows with age by a constant factor a year (Gompertz)."""
    facts = assumptions()["people"]["mortality"]
    start = np.maximum(birth, calendar.first_day)
    hazard = facts["start"] * np.exp(facts["growth"] * (start - birth) / DAYS_PER_YEAR)
    u = streams("person.death").random(len(birth))
    years = np.log1p(-np.log1p(-u) * facts["growth"] / hazard) / facts["growth"]
    day = start + np.floor(years * DAYS_PER_YEAR) + 1
    return np.where(day <= calendar.last_day, day, ALIVE).astype(np.int32)


def _groups(quintile: np.ndarray, streams: Streams) -> np.ndarray:
    facts = assumptions()["people"]
    shares = by_deprivation(facts["groups_most_deprived"], facts["groups_least_deprived"])
    return choose(streams("person.group").random(len(quintile)), shares[quintile - 1]).astype(np.int8)


def _zips(area: np.ndarray, region: Region, streams: Streams) -> np.ndarray:
    """A zip of the area. Of a zip shared with a neighbour people live in the bigger part only."""
    return (area * ZIPS_PER_AREA + np.floor(streams("person.zip").random(len(area)) * ZIPS_PER_AREA)).astype(np.int16)


def _languages(group: np.ndarray, streams: Streams) -> np.ndarray:
    u = streams("person.language").random(len(group))
    usual = choose(u, np.array([0.88, 0.02, 0.04, 0.02, 0.04]))
    hispanic = choose(u, np.array([0.47, 0.48, 0.01, 0.0, 0.04]))
    return np.where(group == HISPANIC, hispanic, usual).astype(np.int8)
