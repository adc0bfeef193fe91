import numpy as np
import pytest

from firstcontact.example.calendar import NO_DAY
from firstcontact.example.eligibility import eligibility_table, spans
from firstcontact.example.people import ALIVE


@pytest.fixture(scope="module")
def span(scene):
    return spans(scene.people, scene.coverage, scene.calendar, scene.streams)


def test_spans_touch_exactly_the_covered_months(scene, span):
    """Walk the days of every span, the slow way, and compare with the months that were planted."""
    found = np.zeros_like(scene.coverage.covered)
    last_day = scene.calendar.last_day
    for person, slot, start, end in zip(*(span[k].tolist() for k in ("person", "slot", "start", "end")), strict=True):
        stop = min(last_day if end == NO_DAY else end, int(scene.people.death[person]))
        months = scene.calendar.month(np.array([start, stop]))
        found[person, slot, months[0] : months[1] + 1] = True
    assert np.array_equal(found, scene.coverage.covered)


def test_spans_begin_before_they_end(span):
    closed = span["end"] != NO_DAY
    assert np.all(span["start"][closed] <= span["end"][closed])


def test_nobody_is_enrolled_before_birth(scene, span):
    assert np.all(span["start"] >= scene.people.birth[span["person"]])


def test_some_spans_are_open_some_overlap_and_some_begin_inside_a_month(scene, span):
    assert 0.01 < np.mean(span["end"] == NO_DAY) < 0.08
    same = (np.diff(span["person"]) == 0) & (np.diff(span["slot"]) == 0)
    overlap = same & (span["start"][1:] <= span["end"][:-1])
    assert overlap.sum() > 10
    first_days = np.isin(span["start"], scene.calendar.starts)
    assert 0.02 < np.mean(~first_days) < 0.15


def test_an_open_span_belongs_to_the_living(scene, span):
    open_end = span["end"] == NO_DAY
    assert np.all(scene.people.death[span["person"][open_end]] == ALIVE)


def test_the_table_says_who_pays_second(scene, span):
    table = eligibility_table(scene.people, scene.coverage, span, scene.world.region, "s").to_pylist()
    second = [r for r in table if r["is_secondary_coverage"]]
    assert second
    assert {r["line_of_business"] for r in second} == {"medicaid_ffs"}
    assert {r["ethnicity"] for r in table} == {"hispanic", "not_hispanic", None}
    assert all(r["race"] is None for r in table if r["ethnicity"] == "hispanic")
    assert all(len(r["zip_code"]) == 5 for r in table)
