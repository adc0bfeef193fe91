"""The core does not know the order of its rows or the number of its buckets."""

import random
from datetime import date, timedelta

import pytest

from support.claims import NPI, claims, providers, spans
from support.core_case import build_case, select

PEOPLE = [f"p{i:02d}" for i in range(12)]
TABLES = ("person", "person_month", "person_year", "coverage_year", "visit", "stay", "ed_visit", "attribution", "panel",
          "practice_year", "area_year", "payment", "person_note")  # fmt: skip
CODES = ("99213", "99285", "G0439", "99223", "80053")


def made_up(seed: int = 3) -> dict[str, list[dict]]:
    """A year and a half of claims of a dozen people; four of them change their line of business."""
    draw = random.Random(seed)
    eligibility = spans(
        *PEOPLE, enrollment_start_date="2023-01-01", zip_code="02101", birth_date="1980-02-29", gender="female"
    )
    eligibility += spans(
        *PEOPLE[:4],
        line_of_business="medicaid_managed",
        payer="B",
        enrollment_start_date="2023-06-10",
        enrollment_end_date="2024-03-31",
        birth_date="1980-02-29",
        gender="male",
    )
    lines = "\n".join(_line(draw, number) for number in range(160))
    head = (
        "claim_id | person_id | claim_start_date | rendering_npi | hcpcs_code | place_of_service_code | allowed_amount"
    )
    return {
        "eligibility": eligibility,
        "medical_claim": claims(f"{head}\n{lines}") + _hospital(draw),
        "provider": providers("npi | primary_taxonomy_code\nP1 | 207Q00000X\nP2 | 207R00000X\nC1 | 207RC0000X"),
        "practice": [{"practice_id": k, "practice_name": k, "start_date": "2020-01-01"} for k in ("k1", "k2")],
        "practice_provider": [{"practice_id": k, "npi": NPI[n], "start_date": "2020-01-01", "clinical_fte": "0.5"}
                              for k, n in (("k1", "P1"), ("k2", "P2"), ("k2", "C1"))],
        "zip_area": [{"zip_code": "02101", "area_id": "a1", "weight": "1"}],
        "area": [{"area_id": "a1", "area_kind": "service_area", "area_name": "One"}],
    }  # fmt: skip


def _line(draw: random.Random, number: int) -> str:
    day = date(2023, 1, 1) + timedelta(draw.randrange(700))
    code = draw.choice(CODES)
    place = {"99285": "23", "99223": "21"}.get(code, "11")
    cells = (
        f"c{number}",
        draw.choice(PEOPLE),
        day,
        draw.choice(("P1", "P2", "C1")),
        code,
        place,
        draw.randrange(50, 200),
    )
    return " | ".join(str(c) for c in cells)


def _hospital(draw: random.Random) -> list[dict]:
    rows = []
    for number in range(8):
        day = date(2023, 1, 1) + timedelta(draw.randrange(700))
        rows.append({
            "claim_id": f"h{number}", "person_id": draw.choice(PEOPLE), "claim_start_date": day,
            "claim_type": "institutional",
            "bill_type_code": "111", "revenue_center_code": "0120", "diagnosis_code_1": "I5023",
            "facility_npi": NPI["H1"],
            "claim_end_date": day + timedelta(3), "discharge_date": day + timedelta(3), "paid_amount": "1000.00",
        })  # fmt: skip
    columns = list(rows[0])
    table = " | ".join(columns) + "\n" + "\n".join(" | ".join(str(r[c]) for c in columns) for r in rows)
    return claims(table)


def contents(store) -> dict[str, list[tuple]]:
    """Rows in the order they are stored; of several parts, in the order of the first column."""
    return {t: select(store, f"SELECT * FROM {t}") for t in TABLES}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return contents(build_case(tmp_path_factory.mktemp("plain"), made_up()))


def test_there_is_something_to_compare(plain):
    assert all(len(plain[t]) > 0 for t in TABLES if t not in ("payment",))
    assert any(row for row in plain["attribution"] if "visits" in row)


def test_shuffled_rows_give_the_same_tables_in_the_same_order(plain, tmp_path):
    tables = made_up()
    for rows in tables.values():
        random.Random(11).shuffle(rows)
    assert contents(build_case(tmp_path, tables)) == plain


def test_the_number_of_buckets_changes_nothing_but_the_parts(plain, tmp_path):
    parted = contents(build_case(tmp_path, made_up(), buckets=3))
    assert {t: sorted(map(str, rows)) for t, rows in parted.items()} == {
        t: sorted(map(str, rows)) for t, rows in plain.items()
    }


def test_each_person_has_at_most_one_practice_per_year_and_line_of_business(plain):
    keys = [(row[1], row[2]) for row in plain["attribution"]]
    assert len(keys) == len(set(keys))
