"""Final lines: clinician, practice, groups of place and bill type, amounts, enrolment."""

from decimal import Decimal

import pytest

from support.claims import NPI, claims, providers, spans
from support.core_case import build_case, select

PROVIDERS = providers("""
    npi | primary_taxonomy_code | entity_type
    P1  | 207Q00000X            | individual
    P2  | 207R00000X            | individual
    F1  | 282N00000X            | organization
    """)


def lines(tmp_path, rows, columns, given=None, **options):
    """Chosen columns of service_line by claim id."""
    tables = {"medical_claim": rows, "provider": PROVIDERS, "eligibility": spans("p1"), **(given or {})}
    store = build_case(tmp_path, tables, until="service_line", **options)
    found = select(
        store,
        f"""SELECT p.claim_id, {columns} FROM service_line AS l
            JOIN claim AS k ON k.claim_key = l.claim_key
            JOIN claim_part AS p ON p.claim_hash = k.claim_hash AND p.claim_line_number = l.service_line_id % 16777216
            ORDER BY p.claim_id, l.service_line_id""",
    )
    return [r if len(r) > 2 else (r[0], r[1]) for r in found]


def test_the_clinician_is_rendering_then_billing_then_attending(tmp_path):
    professional = claims("""
        claim_id | rendering_npi | billing_npi | attending_npi
        a | P1 | P2 |
        b | F1 | P2 |
        c |    | F1 | P2
        d | A1 | P2 |
        e | 1234567890 | A1 |
        """)
    institutional = claims(
        "claim_id | rendering_npi | billing_npi | attending_npi | bill_type_code\nf | F1 | F1 | P2 | 131\n",
        claim_type="institutional",
    )
    found = lines(tmp_path, professional + institutional, "(SELECT id FROM id_npi WHERE key = l.clinician_npi)")
    assert found == [("a", NPI["P1"]), ("b", NPI["P2"]), ("c", None), ("d", NPI["A1"]), ("e", None), ("f", NPI["P2"])]


@pytest.mark.parametrize(
    ("column", "code", "group"),
    [
        ("place_of_service_code", "11", "office"),
        ("place_of_service_code", "23", "emergency"),
        ("place_of_service_code", "98", "other"),
        ("place_of_service_code", None, None),
    ],
)
def test_a_place_has_its_group_and_an_unknown_one_is_other(tmp_path, column, code, group):
    rows = [{**claims("claim_id\na\n")[0], column: code}]
    assert lines(tmp_path, rows, "l.pos_group") == [("a", group)]


def test_a_bill_type_has_its_group_by_two_characters(tmp_path):
    rows = claims("claim_id | bill_type_code\na | 111\nb | 771\nc | 711\nd | 999\n", claim_type="institutional")
    found = lines(tmp_path, rows, "l.tob_prefix2, l.tob_group, l.is_health_centre")
    assert found == [
        ("a", "11", "inpatient", False),
        ("b", "77", "health_centre", True),
        ("c", "71", "rural_health", True),
        ("d", "99", "other", False),
    ]


def test_spend_is_allowed_then_paid_with_share_then_paid(tmp_path):
    rows = claims("""
        claim_id | allowed_amount | paid_amount | coinsurance_amount | copayment_amount | payment_arrangement
        a | 12.00 | 10.00 | 1.00 |      |
        b |       | 10.00 | 1.00 | 0.50 |
        c |       | 10.00 |      |      |
        d |       |  0.00 | 2.00 |      | capitated
        e |  0.00 | 10.00 |      |      |
        """)
    found = lines(tmp_path, rows, "l.spend_amount, l.spend_basis, l.cost_share")
    assert found == [
        ("a", Decimal("12.00"), "allowed", Decimal("1.00")),
        ("b", Decimal("11.50"), "paid_plus_share", Decimal("1.50")),
        ("c", Decimal("10.00"), "paid_only", None),
        ("d", Decimal("0.00"), "encounter_zero", Decimal("2.00")),
        ("e", Decimal("0.00"), "allowed", None),
    ]


