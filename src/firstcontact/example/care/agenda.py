"""When people are in hospital or its emergency room: one thing at a time, so that what was planted can be counted."""

from dataclasses import dataclass

import numpy as np

from firstcontact.example.assumptions import assumptions
from firstcontact.example.events import Events, by_group, by_quintile, draw
from firstcontact.example.scene import Scene

EMERGENCY, AVERTED, OTHER, DELIVERY, NEWBORN = range(5)
LONGEST = 40


@dataclass
class Agenda:
    """Hospital events in order of person and day. `nights` is 0 for emergency visits that end at home."""

    events: Events
    kind: np.ndarray
    nights: np.ndarray

    def take(self, index: np.ndarray) -> "Agenda":
        return Agenda(self.events.take(index), self.kind[index], self.nights[index])

    def __len__(self) -> int:
        return len(self.kind)


def make_agenda(scene: Scene) -> Agenda:
    drafts = [
        _emergencies(scene),
        _stays(scene, AVERTED, "averted_stay"),
        _stays(scene, OTHER, "other_stay"),
        _stays(scene, DELIVERY, "delivery"),
        _newborns(scene),
    ]
    events = Events(*(np.concatenate([getattr(d.events, f) for d in drafts]) for f in ("person", "day", "month")))
    whole = Agenda(events, np.concatenate([d.kind for d in drafts]), np.concatenate([d.nights for d in drafts]))
    return _one_at_a_time(whole.take(np.lexsort((whole.kind, whole.events.day, whole.events.person))))


def _emergencies(scene: Scene) -> Agenda:
    factor = by_quintile(scene, "emergency") * by_group(scene, "emergency_by_group") * scene.people.frailty
    events = draw(scene, "emergency", factor)
    return Agenda(events, np.full(len(events), EMERGENCY, np.int8), np.zeros(len(events), np.int64))


def _stays(scene: Scene, kind: int, family: str) -> Agenda:
    factor = scene.people.frailty * (by_quintile(scene, "averted_stays") if kind == AVERTED else 1.0)
    if kind == DELIVERY:
        factor = scene.people.female * 2.0
    events = draw(scene, family, factor)
    u = scene.streams(f"{family}.nights").random(len(events))
    nights = 2 + (u > 0.8) if kind == DELIVERY else 1 + np.floor(-3.3 * np.log1p(-u)).astype(np.int64)
    return Agenda(events, np.full(len(events), kind, np.int8), _within(scene, events, nights))


def _newborns(scene: Scene) -> Agenda:
    """Every covered birth of the window is in hospital."""
    born = np.flatnonzero(scene.people.birth >= scene.calendar.first_day)
    month = scene.calendar.month(scene.people.birth[born])
    born, month = (values[scene.coverage.care[born, month]] for values in (born, month))
    events = Events(born, scene.people.birth[born], month)
    return Agenda(events, np.full(len(born), NEWBORN, np.int8), _within(scene, events, np.full(len(born), 2)))


def _within(scene: Scene, events: Events, nights: np.ndarray) -> np.ndarray:
    """Nobody stays past the window or their death."""
    last = np.minimum(scene.people.death[events.person], scene.calendar.last_day)
    return np.minimum(np.minimum(nights, LONGEST), last - events.day)


def _one_at_a_time(agenda: Agenda) -> Agenda:
    """Drop what begins within the quiet days after an earlier event of the person."""
    person = agenda.events.person.astype(np.int64)
    span = 10_000_000
    until = np.maximum.accumulate(person * span + agenda.events.day + agenda.nights)
    earlier = np.r_[-1, until[:-1]]
    quiet = assumptions()["hospital"]["quiet_days"]
    free = person * span + agenda.events.day > earlier + quiet
    other_person = np.r_[True, person[1:] != person[:-1]]
    return agenda.take(np.flatnonzero(free | other_person))
