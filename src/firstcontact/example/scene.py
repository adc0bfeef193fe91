"""What every kind of care needs to know about one block of people."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from firstcontact.example.calendar import Calendar
from firstcontact.example.coverage import Coverage, make_coverage
from firstcontact.example.directory import Directory, make_directory
from firstcontact.example.people import People, make_people
from firstcontact.example.practices import Practices, make_practices
from firstcontact.example.region import Region
from firstcontact.example.streams import Streams
from firstcontact.example.workforce import Workforce, make_workforce

REGION_BLOCK = 2**31


@dataclass
class World:
    """The same for all blocks: places, practices, clinicians, time."""

    people: int
    seed: int
    calendar: Calendar
    region: Region
    practices: Practices
    workforce: Workforce
    directory: Directory

    @property
    def streams(self) -> Streams:
        return Streams(self.seed, REGION_BLOCK)

    @cached_property
    def area_first(self) -> np.ndarray:
        """First clinician of each area, and the number of clinicians at the end."""
        area = self.practices.area[self.workforce.practice]
        return np.searchsorted(area, np.arange(len(self.region.ids) + 1))


@dataclass
class Scene:
    """One block of people in the world."""

    world: World
    streams: Streams
    people: People
    coverage: Coverage

    @property
    def calendar(self) -> Calendar:
        return self.world.calendar

    @cached_property
    def usual_clinician(self) -> np.ndarray:
        """A clinician near home; grown-ups do not go to children's practices, children not to internists."""
        world, n = self.world, len(self.people)
        u = self.streams("usual.clinician").random((n, 4))
        focus = world.practices.focus[world.workforce.practice]
        child = self.people.age(world.calendar.first_day) < 16
        chosen = self._near(u[:, 0])
        for attempt in range(1, 4):
            wrong = np.where(child, focus[chosen] == 1, focus[chosen] == 2)
            chosen = np.where(wrong, self._near(u[:, attempt]), chosen)
        return chosen

    def _near(self, u: np.ndarray, person: np.ndarray | slice = slice(None)) -> np.ndarray:
        first = self.world.area_first
        area = self.people.area[person]
        return (first[area] + np.floor(u * (first[area + 1] - first[area]))).astype(np.int64)

    def near(self, person: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Any primary care clinician of the person's area."""
        return self._near(u, person)


def make_world(people: int, years: int, seed: int, last_year: int) -> World:
    streams = Streams(seed, REGION_BLOCK)
    calendar, region = Calendar(last_year - years + 1, years), Region()
    practices = make_practices(people, region, streams)
    workforce = make_workforce(people, practices, calendar, streams)
    directory = make_directory(workforce.staff, len(practices), people, streams)
    return World(people, seed, calendar, region, practices, workforce, directory)


def make_scene(world: World, block: int, block_size: int) -> Scene:
    streams = Streams(world.seed, block)
    first = block * block_size
    count = min(block_size, world.people - first)
    people = make_people(first, count, world.region, world.calendar, streams)
    return Scene(world, streams, people, make_coverage(people, world.calendar, streams))
