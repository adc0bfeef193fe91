"""Which lines count as primary care in each bound: the worked example of the reference pack and its edges."""

from decimal import Decimal

import pytest

from support.claims import claims, providers, spans
from support.core_case import build_case, select

PROVIDERS = providers("""
    npi | primary_taxonomy_code | entity_type
    P1  | 207Q00000X            | individual
    P2  | 207R00000X            | individual
    N1  | 363L00000X            | individual
    C1  | 207RC0000X            | individual
    F1  | 282N00000X            | organization
    """)
WORKED_HEAD = (
    "claim_id | rendering_npi | rendering_specialty_code | hcpcs_code | place_of_service_code | claim_start_date"
    " | payer_position | allowed_amount\n"
)
WORKED = (
    WORKED_HEAD
    + """
    1  | P1 | 08 | 99213 | 11 | 2024-03-01 | primary   | 100.00
    2  | P1 | 08 | G0439 | 11 | 2024-03-20 | primary   | 150.00
    3  | P2 | 11 | 99214 | 11 | 2024-04-02 | primary   | 200.00
    4  | N1 | 50 | 99213 | 11 | 2024-04-09 | primary   | 90.00
    5  | P1 | 08 | 99213 | 23 | 2024-05-01 | primary   | 120.00
    6  | P1 | 08 | 27447 | 22 | 2024-05-05 | primary   | 1000.00
    7  | P1 | 08 | 99214 | 22 | 2024-06-10 | primary   | 110.00
    11 | C1 | 06 | 99213 | 11 | 2024-07-15 | primary   | 130.00
    12 | P1 | 08 | 99213 | 11 | 2024-08-01 | secondary | 40.00
    """
)
FACILITY = """
    claim_id | billing_npi | hcpcs_code | bill_type_code | claim_start_date | allowed_amount
    8  | F1 | G0463 | 131 | 2024-06-10 | 80.00
    9  | F1 | G0463 | 131 | 2024-06-11 | 80.00
    10 | F1 | 99213 | 771 | 2024-07-01 | 140.00
    """
PHARMACY = [
    {
        "claim_id": "r",
        "claim_line_number": "1",
        "data_source": "s",
        "person_id": "p1",
        "payer": "A",
        "line_of_business": "commercial",
        "dispensing_date": "2024-03-03",
        "ndc_code": "1",
        "quantity": "1",
        "days_supply": "30",
        "paid_amount": "300.00",
    }
]


def build(tmp_path, *rows, until="spend_cube", **options):
    given = {
        "medical_claim": [r for part in rows for r in part],
        "provider": PROVIDERS,
        "pharmacy_claim": PHARMACY,
        "eligibility": spans("p1", "p2"),
    }
    return build_case(tmp_path, given, until=until, **options)


def counted(store, bound="reference"):
    """Claim ids whose lines count in a bound."""
    found = select(
        store,
        f"""SELECT p.claim_id FROM service_line AS l
            JOIN claim AS k ON k.claim_key = l.claim_key JOIN claim_part AS p ON p.claim_hash = k.claim_hash
            WHERE l.in_{bound} ORDER BY CAST(p.claim_id AS INTEGER)""",
    )
    return [r[0] for r in found]


@pytest.fixture(scope="module")
def worked(tmp_path_factory):
    return build(
        tmp_path_factory.mktemp("worked"), claims(WORKED), claims(FACILITY, claim_type="institutional"), until=None
    )


def test_the_worked_example_counts_the_lines_of_the_specification(worked):
    assert counted(worked) == ["1", "2", "4", "7", "8", "10"]


def test_the_worked_example_has_670_of_2200_dollars(worked):
    total = select(worked, "SELECT SUM(reference), SUM(medical), SUM(pharmacy) FROM spend_cube")
    assert total == [(Decimal("670.00"), Decimal("2200.00"), Decimal("300.00"))]


def test_the_run_prints_whom_the_wellness_screen_removed(worked):
    notes = select(worked, "SELECT key, rows, amount FROM core_note WHERE kind = 'screened_out' ORDER BY key")
    assert notes == [("clinicians", 1, None), ("lines", 1, Decimal("200.00"))]


def test_a_line_of_a_secondary_payer_is_in_the_ledger(worked):
    found = select(worked, "SELECT rows, spend FROM ledger WHERE reason = 'not_primary_payer'")
    assert found == [(1, Decimal("40.00"))]


def test_without_any_wellness_visit_the_screen_is_skipped_with_a_caution(tmp_path):
    store = build(tmp_path, [r for r in claims(WORKED) if r["claim_id"] != "2"], until=None)
    assert counted(store) == ["1", "3", "4", "7"]
    assert select(store, "SELECT key FROM core_note WHERE kind = 'caution'") == [("wellness_screen_skipped",)]


def test_a_wellness_visit_of_any_person_keeps_the_physician(tmp_path):
    other = claims("claim_id | rendering_npi | hcpcs_code | person_id\n20 | P2 | 99396 | p2\n")
    assert "3" in counted(build(tmp_path, claims(WORKED), other))


def test_two_visits_of_one_day_add_the_clinic_line_once(tmp_path):
    again = [{**r, "claim_id": "30"} for r in claims(WORKED) if r["claim_id"] == "7"]
    store = build(tmp_path, claims(WORKED), again, claims(FACILITY, claim_type="institutional"))
    assert counted(store) == ["1", "2", "4", "7", "8", "10", "30"]
    assert select(store, "SELECT SUM(reference) FROM spend_cube") == [(Decimal("780.00"),)]


