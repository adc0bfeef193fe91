"""What the claims of all kinds of care share."""

import numpy as np

from firstcontact.example.codes import GROUPS, SERVICES
from firstcontact.example.events import Events
from firstcontact.example.lines import Columns
from firstcontact.example.scene import Scene

PRIMARY_CARE, OTHER_CARE = 0, 1


class Menu:
    """Service codes with weights."""

    def __init__(self, **weights: float) -> None:
        self.codes = SERVICES.all(*(code.lstrip("_") for code in weights))
        self.limits = np.cumsum(list(weights.values()))

    def pick(self, u: np.ndarray) -> np.ndarray:
        index = np.searchsorted(self.limits, u * self.limits[-1], side="right")
        return self.codes[index.clip(0, len(self.codes) - 1)]


def claims_of(scene: Scene, events: Events, name: str, diagnoses: str, **columns: np.ndarray | int) -> Columns:
    """One claim per event, with its coverage and diagnoses; `columns` adds to it."""
    u = scene.streams(f"{name}.diagnosis").random((len(events), 3))
    second = GROUPS["secondary"].pick(u[:, 1])
    claims = {
        "person": events.person,
        "start": events.day,
        "end": events.day,
        "product": scene.coverage.care_product[events.person, events.month],
        "dx1": GROUPS[diagnoses].pick(u[:, 0]),
        "dx2": np.where(u[:, 2] < 0.55, second, -1),
        "growth": OTHER_CARE,
    }
    return {**claims, **columns}


def by_clinician(scene: Scene, kind: str, name: str, count: int) -> Columns:
    """Rendering clinician of a specialty; the group that bills is the clinician's own."""
    clinician = scene.world.directory.pick(kind, scene.streams(f"{name}.clinician").random(count))
    return {"rendering": clinician, "specialty": scene.world.directory.specialty[clinician]}


def hospital_near(scene: Scene, person: np.ndarray, u: np.ndarray) -> np.ndarray:
    """The hospital of the person's area, sometimes the next one."""
    directory = scene.world.directory
    local = scene.people.area[person].astype(np.int64) * 5 + (u < 0.25)
    return (directory.start["hospital"] + local % directory.count["hospital"]).astype(np.int32)


def uniform(scene: Scene, name: str, count: int) -> np.ndarray:
    return scene.streams(name).random(count)


def whole_number(u: np.ndarray, low: int, high: int) -> np.ndarray:
    """low..high, both included, all as likely."""
    return low + np.floor(u * (high - low + 1)).astype(np.int64)
