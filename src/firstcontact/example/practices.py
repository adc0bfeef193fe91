"""Primary care practices: where they are, who owns them, what they are called."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from firstcontact.example.arrow import dates
from firstcontact.example.assumptions import assumptions
from firstcontact.example.calendar import NO_DAY, Calendar
from firstcontact.example.region import ZIPS_PER_AREA, Region
from firstcontact.example.streams import Streams, choose

FOCUS = ("family", "internal", "pediatric")
TYPES = ("independent", "hospital_owned", "health_centre", "rural_health_clinic", "academic")
HOSPITAL_OWNED, HEALTH_CENTRE = 1, 2
TYPE_WEIGHTS = np.array([0.42, 0.27, 0.15, 0.06, 0.10])
NAMES = {
    "family": ("Family Medicine", "Primary Care", "Family Practice"),
    "internal": ("Internal Medicine", "Adult Medicine"),
    "pediatric": ("Pediatrics", "Children's Clinic"),
    "health_centre": ("Community Health Center", "Health Center"),
}
PLACES = (
    "", "Park", "Bridge", "Garden", "Station", "Market", "Hill", "Orchard", "Meadow", "Spring", "Mill", "Square",
    "Brook", "Grove", "Summit", "Terrace", "Crossing", "Commons", "Landing", "Point", "Green", "Gate", "Field", "Ridge",
)  # fmt: skip
OWNERS = {1: "Example Hospital Group", 2: "Example Health Center Alliance", 4: "Example Academic Physicians"}


@dataclass
class Practices:
    """One element per practice, in order of area."""

    area: np.ndarray
    focus: np.ndarray
    type: np.ndarray
    organisation: np.ndarray
    capitated: np.ndarray
    point: np.ndarray
    zip: np.ndarray
    accepting: np.ndarray
    name: list[str]

    def __len__(self) -> int:
        return len(self.area)

    def id(self, i: int) -> str:
        return f"pr{i + 1:05d}"

    @property
    def ids(self) -> list[str]:
        return [self.id(i) for i in range(len(self))]

    @property
    def tins(self) -> list[str]:
        return [f"00{100_000 + i:07d}" for i in range(len(self))]


def practice_count(people: int) -> int:
    """About 60 for 20,000 people; above `linear_to` people practices grow bigger rather than more."""
    facts = assumptions()["region"]
    linear = facts["practices_per_person"] * min(people, facts["linear_to"])
    return max(len(Region().ids), round(linear * max(1.0, people / facts["linear_to"]) ** 0.5))


def make_practices(people: int, region: Region, streams: Streams) -> Practices:
    n = practice_count(people)
    area = _spread_over_areas(n, region, streams)
    kind = choose(streams("practice.type").random(n), TYPE_WEIGHTS).astype(np.int8)
    focus = choose(streams("practice.focus").random(n), np.array([0.62, 0.23, 0.15])).astype(np.int8)
    first_of_area = np.r_[True, area[1:] != area[:-1]]
    focus[first_of_area | (kind == HEALTH_CENTRE)] = 0
    u = streams("practice.point").random((n, 2))
    angle, distance = 2 * np.pi * u[:, 0], 0.85 * np.sqrt(u[:, 1])
    offset = (distance * region.radius[area])[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    zips = area * ZIPS_PER_AREA + np.floor(streams("practice.zip").random(n) * ZIPS_PER_AREA).astype(int)
    return Practices(
        area=area,
        focus=focus,
        type=kind,
        organisation=_organisations(kind, streams),
        capitated=streams("practice.capitated").random(n) < 0.4,
        point=np.round(region.points[area] + offset, 4),
        zip=zips,
        accepting=choose(streams("practice.accepting").random(n), np.array([0.55, 0.18, 0.21, 0.06])),
        name=_names(area, focus, kind, region, streams),
    )


def _spread_over_areas(n: int, region: Region, streams: Streams) -> np.ndarray:
    """At least one in every area, the others by the number of people."""
    areas = len(region.ids)
    rest = choose(streams("practice.area").random(n - areas), region.share)
    return np.sort(np.r_[np.arange(areas), rest]).astype(np.int16)


def _organisations(kind: np.ndarray, streams: Streams) -> np.ndarray:
    """-1 stands alone; owners by type, and networks of independent practices."""
    n = len(kind)
    networks = max(2, n // 25)
    u = streams("practice.organisation").random(n)
    network = 100 + np.floor(streams("practice.network").random(n) * networks).astype(int)
    owned = kind * 10 + np.floor(u * max(1, n // 90)).astype(int)
    return np.where(np.isin(kind, list(OWNERS)), owned, np.where(u < 0.4, network, -1))


def organisation_name(number: int) -> str:
    if number >= 100:
        return f"Example Practice Network {number - 99}"
    return f"{OWNERS[number // 10]} {number % 10 + 1}"


def _names(area: np.ndarray, focus: np.ndarray, kind: np.ndarray, region: Region, streams: Streams) -> list[str]:
    u = streams("practice.name").random((len(area), 2))
    used: dict[str, int] = {}
    names = []
    for i, a in enumerate(area):
        words = NAMES["health_centre" if kind[i] == HEALTH_CENTRE else FOCUS[focus[i]]]
        parts = (region.names[a], PLACES[int(u[i, 0] * len(PLACES))], words[int(u[i, 1] * len(words))])
        name = " ".join(p for p in parts if p)
        used[name] = used.get(name, 0) + 1
        names.append(name if used[name] == 1 else f"{name} {used[name]}")
    return names


def practice_table(practices: Practices, calendar: Calendar, npi: list[str], region: Region) -> pa.Table:
    n = len(practices)
    organisation = practices.organisation.tolist()
    start = np.full(n, calendar.first_day - 3653, dtype=np.int32)
    return pa.table(
        {
            "practice_id": practices.ids,
            "practice_name": practices.name,
            "organization_id": [f"org{o:03d}" if o >= 0 else None for o in organisation],
            "organization_name": [organisation_name(o) if o >= 0 else None for o in organisation],
            "practice_type": [TYPES[t] for t in practices.type],
            "zip_code": [region.zips[z] for z in practices.zip],
            "latitude": practices.point[:, 1],
            "longitude": practices.point[:, 0],
            "billing_tin": practices.tins,
            "organization_npi": npi,
            "accepting_new_patients": [("yes", "limited", "no", "unknown")[a] for a in practices.accepting],
            "accepting_as_of": dates(np.full(n, calendar.last_day - 40, dtype=np.int32)),
            "pediatric_flag": practices.focus == 2,
            "start_date": dates(start),
            "end_date": dates(np.full(n, NO_DAY, dtype=np.int32)),
        }
    )
