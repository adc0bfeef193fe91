"""The twin gives the worked examples of the definitions: claims, enrolment, money, dates."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from generative import roster
from generative.cases import day, rows, spans, table
from support.twin import columns
from support.twin.bounds import mark_bounds
from support.twin.clinicians import class_of
from support.twin.codes import on_list
from support.twin.collapse import collapse
from support.twin.dates import age_band, age_on
from support.twin.enrolment import month_rule, person_months
from support.twin.fill import line_of_business_of_payer_type
from support.twin.fills import fills_30
from support.twin.lines import service_lines
from support.twin.measures.alternative_payment import SETS, category
from support.twin.payments import spread
from support.twin.people import people, race_ethnicity
from support.twin.places import Practices
from support.twin.values import valid_npi, value_of

NOWHERE = Practices([], [])


def test_ten_claim_lines_become_two_and_every_other_has_a_reason():
    given = table(
        """
        claim_id | claim_version | claim_status | claim_line_number | paid_amount
        A        | 0             | original     | 1                 | 100.00
        A        | 1             | replacement  | 1                 | 80.00
        B        | 0             | original     | 1                 | 60.00
        B        | 1             | void         | 1                 | -60.00
        C        | 0             | original     | 1                 | 50.00
        C        | 0             | reversal     | 1                 | -50.00
        D        | 0             | reversal     | 1                 | -40.00
        E        | 0             | denied       | 1                 | 0.00
        F        | 0             | final        | 1                 | 30.00
        F        | 0             | final        | 1                 | 30.00
        """
    )
    claims = rows("medical_claim", *(r | {"data_source": "s", "claim_type": "professional"} for r in given))
    kept, ledger = collapse(claims, columns.names("medical_claim"))
    assert sorted((r["claim_id"], r["paid_amount"]) for r in kept) == [("A", Decimal("80.00")), ("F", Decimal("30.00"))]
    gone = {"superseded": 1, "voided": 2, "paired": 2, "orphan": 1, "denied": 1, "duplicate": 1}
    assert +ledger == Counter(gone)


SPANS = """
person_id | payer | line_of_business | enrollment_start_date | enrollment_end_date
p1        | A     | commercial       | 2024-01-15            | 2024-03-31
p1        | A     | commercial       | 2024-03-01            | 2024-05-10
p1        | B     | medicaid_managed | 2024-05-01            | 2024-06-30
p2        | A     | commercial       | 2024-02-20            | 2024-02-29
p2        | B     | commercial       | 2024-02-01            | 2024-02-29
p3        | C     | medicare_ffs     | 2024-01-01            | 2024-01-31
p3        | C     | medicare_ffs     | 2024-02-02            | 2024-02-29
"""


def test_ten_months_of_coverage_and_nine_of_people():
    through = date(2024, 12, 31)
    months = person_months(spans(SPANS), people(spans(SPANS), through), through, lambda span: None)
    found = [
        (m["person_id"], m["line_of_business"][:10], m["month"].month, m["covered_days"], m["payer"]) for m in months
    ]
    assert sorted(found) == [
        ("p1", "commercial", 1, 17, "A"),
        ("p1", "commercial", 2, 29, "A"),
        ("p1", "commercial", 3, 31, "A"),
        ("p1", "commercial", 4, 30, "A"),
        ("p1", "commercial", 5, 10, "A"),
        ("p1", "medicaid_m", 5, 31, "B"),
        ("p1", "medicaid_m", 6, 30, "B"),
        ("p2", "commercial", 2, 29, "B"),
        ("p3", "medicare_f", 1, 31, "C"),
        ("p3", "medicare_f", 2, 28, "C"),
    ]
    assert sum(m["is_primary"] for m in months) == 9


def test_a_span_without_a_place_does_not_hide_the_last_place():
    given = spans(
        """
        person_id | payer | enrollment_start_date | enrollment_end_date | zip_code
        p1        | A     | 2024-01-01            | 2024-12-31          |
        p1        | B     | 2023-02-01            | 2024-02-20          | 00001
        """
    )
    through = date(2024, 12, 31)
    months = person_months(given, people(given, through), through, lambda span: span["zip_code"])
    assert {m["area"] for m in months} == {"00001"}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-01-15", "2024-01-31", (True, False, True, False)),
        ("2024-05-01", "2024-05-10", (True, True, False, False)),
        ("2024-02-02", "2024-02-29", (True, False, True, False)),
        ("2024-02-01", "2024-02-29", (True, True, True, True)),
    ],
)
def test_month_rules(first: str, last: str, expected: tuple):
    days = {date.fromordinal(n) for n in range(day(first).toordinal(), day(last).toordinal() + 1)}
    month = day(first).replace(day=1)
    assert tuple(month_rule(days, month, r) for r in ("any_day", "first_day", "mid_month", "full_month")) == expected


REFERENCE = """
who | specialty | code  | place | bill | date       | position  | spend   | counted
P1  | 08        | 99213 | 11    |      | 2024-03-01 | primary   | 100.00  | yes
P1  | 08        | G0439 | 11    |      | 2024-03-20 | primary   | 150.00  | yes
P2  | 11        | 99214 | 11    |      | 2024-04-02 | primary   | 200.00  | no
N1  | 50        | 99213 | 11    |      | 2024-04-09 | primary   | 90.00   | yes
P1  | 08        | 99213 | 23    |      | 2024-05-01 | primary   | 120.00  | no
P1  | 08        | 27447 | 22    |      | 2024-05-05 | primary   | 1000.00 | no
P1  | 08        | 99214 | 22    |      | 2024-06-10 | primary   | 110.00  | yes
    |           | G0463 |       | 131  | 2024-06-10 | primary   | 80.00   | yes
    |           | G0463 |       | 131  | 2024-06-11 | primary   | 80.00   | no
    |           | 99213 |       | 771  | 2024-07-01 | primary   | 140.00  | yes