def test_a_code_past_its_end_date_does_not_count(tmp_path):
    rows = claims("""
        claim_id | rendering_npi | rendering_specialty_code | hcpcs_code | place_of_service_code | claim_start_date
        1 | P1 | 08 | 99201 | 11 | 2020-12-31
        2 | P1 | 08 | 99201 | 11 | 2021-01-04
        """)
    assert counted(build(tmp_path, rows)) == ["1"]


def test_a_code_listed_twice_is_one_service(tmp_path):
    (tmp_path / "definitions" / "codelists").mkdir(parents=True)
    head = "list,code,code_system,valid_from,valid_to,label,source\n"
    row = "narrow_service,99213,hcpcs,,,office visit,own\n"
    (tmp_path / "definitions" / "codelists" / "own.csv").write_text(head + row + row)
    store = build(tmp_path, claims(WORKED))
    assert counted(store, "narrow") == ["1"]
    assert select(store, "SELECT COUNT(*) FROM service_line") == [(9,)]


def test_specialty_decides_in_a_source_that_reports_it_and_taxonomy_in_one_that_does_not(tmp_path):
    rows = claims("""
        claim_id | data_source | rendering_npi | rendering_specialty_code | hcpcs_code | place_of_service_code
        1 | says | C1 | 08 | 99213 | 11
        2 | says | P1 | 06 | 99213 | 11
        3 | says | P1 |    | 99213 | 11
        4 | mute | P1 |    | 99213 | 11
        5 | mute | C1 |    | 99213 | 11
        """)
    store = build(tmp_path, rows, until=None)
    assert counted(store) == ["1", "4"]
    rules = select(store, "SELECT key, rows FROM core_note WHERE kind = 'provider_rule' ORDER BY key")
    assert rules == [("specialty", 3), ("taxonomy", 2)]


def test_narrow_leaves_out_rest_homes_and_health_centre_codes(tmp_path):
    rows = claims("""
        claim_id | rendering_npi | hcpcs_code | place_of_service_code | claim_start_date
        1 | P1 | 99341 | 12 | 2022-03-01
        2 | P1 | 99334 | 12 | 2022-03-01
        3 | P1 | T1015 | 50 | 2022-03-01
        """)
    assert counted(build(tmp_path, rows), "narrow") == ["1"]


def test_narrow_takes_visits_of_physicians_and_broad_any_service(tmp_path):
    rows = claims("""
        claim_id | rendering_npi | hcpcs_code | place_of_service_code
        1 | P1 | 99213 | 11
        2 | P1 | 93000 | 11
        3 | N1 | 99213 | 11
        4 | C1 | 99213 | 11
        5 | P1 | 99213 | 21
        6 | P1 | 80053 | 81
        """)
    members = [
        {"practice_id": "K", "npi": r["npi"], "start_date": "2020-01-01", "role": "primary_care"} for r in PROVIDERS[:4]
    ]
    given = {
        "medical_claim": rows,
        "provider": PROVIDERS,
        "eligibility": spans("p1"),
        "practice_provider": members,
        "practice": [{"practice_id": "K", "practice_name": "K", "start_date": "2020-01-01"}],
    }
    store = build_case(tmp_path, given, until="service_line")
    assert counted(store, "narrow") == ["1"]
    assert counted(store, "broad") == ["1", "2", "3"]


def test_no_code_of_the_guard_list_is_primary_care_under_any_pack(tmp_path):
    guard = ["207RC0000X", "207RE0101X", "208M00000X", "363LA2100X"]
    numbers = [p["npi"] for p in PROVIDERS[:4]]
    given = {
        "medical_claim": [
            r | {"rendering_npi": n, "claim_id": str(i)}
            for i, n in enumerate(numbers)
            for r in claims("claim_id | hcpcs_code | place_of_service_code\nx | 99213 | 11\n")
        ],
        "provider": [
            {"npi": n, "entity_type": "individual", "primary_taxonomy_code": t, "data_source": "s"}
            for n, t in zip(numbers, guard, strict=True)
        ],
    }
    store = build_case(tmp_path, given, until="service_line")
    assert select(store, "SELECT bool_or(in_narrow OR in_broad OR in_reference) FROM service_line") == [(False,)]
    assert select(store, "SELECT bool_or(is_primary_care) FROM clinician_year") == [(False,)]


@pytest.mark.parametrize(("is_on", "expected"), [(False, []), (True, ["1"])])
def test_the_switch_of_obstetrics_adds_its_physicians_to_the_broad_bound_only(tmp_path, is_on, expected):
    rows = claims("claim_id | rendering_npi | hcpcs_code | place_of_service_code\n1 | A1 | 99213 | 11\n")
    provider = providers("npi | primary_taxonomy_code\nA1 | 207V00000X\n")
    given = {"medical_claim": rows, "provider": provider, "eligibility": spans("p1")}
    store = build_case(tmp_path, given, {"include_obgyn": is_on}, until="service_line")
    assert [counted(store, bound) for bound in ("broad", "narrow", "reference")] == [expected, [], []]


def test_the_reference_asks_for_the_rendering_provider_and_not_who_billed(tmp_path):
    rows = claims("""
        claim_id | rendering_npi | billing_npi | hcpcs_code | place_of_service_code
        1 | P1 | N1 | 99213 | 11
        2 |    | P1 | 99213 | 11
        3 |    | N1 | 99213 | 11
        """)
    store = build(tmp_path, rows)
    assert counted(store) == ["1"]
    assert counted(store, "narrow") == ["1", "2"]
