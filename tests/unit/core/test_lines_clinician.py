"""Clinicians of a year: who is primary care, who is a hospitalist, and which rule keeps one out."""

from datetime import date
from decimal import Decimal

import pytest

from support.claims import NPI, claims, providers
from support.core_case import build_case, select

YEAR = "year_start = DATE '2024-01-01'"


def facts(store, columns):
    found = select(
        store,
        f"SELECT n.id, {columns} FROM clinician_year AS y JOIN id_npi AS n ON n.key = y.npi WHERE {YEAR} ORDER BY 1",
    )
    names = {number: name for name, number in NPI.items()}
    return {names[r[0]]: r[1] if len(r) == 2 else r[1:] for r in found}


def many(npi, code, count, **fixed):
    """A claim for each of `count` people."""
    row = claims(f"rendering_npi | hcpcs_code\n{npi} | {code}\n", **fixed)[0]
    return [{**row, "claim_id": f"{npi}{code}{i}", "person_id": f"p{i}"} for i in range(count)]


@pytest.mark.parametrize(
    ("inpatient", "outpatient", "hospitalist"),
    [(95, 5, True), (90, 10, True), (89, 11, False), (99, 0, False), (0, 0, False)],
)
def test_the_hospitalist_table(tmp_path, inpatient, outpatient, hospitalist):
    rows = many("P1", "99231", inpatient) + many("P1", "99213", outpatient) + many("P1", "80053", 1)
    store = build_case(
        tmp_path,
        {"medical_claim": rows, "provider": providers("npi | primary_taxonomy_code\nP1 | 207R00000X\n")},
        until="clinician_year",
    )
    assert facts(store, "em_inpatient, em_outpatient, is_hospitalist") == {"P1": (inpatient, outpatient, hospitalist)}
    assert facts(store, "is_primary_care") == {"P1": not hospitalist}


def test_the_first_rule_that_fails_is_the_reason(tmp_path):
    given = providers("""
        npi | primary_taxonomy_code | entity_type  | deactivation_date | primary_care_override | override_reason
        P1  | 207Q00000X            | individual   |            |     |
        P2  | 207Q00000X            | individual   | 2024-06-30 | yes | r
        N1  | 363L00000X            | individual   |            |     |
        C1  | 207RC0000X            | individual   |            |     |
        F1  | 207Q00000X            | organization |            | yes | r
        A1  | 207Q00000X            | individual   | 2024-07-01 | no  | r
        H1  | 207RC0000X            | individual   |            | yes | r
        """)
    rows = [r for name in NPI for r in many(name, "99213", 11 if name != "P1" else 10)]
    store = build_case(tmp_path, {"medical_claim": rows, "provider": given}, until="clinician_year")
    assert facts(store, "exclusion_reason, is_primary_care, on_roster") == {
        "P1": ("inactive", True, False),
        "P2": ("deactivated", False, False),
        "N1": ("np_pa_setting_unknown", False, False),
        "C1": ("taxonomy", False, False),
        "F1": ("not_individual", False, False),
        "A1": ("override_no", False, False),
        "H1": (None, True, True),
    }


def test_one_person_makes_a_clinician_active_under_the_looser_rule(tmp_path):
    given = {
        "medical_claim": many("P1", "99213", 1),
        "provider": providers("npi | primary_taxonomy_code\nP1 | 207Q00000X\n"),
    }
    store = build_case(tmp_path, given, parameters={"active_min_people": 1}, until="clinician_year")
    assert facts(store, "is_active, on_roster") == {"P1": (True, True)}


PRACTICE = [
    {"practice_id": k, "practice_name": k, "start_date": "2020-01-01", "billing_tin": t}
    for k, t in (("K1", "111111111"), ("K2", "222222222"))
]


def test_a_nurse_practitioner_without_a_field_needs_a_primary_care_setting(tmp_path):
    given = providers("npi | primary_taxonomy_code\nP1 | 207Q00000X\nN1 | 363L00000X\nA1 | 363A00000X\n")
    rows = [
        *many("P1", "99213", 1, billing_tin="111111111"),
        *many("N1", "99213", 1, billing_tin="111111111"),
        *many("N1", "99214", 1, billing_tin="222222222", claim_start_date="2024-05-01"),
        *many("A1", "99213", 1, billing_tin="222222222"),
    ]
    store = build_case(
        tmp_path, {"medical_claim": rows, "provider": given, "practice": PRACTICE}, until="clinician_year"
    )
    assert facts(store, "is_primary_care") == {"P1": True, "N1": True, "A1": False}