def test_a_capitated_encounter_without_dollars_makes_a_visit(tmp_path):
    rows = claims("claim_id | hcpcs_code | capitated_encounter_flag | place_of_service_code\na | 99213 | true | 11\n")
    assert lines(tmp_path, rows, "l.makes_visit, l.spend_amount") == [("a", True, Decimal("0.00"))]


def test_which_lines_make_a_visit(tmp_path):
    office = claims("""
        claim_id | hcpcs_code | place_of_service_code
        a | 99213 | 11
        b | 99213 | 21
        c | 99213 | 23
        d | 99421 | 11
        e | 27447 | 11
        """)
    facility = claims(
        "claim_id | hcpcs_code | bill_type_code\nf | 99213 | 771\ng | 99213 | 131\nh | G0463 | 131\n",
        claim_type="institutional",
    )
    found = lines(tmp_path, office + facility, "l.makes_visit")
    assert [c for c, makes in found if makes] == ["a", "f"]


def test_digital_visits_count_when_the_parameter_says_so(tmp_path):
    rows = claims("claim_id | hcpcs_code\nd | 99421\n")
    assert lines(tmp_path, rows, "l.makes_visit", parameters={"digital_counts_as_visit": True}) == [("d", True)]


def test_telehealth_by_code_place_or_modifier_on_the_date(tmp_path):
    rows = claims("""
        claim_id | hcpcs_code | place_of_service_code | hcpcs_modifier_1 | hcpcs_modifier_2 | claim_start_date
        a | 99441 | 11 |    |    | 2024-12-31
        b | 99441 | 11 |    |    | 2025-01-01
        c | 99213 | 10 |    |    | 2022-01-01
        d | 99213 | 10 |    |    | 2021-12-31
        e | 99213 | 11 | 25 | 95 | 2024-01-01
        f | 99213 | 11 | 25 |    | 2024-01-01
        """)
    found = lines(tmp_path, rows, "l.is_telehealth")
    assert [c for c, remote in found if remote] == ["a", "c", "e"]


def test_emergency_services_of_professionals_need_the_place(tmp_path):
    rows = claims("claim_id | hcpcs_code | place_of_service_code\na | 99284 | 23\nb | 99284 | 11\n")
    assert lines(tmp_path, rows, "l.is_ed_service") == [("a", True), ("b", False)]


def test_a_line_counts_in_a_month_of_its_own_line_of_business_only(tmp_path):
    rows = claims("""
        claim_id | line_of_business | claim_start_date | payer
        a | commercial       | 2024-03-01 | A
        b | commercial       | 2023-03-01 | A
        c | medicaid_managed | 2024-03-01 | A
        d | commercial       | 2024-03-01 | Z
        """)
    assert lines(tmp_path, rows, "l.in_month") == [("a", True), ("b", False), ("c", False), ("d", True)]


@pytest.mark.parametrize("buckets", [1, 2, 3])
def test_the_only_line_of_business_of_a_payer_is_looked_for_among_everybody(tmp_path, buckets):
    rows = claims("claim_id | person_id | payer\na | p2 | A\nb | p2 | B\n", line_of_business=None)
    given = [*spans("p1"), *spans("p1", payer="B"), *spans("p3", payer="B", line_of_business="medicare_ffs")]
    store = build_case(tmp_path, {"medical_claim": rows, "eligibility": given}, buckets=buckets, until="service_line")
    found = select(store, "SELECT line_of_business FROM service_line ORDER BY service_line_id")
    assert found == [("commercial",), ("unknown",)]


def test_a_claim_without_line_of_business_takes_that_of_the_span(tmp_path):
    covered = [
        *spans("p1", payer="A", line_of_business="commercial"),
        *spans("p1", payer="B", line_of_business="medicare_advantage"),
        *spans("p2", payer="C", line_of_business="medicaid_ffs"),
    ]
    rows = claims("""
        claim_id | payer | person_id
        a | A | p1
        b | B | p1
        c | Z | p1
        d | C | p9
        e | Z | p9
        """)
    for row in rows:
        row["line_of_business"] = None
    found = lines(tmp_path, rows, "l.line_of_business", {"eligibility": covered})
    assert found == [
        ("a", "commercial"),
        ("b", "medicare_advantage"),
        ("c", "medicare_advantage"),
        ("d", "medicaid_ffs"),
        ("e", "unknown"),
    ]


