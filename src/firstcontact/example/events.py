"""How often people use care: a rate per person and month becomes days."""

from dataclasses import dataclass

import numpy as np

from firstcontact.example.assumptions import assumptions, at_age
from firstcontact.example.scene import Scene


@dataclass
class Events:
    """One element per contact, in order of person and month. `u`: a uniform number for the main choice."""

    person: np.ndarray
    day: np.ndarray
    month: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    def take(self, index: np.ndarray) -> "Events":
        return Events(self.person[index], self.day[index], self.month[index])


def draw(
    scene: Scene, family: str, factor: np.ndarray, weekdays: bool = False, care: np.ndarray | None = None
) -> Events:
    """Contacts of a family of assumptions.yaml `rates`. factor: one number per person. care: people x months."""
    facts = assumptions()["rates"][family]
    calendar = scene.calendar
    rate = _yearly(scene, facts) * factor[:, None]
    by_month = _month_factors(scene, facts)
    expected = np.repeat(rate / 12, 12, axis=1) * by_month[None, :] * (scene.coverage.care if care is None else care)
    counts = scene.streams(f"{family}.count").poisson(expected)
    cell = np.repeat(np.arange(counts.size), counts.ravel())
    person, month = np.divmod(cell, calendar.months)
    u = scene.streams(f"{family}.day").random((len(cell), 2))
    first, past = calendar.starts[month], calendar.starts[month + 1]
    day = first + np.floor(u[:, 0] * (past - first)).astype(np.int32)
    if weekdays:
        day = _off_weekends(day, first, past, u[:, 1])
    day = np.clip(day, scene.people.birth[person], scene.people.death[person])
    return Events(person, day, month.astype(np.int16))


def _yearly(scene: Scene, facts: dict) -> np.ndarray:
    """people x years."""
    calendar = scene.calendar
    middles = calendar.starts[6::12]
    ages = np.maximum(np.column_stack([scene.people.age(day) for day in middles]), 0)
    growth = facts["growth"] ** np.arange(calendar.years)
    return at_age(facts["at_age"], ages) * growth[None, :]


def _month_factors(scene: Scene, facts: dict) -> np.ndarray:
    season = np.tile(assumptions()["season"][facts["season"]], scene.calendar.years)
    return season * scene.calendar.by_month(assumptions()["shock"].get(facts["shock"], {}))


def _off_weekends(day: np.ndarray, first: np.ndarray, past: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Most offices close on Saturday and Sunday: their contacts move to Friday or Monday of the same month."""
    weekday = (day + 4) % 7
    shift = np.where(weekday == 6, -1, np.where(weekday == 0, 1, 0)) * (u < 0.95)
    moved = day + shift
    return np.where((moved < first) | (moved >= past), day, moved)


def by_quintile(scene: Scene, name: str) -> np.ndarray:
    return np.array(assumptions()["inequity"][name])[scene.people.quintile - 1]


def by_group(scene: Scene, name: str) -> np.ndarray:
    return np.array(assumptions()["inequity"][name])[scene.people.group]