C1  | 06        | 99213 | 11    |      | 2024-07-15 | primary   | 130.00  | no
P1  | 08        | 99213 | 11    |      | 2024-08-01 | secondary | 40.00   | no
"""
WHO = {"P1": roster.npi(1), "P2": roster.npi(2), "N1": roster.npi(3), "C1": roster.npi(4), "": ""}


def test_reference_bound_follows_its_six_steps():
    given = table(REFERENCE)
    claims = [
        {
            "claim_id": n, "claim_line_number": 1, "claim_type": "institutional" if r["bill"] else "professional",
            "data_source": "s", "person_id": "p1", "payer": "A", "line_of_business": "commercial",
            "claim_start_date": r["date"], "hcpcs_code": r["code"], "place_of_service_code": r["place"],
            "bill_type_code": r["bill"], "rendering_npi": WHO[r["who"]], "payer_position": r["position"],
            "rendering_specialty_code": r["specialty"], "allowed_amount": r["spend"], "paid_amount": "0.00",
        }
        for n, r in enumerate(given)
    ]  # fmt: skip
    lines = service_lines(rows("medical_claim", *claims), {}, NOWHERE)
    mark_bounds(lines, {}, {}, lines)
    assert [("yes" if line["reference"] else "no") for line in lines] == [r["counted"] for r in given]
    assert sum(line["spend"] for line in lines if line["reference"]) == Decimal("670.00")
    assert sum(line["spend"] for line in lines if line["payer_position"] == "primary") == Decimal("2200.00")


def test_without_any_wellness_visit_the_screen_is_skipped():
    claim = {"claim_type": "professional", "hcpcs_code": "99214", "place_of_service_code": "11", "paid_amount": "1"}
    claim |= {"claim_start_date": "2024-04-02", "rendering_npi": WHO["P2"], "rendering_specialty_code": "11"}
    claim |= {"data_source": "s", "claim_id": "c", "claim_line_number": "1"}
    lines = service_lines(rows("medical_claim", claim), {}, NOWHERE)
    mark_bounds(lines, {}, {}, lines)
    assert lines[0]["reference"]


def test_payment_is_spread_by_days():
    parts = spread(Decimal("1000.00"), date(2024, 1, 15), date(2024, 3, 31))
    assert list(parts.values()) == [Decimal("220.78"), Decimal("376.62"), Decimal("402.60")]


def test_birthdays_of_29_february_come_on_1_march():
    born = date(2004, 2, 29)
    assert [age_on(day(d), born) for d in ("2023-02-28", "2023-03-01", "2024-02-28", "2024-02-29")] == [18, 19, 19, 20]
    assert [age_band(a) for a in (None, -1, 17, 18, 64, 65, 75)] == [
        "unknown", "0-17", "0-17", "18-44", "45-64", "65-74", "75+",
    ]  # fmt: skip


def test_cells_are_normalised():
    assert value_of("code", " e11.9 ") == "E119"
    assert value_of("pad4", "450") == "0450"
    assert value_of("bill_type", "0131") == "131"
    assert value_of("zip", "02139-4307") == "02139"
    assert value_of("date", "9999-12-31") is None
    assert [valid_npi(n) for n in ("1234567893", "1234567890", "2000000008", "123456789", None)] == [True] + [False] * 4


def test_small_rules():
    assert fills_30(None) == 1
    assert fills_30(7) == Decimal("0.233333")
    assert race_ethnicity("White", "hispanic") == "hispanic"
    assert class_of("207RC0000X") == "physician"
    assert not on_list("visit_primary_care", "99343", date(2023, 1, 1))
    assert on_list("visit_primary_care", "99343", date(2022, 12, 31))


def test_alternative_payment_of_the_worked_example():
    """700 fee for service, 50 in 2C, 120 bundled, 60 in 3B, 50 in a global budget, 20 not linked to quality."""
    amounts = {"1": 700, "2C": 50, "3A": 120, "3B": 60, "4B": 50, "4N": 20}
    shares = {name: sum(amounts.get(c, 0) for c in members) / sum(amounts.values()) for name, members in SETS.items()}
    assert shares == {"linked_to_quality_or_more": 0.28, "two_sided_or_population": 0.11, "population_based": 0.05}
    lines = [
        {"capitated": kind == "capitated", "payment_arrangement": kind}
        for kind in ("bundled", "global_budget", "capitated", "drg", None)
    ]
    assert [category(line) for line in lines] == ["3A", "4B", None, "1", "1"]


def test_lines_of_business_from_payer_types():
    words = [
        "exchange",
        "medicare",
        "medicare advantage",
        "medicaid",
        "medicaid managed care",
        "dual snp",
        "self-pay",
        "tricare",
        None,
    ]
    assert [line_of_business_of_payer_type(w) for w in words] == [
        "commercial", "medicare_ffs", "medicare_advantage", "medicaid_ffs", "medicaid_managed", "dual_integrated",
        "self_pay", "other_public", "unknown",
    ]  # fmt: skip