PRACTICES = [
    {"practice_id": "K1", "practice_name": "K1", "start_date": "2020-01-01", "billing_tin": "111111111"},
    {"practice_id": "K2", "practice_name": "K2", "start_date": "2020-01-01", "billing_tin": "222222222"},
    {
        "practice_id": "K3",
        "practice_name": "K3",
        "start_date": "2020-01-01",
        "end_date": "2024-06-30",
        "billing_tin": "333333333",
    },
    {"practice_id": "K4", "practice_name": "K4", "start_date": "2020-01-01", "billing_tin": "333333333"},
]
MEMBERS = [
    {"practice_id": "K1", "npi": NPI["P1"], "start_date": "2020-01-01", "clinical_fte": "0.400"},
    {
        "practice_id": "K2",
        "npi": NPI["P1"],
        "start_date": "2020-01-01",
        "end_date": "2024-08-31",
        "clinical_fte": "0.600",
    },
    {"practice_id": "K2", "npi": NPI["P2"], "start_date": "2025-01-01"},
]


def test_the_practice_of_a_line(tmp_path):
    rows = claims("""
        claim_id | rendering_npi | billing_tin | claim_start_date
        a | P1 | 111111111 | 2024-03-01
        b | P1 | 999999999 | 2024-03-01
        c | P1 | 222222222 | 2024-09-01
        d | P2 | 222222222 | 2024-03-01
        e | P2 | 333333333 | 2024-03-01
        f | P2 | 333333333 | 2024-07-01
        g | P2 | 999999999 | 2024-03-01
        """)
    roster = {"practice": PRACTICES, "practice_provider": MEMBERS}
    found = lines(tmp_path, rows, "(SELECT id FROM id_practice WHERE key = l.practice_id)", roster)
    assert found == [("a", "K1"), ("b", "K2"), ("c", "K1"), ("d", "K2"), ("e", None), ("f", "K4"), ("g", None)]


def test_equal_shares_of_time_give_the_smallest_practice(tmp_path):
    members = [{"practice_id": k, "npi": NPI["P1"], "start_date": "2020-01-01"} for k in ("K2", "K1")]
    rows = claims("claim_id | rendering_npi\na | P1\n")
    found = lines(
        tmp_path,
        rows,
        "(SELECT id FROM id_practice WHERE key = l.practice_id)",
        {"practice": PRACTICES, "practice_provider": members},
    )
    assert found == [("a", "K1")]


HEADER = """
    claim_id | claim_line_number | paid_amount
    a | 1 | 500.00
    a | 2 | 500.00
    b | 1 | 500.00
    b | 2 | 400.00
    """


@pytest.mark.parametrize(("rule", "spent"), [("flag_only", "1900.00"), ("first_line", "1400.00")])
def test_a_header_amount_on_every_line_is_flagged_and_kept_once_on_request(tmp_path, rule, spent):
    given = {
        "medical_claim": claims(HEADER, claim_type="institutional", bill_type_code="111"),
        "eligibility": spans("p1"),
    }
    store = build_case(tmp_path, given, parameters={"header_amount_repeated": rule})
    assert select(store, "SELECT SUM(spend_amount) FROM service_line") == [(Decimal(spent),)]
    noted = select(store, "SELECT rows, amount FROM core_note WHERE kind = 'header_amount_repeated'")
    assert noted == [(1, Decimal("500.00"))]
    left_out = select(store, "SELECT COALESCE(SUM(spend), 0) FROM ledger WHERE reason = 'header_amount_repeated'")
    assert left_out == [(Decimal("1900.00") - Decimal(spent),)]
