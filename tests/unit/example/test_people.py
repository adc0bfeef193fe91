import numpy as np
import pytest

from firstcontact.example.calendar import Calendar
from firstcontact.example.people import ALIVE, GROUP_NAMES, HISPANIC, make_people
from firstcontact.example.region import Region
from firstcontact.example.streams import Streams

CALENDAR = Calendar(2023, 3)


@pytest.fixture(scope="module")
def people():
    return make_people(0, 20_000, Region(), CALENDAR, Streams(1, 0))


def test_a_shorter_block_is_the_beginning_of_a_longer_one(people):
    few = make_people(0, 500, Region(), CALENDAR, Streams(1, 0))
    for name in ("birth", "death", "female", "area", "zip", "group", "language", "disabled"):
        assert np.array_equal(getattr(few, name), getattr(people, name)[:500]), name


def test_ages_look_like_a_population(people):
    age = people.age(CALENDAR.first_day)
    assert 0.17 < np.mean(age < 18) < 0.27
    assert 0.12 < np.mean(age >= 65) < 0.22
    assert age.max() < 100
    assert 0.02 < np.mean(people.birth >= CALENDAR.first_day) < 0.05
    assert people.birth.max() <= CALENDAR.last_day


def test_deaths_come_after_births_inside_the_window_and_mostly_late(people):
    died = people.death != ALIVE
    assert np.all(people.death[died] <= CALENDAR.last_day)
    assert np.all(people.death[died] >= CALENDAR.first_day)
    assert np.all(people.death > people.birth)
    assert 0.015 < died.mean() < 0.045
    assert np.median(people.age(CALENDAR.first_day)[died]) > 60


def test_people_live_in_a_zip_of_their_area(people):
    assert np.array_equal(people.zip // 3, people.area)


def test_deprived_areas_are_more_diverse(people):
    white = people.group == GROUP_NAMES.index("White")
    assert white[people.quintile == 1].mean() < white[people.quintile == 5].mean() - 0.15


def test_spanish_is_a_language_of_the_hispanic(people):
    spanish = people.language == 1
    hispanic = people.group == HISPANIC
    assert spanish[hispanic].mean() > 0.4
    assert spanish[~hispanic].mean() < 0.05
