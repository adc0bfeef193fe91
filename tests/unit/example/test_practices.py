import numpy as np
import pytest

from firstcontact.example.practices import HEALTH_CENTRE, TYPES, practice_count, practice_table
from firstcontact.example.scene import make_world


@pytest.mark.parametrize(
    ("people", "practices"), [(1, 14), (2_000, 14), (20_000, 60), (100_000, 300), (400_000, 600), (1_000_000, 949)]
)
def test_number_of_practices(people, practices):
    assert practice_count(people) == practices


@pytest.fixture(scope="module")
def large():
    return make_world(people=60_000, years=3, seed=2, last_year=2025)


def test_every_area_has_a_practice(large):
    assert set(large.practices.area.tolist()) == set(range(14))


def test_names_and_ids_are_distinct(large):
    assert len(set(large.practices.name)) == len(large.practices)
    assert len(set(large.practices.ids)) == len(large.practices)
    assert len(set(large.practices.tins)) == len(large.practices)


def test_all_types_occur_and_health_centres_have_owners(large):
    assert set(large.practices.type.tolist()) == set(range(len(TYPES)))
    centres = large.practices.type == HEALTH_CENTRE
    assert np.all(large.practices.organisation[centres] >= 0)
    assert np.any(large.practices.organisation < 0)


def test_points_lie_in_reach_of_their_area(large):
    middle = large.region.points[large.practices.area]
    away = np.hypot(*(large.practices.point - middle).T)
    assert np.all(away <= large.region.radius[large.practices.area])


def test_the_table_has_one_row_per_practice(large):
    table = practice_table(large.practices, large.calendar, ["2"] * len(large.practices), large.region)
    assert table.num_rows == len(large.practices)
    assert table["practice_id"].to_pylist() == large.practices.ids
    assert set(table["accepting_new_patients"].to_pylist()) == {"yes", "limited", "no", "unknown"}
    assert table["end_date"].null_count == table.num_rows