def test_the_role_in_the_roster_names_the_setting(tmp_path):
    member = [{"practice_id": "K1", "npi": NPI["A1"], "start_date": "2020-01-01", "role": "primary_care"}]
    given = {
        "medical_claim": many("A1", "99213", 1),
        "practice": PRACTICE,
        "practice_provider": member,
        "provider": providers("npi | primary_taxonomy_code\nA1 | 363A00000X\n"),
    }
    store = build_case(tmp_path, given, until="clinician_year")
    assert facts(store, "exclusion_reason") == {"A1": "inactive"}


def test_the_practice_of_a_year_is_that_of_most_visits_then_the_smallest(tmp_path):
    rows = [
        *many("P1", "99213", 2, billing_tin="222222222"),
        *many("P1", "99214", 1, billing_tin="111111111", claim_start_date="2024-04-01"),
        *many("P2", "99213", 1, billing_tin="222222222"),
        *many("P2", "99214", 1, billing_tin="111111111", claim_start_date="2024-04-01"),
    ]
    given = {
        "medical_claim": rows,
        "practice": PRACTICE,
        "provider": providers("npi | primary_taxonomy_code\nP1 | 207Q00000X\nP2 | 207Q00000X\n"),
    }
    store = build_case(tmp_path, given, until="clinician_year")
    assert facts(store, "(SELECT id FROM id_practice WHERE key = practice_id), visits") == {
        "P1": ("K2", 3),
        "P2": ("K1", 2),
    }


def test_two_lines_of_one_day_are_one_visit_of_the_clinician(tmp_path):
    rows = claims("claim_id | rendering_npi | hcpcs_code\na | P1 | 99213\nb | P1 | G0439\n")
    store = build_case(
        tmp_path,
        {"medical_claim": rows, "provider": providers("npi | primary_taxonomy_code\nP1 | 207Q00000X\n")},
        until="clinician_year",
    )
    assert facts(store, "visits, wellness_visits, claims_people, claims_lines") == {"P1": (1, 1, 1, 2)}


def test_time_at_mid_year_is_the_sum_of_the_roster_or_estimated_from_visits(tmp_path):
    member = [
        {"practice_id": "K1", "npi": NPI["P1"], "start_date": "2020-01-01", "clinical_fte": "0.500"},
        {"practice_id": "K2", "npi": NPI["P1"], "start_date": "2020-01-01", "clinical_fte": "0.300"},
        {"practice_id": "K2", "npi": NPI["P2"], "start_date": "2024-07-02", "clinical_fte": "0.300"},
    ]
    rows = many("P1", "99213", 20) + many("P2", "99213", 12) + many("C1", "99213", 30)
    given = {
        "medical_claim": rows,
        "practice": PRACTICE,
        "practice_provider": member,
        "provider": providers("npi | primary_taxonomy_code\nP1 | 207Q00000X\nP2 | 207Q00000X\nC1 | 207RC0000X\n"),
    }
    store = build_case(tmp_path, given, until="clinician_year")
    assert facts(store, "clinical_fte, fte_estimated, at_mid_year") == {
        "P1": (Decimal("0.800000"), False, True),
        "P2": (Decimal("0.600000"), True, False),
        "C1": (Decimal("1.000000"), True, False),
    }


def test_the_class_comes_from_explicit_lists(tmp_path):
    given = providers("""
        npi | primary_taxonomy_code
        P1  | 207N00000X
        N1  | 363LF0000X
        A1  | 363A00000X
        C1  | 364S00000X
        H1  | 207ZZ0000X
        """)
    store = build_case(tmp_path, {"provider": given}, until="clinician", data_through=date(2024, 12, 31))
    found = select(store, "SELECT n.id, c.class FROM clinician AS c JOIN id_npi AS n ON n.key = c.npi")
    assert dict(found) == {
        NPI["P1"]: "physician",
        NPI["N1"]: "np",
        NPI["A1"]: "pa",
        NPI["C1"]: "cns",
        NPI["H1"]: "other",
    }
