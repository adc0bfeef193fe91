"""Frames: who is in scope, and the first reason that keeps a unit out."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.errors import FirstContactError
from firstcontact.survey.sampling.exclusions import Scope
from firstcontact.survey.sampling.frame import build_frame, months_before
from firstcontact.survey.sampling.random_numbers import permanent

DAY = date(2027, 1, 31)


def reasons(columns, kind="patient", **options):
    frame = build_frame(pa.table(columns), kind, DAY, "f", **options)
    return dict(zip(frame.units["unit_id"].to_pylist(), frame.units["exclusion"].to_pylist(), strict=True))


def test_the_first_reason_that_applies_is_kept():
    found = reasons(
        {
            "unit_id": ["a", "b", "c", "d", "e"],
            "deceased": ["true", "0", "no", "", "false"],
            "birth_date": ["2015-01-01", "2015-01-01", "1980-01-01", "1980-01-01", None],
            "opted_out": ["1", "1", "yes", "", ""],
            "has_mail": ["1", "1", "1", "0", "1"],
        }
    )
    assert found == {"a": "deceased", "b": "under_age", "c": "opted_out", "d": "no_contact", "e": None}


def test_a_person_is_of_age_on_the_birthday():
    born = {"unit_id": ["today", "tomorrow"], "birth_date": ["2009-01-31", "2009-02-01"]}
    assert reasons(born) == {"today": None, "tomorrow": "under_age"}


def test_a_frame_that_does_not_say_how_people_are_reached_excludes_nobody_for_it():
    assert reasons({"unit_id": ["a"]}) == {"a": None}


def test_practices_out_of_primary_care_count_only_where_the_wave_asks_for_all():
    table = {"unit_id": ["a", "b", "c"], "primary_care": ["1", "0", "1"], "closed": ["0", "0", "1"]}
    assert reasons(table, "practice") == {"a": None, "b": "not_primary_care", "c": "closed"}
    assert reasons(table, "practice", scope=Scope(all_practices=True))["b"] is None


def test_a_practice_that_repeats_another_is_a_duplicate():
    assert reasons({"unit_id": ["a", "b"], "duplicate_of": ["", "a"]}, "practice") == {"a": None, "b": "duplicate"}


def test_of_each_household_and_practice_the_lowest_permanent_number_stays():
    table = {
        "unit_id": ["a", "b", "c", "d"],
        "practice_id": ["p", "p", "q", "p"],
        "household_key": ["h", "h", "h", None],
    }
    kept = min(("a", "b"), key=lambda u: permanent("s", u))
    found = reasons(table, household_seed="s")
    assert [u for u in ("a", "b") if found[u] is None] == [kept]
    assert found["c"] is None
    assert found["d"] is None


def test_people_without_a_visit_in_the_window_are_counted_but_not_in_the_frame():
    table = pa.table({"unit_id": ["a", "b", "c"], "last_visit": ["2026-02-01", "2026-01-31", None]})
    frame = build_frame(table, "patient", DAY, "f")
    assert frame.units["unit_id"].to_pylist() == ["a"]
    assert frame.ledger() == {"rows_in": 3, "in_scope": 1, "excluded": 0, "not_seen_in_window": 2}


def test_columns_that_are_not_known_become_strata_as_text():
    frame = build_frame(pa.table({"unit_id": ["a"], "region": ["north"], "beds": [3]}), "practice", DAY, "f")
    row = frame.units.to_pylist()[0]
    assert (row["region"], row["beds"], row["practice_id"]) == ("north", "3", "a")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"id": ["a"]}, "has no column unit_id"),
        ({"unit_id": ["a", None]}, "row 3: unit_id is blank"),
        ({"unit_id": ["a", "b", "a"]}, "row 4: its unit_id already stands on row 2"),
        ({"unit_id": ["a"], "deceased": ["maybe"]}, "row 2: deceased is not true or false"),
        ({"unit_id": ["a"], "birth_date": ["31/01/1990"]}, "row 2: birth_date is not a date"),
        ({"unit_id": ["a"], "size_measure": ["many"]}, "size_measure holds a value that is not a number"),
        ({"unit_id": ["a"], "exclusion": ["moved"]}, "exclusion 'moved' is not one of"),
        ({"unit_id": ["a"], "in_scope": ["0"]}, "in_scope false and no exclusion"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_words(table, words):
    with pytest.raises(FirstContactError, match=words):
        build_frame(pa.table(table), "patient", DAY, "f", where="frame.csv")


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2027, 1, 31), 12, date(2026, 1, 31)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 15), 1, date(2026, 12, 15)),
    ],
)
def test_months_before_end_on_a_day_that_exists(day, months, before):
    assert months_before(day, months) == before


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 90)), min_size=1, max_size=30))
def test_the_counts_by_reason_add_up_to_the_rows(people):
    table = pa.table(
        {
            "unit_id": [f"u{i}" for i in range(len(people))],
            "deceased": [p[0] for p in people],
            "opted_out": [p[1] for p in people],
            "age_years": [str(p[2]) for p in people],
        }
    )
    frame = build_frame(table, "patient", DAY, "f")
    assert sum(frame.counts()["units"].to_pylist()) == len(people)
    slow = ["deceased" if d else "under_age" if a < 18 else "opted_out" if o else None for d, o, a in people]
    found = {r["unit_id"]: r["exclusion"] for r in frame.units.to_pylist()}
    assert [found[f"u{i}"] for i in range(len(people))] == slow
