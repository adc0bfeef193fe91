"""Population files from sums by practice that a region's own data gives."""

from datetime import date

import pyarrow as pa
import pytest

from firstcontact.practice import population_from_tables
from firstcontact.practice.population.from_core import CorePopulation


def made() -> CorePopulation:
    def rows(*rows: dict) -> pa.Table:
        return pa.Table.from_pylist(list(rows))

    return population_from_tables(
        practices=rows(
            {"practice_id": "P1", "practice_type": "independent", "region": "north"},
            {"practice_id": "P2", "practice_type": "retail", "region": None},
        ),
        members=rows(
            {"practice_id": "P1", "line_of_business": "medicare_ffs", "members": 100.0, "person_years": 90.0},
            {"practice_id": "P1", "line_of_business": "medicaid_ffs", "members": 10.0, "person_years": 10.0},
            {"practice_id": "P1", "line_of_business": "medicaid_managed", "members": 30.0, "person_years": 30.0},
            {"practice_id": "P2", "line_of_business": "commercial", "members": 50.0, "person_years": 0.0},
            {"practice_id": None, "line_of_business": "commercial", "members": 5.0, "person_years": 5.0},
            {"practice_id": "P2", "line_of_business": "other_public", "members": 5.0, "person_years": 5.0},
        ),
        visits=rows(
            {"practice_id": "P1", "line_of_business": "medicare_ffs", "visits": 270.0},
            {"practice_id": "P1", "line_of_business": "medicaid_managed", "visits": 60.0},
        ),
        staff=rows({"practice_id": "P1", "role": "md", "fte": 1.5}, {"practice_id": "P1", "role": "np_pa", "fte": 0.5}),
        payments=rows({"practice_id": "P1", "line_of_business": "medicare_ffs", "amount": 1200.0}),
        first=date(2023, 1, 1),
        last=date(2023, 12, 31),
    )


def test_lines_of_business_become_payers_and_visits_a_rate() -> None:
    rows = {(r["practice_id"], r["payer"]): r for r in made().payers.to_pylist()}
    assert rows["P1", "medicare"]["panel"] == 100
    assert rows["P1", "medicare"]["visits_per_patient_year"] == pytest.approx(3)
    assert (rows["P1", "medicaid"]["panel"], rows["P1", "medicaid"]["visits_per_patient_year"]) == (40, 1.5)
    assert rows["P2", "commercial"]["visits_per_patient_year"] == 0
    assert rows["P1", "medicare"]["x_prospective_usd_year"] == 1200


def test_what_the_data_cannot_give_is_listed_not_guessed() -> None:
    todo = {(r["practice_id"], r["column"]) for r in made().todo.to_pylist()}
    assert {("P1", "overhead_usd_year"), ("P1", "specialty"), ("P2", "setting"), ("P2", "fte")} <= todo
    assert ("P1", "setting") not in todo
    practices = made().practices.to_pylist()
    assert [p["setting"] for p in practices] == ["independent", None]
    assert [p["region"] for p in practices] == ["north", "unknown"]


def test_rows_that_find_no_practice_or_payer_are_counted() -> None:
    assert made().set_aside == {
        "members of other_public: no payer of the model": 1,
        "members without a practice": 1,
    }


def test_staff_is_that_of_practices_with_members() -> None:
    assert made().staff.to_pydict()["role"] == ["md", "np_pa"]
