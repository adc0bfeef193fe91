"""payment: the worked example of core-tables.md, its rounding, and who receives."""

from decimal import Decimal

import pytest

from support.core_steps import Bench

HEAD = "payment_id | payer | line_of_business | recipient_type | recipient_id | period_start | period_end | amount"


def payments(rows: str, extra: str = "", members: str = "") -> Bench:
    bench = Bench().give("in_non_claims_payment", f"{HEAD}{extra}\n{rows}")
    bench.con.execute("UPDATE in_non_claims_payment SET edition = COALESCE(edition, '2024')")
    bench.give("in_area", "area_id | area_kind | area_name\nc1 | county | One")
    bench.give(
        "in_practice",
        """
        practice_id | practice_name | organization_id | county_fips | start_date
        k1 | K1 | o1 | c1 | 2020-01-01
        k2 | K2 | o2 | c1 | 2020-01-01
        """,
    )
    bench.give("in_provider", "npi\nn1")
    if members:
        bench.give("in_practice_provider", members)
    bench.dictionaries()
    bench.run("area", "area_place", "practice_base", "practice_member", "group_value", "cell_layout", "payment")
    return bench


@pytest.mark.parametrize(
    ("amount", "parts"),
    [
        ("1000.00", ["220.78", "376.62", "402.60"]),
        ("-1000.00", ["-220.78", "-376.62", "-402.60"]),
        ("0.01", ["0.00", "0.00", "0.01"]),
    ],
)
def test_the_worked_example_is_spread_by_days_to_the_cent(amount, parts):
    bench = payments(f"x | A | commercial | practice | k1 | 2024-01-15 | 2024-03-31 | {amount}")
    assert bench.lines("SELECT month, amount FROM payment") == [
        f"{month} | {part}" for month, part in zip(("2024-01-01", "2024-02-01", "2024-03-01"), parts, strict=True)
    ]


def test_halves_are_rounded_away_from_zero_and_the_sum_is_kept():
    bench = payments(
        "x | A | commercial | practice | k1 | 2024-03-01 | 2024-04-30 | 0.61\n"
        "y | A | commercial | practice | k1 | 2024-01-31 | 2024-02-01 | 0.05\n"
        "z | A | commercial | practice | k1 | 2024-01-31 | 2024-02-01 | -0.05"
    )
    assert bench.lines("SELECT payment_id, amount FROM payment ORDER BY payment_id, month") == [
        "1 | 0.31",
        "1 | 0.30",
        "2 | 0.03",
        "2 | 0.02",
        "3 | -0.03",
        "3 | -0.02",
    ]


def test_the_primary_care_part_is_spread_by_the_same_rule_and_may_be_unknown():
    bench = payments(
        "x | A | commercial | practice | k1 | 2024-01-15 | 2024-03-31 | 2000 | 1000\n"
        "y | A | commercial | practice | k1 | 2024-01-01 | 2024-01-31 | 50 |",
        " | primary_care_amount",
    )
    assert bench.read("SELECT primary_care_amount FROM payment ORDER BY payment_id, month") == [
        (Decimal("220.78"),),
        (Decimal("376.62"),),
        (Decimal("402.60"),),
        (None,),
    ]


def test_recipients_become_practices_and_organizations():
    bench = payments(
        "a | A | commercial | practice | k1 | 2024-01-01 | 2024-01-31 | 1\n"
        "b | A | commercial | organization | o2 | 2024-01-01 | 2024-01-31 | 1\n"
        "c | A | commercial | clinician | n1 | 2024-01-01 | 2024-01-31 | 1\n"
        "d | A | commercial | hospital | h9 | 2024-01-01 | 2024-01-31 | 1",
        members="practice_id | npi | start_date | clinical_fte\nk1 | n1 | 2020-01-01 | 0.2\nk2 | n1 | 2020-01-01 | 0.8",
    )
    assert bench.lines("SELECT payment_id, practice_id, organization_id FROM payment ORDER BY 1") == [
        "1 | 1 | 1",
        "2 |  | 2",
        "3 | 2 | 2",
        "4 |  | ",
    ]


def test_a_later_edition_of_a_payment_replaces_the_earlier_one():
    bench = payments(
        "a | A | commercial | practice | k1 | 2024-01-01 | 2024-01-31 | 1 | 2024\n"
        "a | A | commercial | practice | k1 | 2024-01-01 | 2024-01-31 | 3 | 2025",
        " | edition",
    )
    assert bench.lines("SELECT amount, edition FROM payment") == ["3.00 | 2025"]
