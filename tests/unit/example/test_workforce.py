from datetime import date

import numpy as np
import pytest

from firstcontact.example.assumptions import assumptions
from firstcontact.example.scene import make_world
from firstcontact.example.workforce import (
    COMES,
    LEAVES,
    MOVES,
    STEADY,
    TWO_PRACTICES,
    practice_provider_table,
    provider_table,
)


@pytest.fixture(scope="module")
def large():
    return make_world(people=60_000, years=3, seed=2, last_year=2025)


def rows_by_npi(world) -> dict[str, list[dict]]:
    npi = world.directory.numbers()
    table = practice_provider_table(world.workforce, world.practices, world.calendar, npi, world.streams)
    rows: dict[str, list[dict]] = {}
    for row in table.to_pylist():
        rows.setdefault(row["npi"], []).append(row)
    return rows


def test_clinicians_are_as_many_as_a_state_has(large):
    facts = assumptions()["region"]
    residents = 60_000 * facts["residents_per_person"]
    assert len(large.workforce) / residents * 100_000 == pytest.approx(118, rel=0.05)


def test_leads_are_physicians_who_stay(large):
    force = large.workforce
    assert set(force.fate[force.first].tolist()) == {STEADY}
    assert {force.staff[i][0][:3] for i in force.first} <= {"207", "208"}
    assert np.array_equal(force.practice[force.first], np.arange(len(large.practices)))


def test_every_fate_occurs(large):
    assert set(large.workforce.fate.tolist()) == {STEADY, LEAVES, COMES, MOVES, TWO_PRACTICES}


def test_movers_have_one_row_after_the_other_and_some_have_two_at_a_time(large):
    rows, npi = rows_by_npi(large), large.directory.numbers()
    for i in np.flatnonzero(large.workforce.fate == MOVES):
        old, new = sorted(rows[npi[i]], key=lambda r: r["start_date"])
        assert (new["start_date"] - old["end_date"]).days == 1
        assert old["practice_id"] != new["practice_id"]
    for i in np.flatnonzero(large.workforce.fate == TWO_PRACTICES):
        assert len(rows[npi[i]]) == 2
        assert all(r["end_date"] is None for r in rows[npi[i]])


def test_time_in_practice_never_exceeds_one_and_a_half(large):
    for rows in rows_by_npi(large).values():
        now = [r for r in rows if r["end_date"] is None or r["end_date"] > date(2025, 12, 31)]
        assert sum(float(r["clinical_fte"]) for r in now) <= 1.5


def test_primary_care_ends_with_a_deactivation_before_july(large):
    force = large.workforce
    known = force.is_primary_care(large.calendar)
    for i in np.flatnonzero(force.fate == LEAVES):
        for year in range(3):
            months_there = force.month[i] - 12 * year
            assert known[i, year] == (months_there >= 6)


def test_an_override_takes_somebody_out(large):
    out = large.workforce.override == "no"
    assert out.sum() >= 1
    assert not large.workforce.is_primary_care(large.calendar)[out].any()


def test_those_not_there_are_known(large):
    force = large.workforce
    leaver = int(np.flatnonzero(force.fate == LEAVES)[0])
    newcomer = int(np.flatnonzero(force.fate == COMES)[0])
    for who, before, after in ((leaver, True, False), (newcomer, False, True)):
        month = force.month[who]
        assert force.works(np.array([who]), np.array([month])) == [True]
        assert force.works(np.array([who]), np.array([month - 1])) == [before]
        assert force.works(np.array([who]), np.array([month + 1])) == [after]


def test_providers_are_individuals_then_organisations(large):
    table = provider_table(large.workforce, large.directory, large.calendar, "s", large.streams).to_pylist()
    assert len({r["npi"] for r in table}) == len(table)
    kinds = [r["entity_type"] for r in table]
    assert kinds == sorted(kinds)
    assert any(r["deactivation_date"] for r in table)
    assert all(r["override_reason"] for r in table if r["primary_care_override"])
    assert all(r["birth_year"] is None for r in table if r["entity_type"] == "organization")
