"""person_month: the worked example of core-tables.md, the choices between payers and lines of business, and edges."""

import pytest

from support.core_steps import Bench

EXAMPLE = """
person_id | line_of_business | payer | enrollment_start_date | enrollment_end_date
p1 | commercial | A | 2024-01-15 | 2024-03-31
p1 | commercial | A | 2024-03-01 | 2024-05-10
p1 | medicaid_managed | B | 2024-05-01 | 2024-06-30
p2 | commercial | A | 2024-02-20 | 2024-02-29
p2 | commercial | B | 2024-02-01 | 2024-02-29
p3 | medicare_ffs | C | 2024-01-01 | 2024-01-31
p3 | medicare_ffs | C | 2024-02-02 | 2024-02-29
"""
EXPECTED = """
p1 | commercial | 2024-01 | 17 | A | 1 | 0 | 1 | 0
p1 | commercial | 2024-02 | 29 | A | 1 | 1 | 1 | 1
p1 | commercial | 2024-03 | 31 | A | 1 | 1 | 1 | 1
p1 | commercial | 2024-04 | 30 | A | 1 | 1 | 1 | 1
p1 | commercial | 2024-05 | 10 | A | 1 | 1 | 0 | 0
p1 | medicaid_managed | 2024-05 | 31 | B | 1 | 1 | 1 | 1
p1 | medicaid_managed | 2024-06 | 30 | B | 1 | 1 | 1 | 1
p2 | commercial | 2024-02 | 29 | B | 1 | 1 | 1 | 1
p3 | medicare_ffs | 2024-01 | 31 | C | 1 | 1 | 1 | 1
p3 | medicare_ffs | 2024-02 | 28 | C | 1 | 0 | 1 | 0
""".strip().splitlines()
RULES = ("any_day", "first_day", "mid_month", "full_month")
MONTHS = """
    SELECT p.id, m.line_of_business, strftime(m.month, '%Y-%m'), m.covered_days, y.id, m.is_counted
    FROM person_month_base AS m JOIN id_person AS p ON p.key = m.person_id JOIN id_payer AS y ON y.key = m.payer
    ORDER BY ALL"""


@pytest.mark.parametrize("rule", RULES)
def test_the_worked_example_holds_under_each_month_rule(rule):
    bench = Bench(month_rule=rule).give("in_eligibility", EXAMPLE).people()
    place = 5 + RULES.index(rule)
    expected = [" | ".join([*cells[:5], cells[place]]) for cells in (line.split(" | ") for line in EXPECTED)]
    assert bench.lines(MONTHS) == expected


@pytest.mark.parametrize(("rule", "coverage_months", "primary_months"), [("any_day", 10, 9), ("full_month", 7, 7)])
def test_the_totals_of_the_worked_example(rule, coverage_months, primary_months):
    bench = Bench(month_rule=rule).give("in_eligibility", EXAMPLE).people()
    counts = bench.read("SELECT COUNT(*) FILTER (is_counted), COUNT(*) FILTER (is_primary) FROM person_month_base")
    assert counts == [(coverage_months, primary_months)]


def test_commercial_speaks_for_the_person_before_medicaid_managed():
    bench = Bench().give("in_eligibility", EXAMPLE).people()
    primary = bench.read(
        "SELECT line_of_business FROM person_month_base WHERE is_primary AND person_id = 1 AND month = '2024-05-01'"
    )
    assert primary == [("commercial",)]


def test_another_priority_gives_another_spokesman():
    bench = Bench(line_of_business_priority="medicaid_managed;commercial").give("in_eligibility", EXAMPLE).people()
    primary = bench.read(
        "SELECT line_of_business FROM person_month_base WHERE is_primary AND person_id = 1 AND month = '2024-05-01'"
    )
    assert primary == [("medicaid_managed",)]


def test_secondary_coverage_speaks_only_when_there_is_no_other():
    bench = (
        Bench()
        .give(
            "in_eligibility",
            """
        person_id | line_of_business | payer | enrollment_start_date | enrollment_end_date | is_secondary_coverage
        p1 | medicare_ffs | A | 2024-01-01 | 2024-02-29 | true
        p1 | self_pay | B | 2024-01-01 | 2024-01-31 | false
        """,
        )
        .people()
    )
    rows = bench.lines("SELECT month, line_of_business FROM person_month_base WHERE is_primary ORDER BY month")
    assert rows == ["2024-01-01 | self_pay", "2024-02-01 | medicare_ffs"]


def test_a_gap_of_one_day_stays_a_gap_of_one_day():
    bench = (
        Bench()
        .give(
            "in_eligibility",
            """
        person_id | line_of_business | payer | enrollment_start_date | enrollment_end_date
        p1 | commercial | A | 2024-01-01 | 2024-01-10
        p1 | commercial | A | 2024-01-12 | 2024-01-31
        """,
        )
        .people()
    )
    assert bench.lines("SELECT covered_days, days_in_month FROM person_month_base") == ["30 | 31"]


def test_an_open_span_ends_on_data_through_and_a_later_end_is_cut():
    bench = (
        Bench(data_through="2024-03-15")
        .give(
            "in_eligibility",
            """
        person_id | line_of_business | payer | enrollment_start_date | enrollment_end_date
        p1 | commercial | A | 2024-02-01 |
        p2 | commercial | A | 2024-03-01 | 2024-12-31
        p3 | commercial | A | 2024-04-01 | 2024-12-31
        """,
        )
        .people()
    )
    rows = bench.lines("SELECT person_id, month, covered_days FROM person_month_base ORDER BY ALL")
    assert rows == ["1 | 2024-02-01 | 29", "1 | 2024-03-01 | 15", "2 | 2024-03-01 | 15"]


def test_months_after_the_month_of_death_do_not_exist():
    bench = (
        Bench()
        .give(
            "in_eligibility",
            """
        person_id | line_of_business | payer | enrollment_start_date | enrollment_end_date | death_date
        p1 | commercial | A | 2024-01-01 | 2024-12-31 | 2024-02-10
        """,
        )
        .people()
    )
    assert bench.lines("SELECT month, covered_days FROM person_month_base ORDER BY ALL") == [
        "2024-01-01 | 31",
        "2024-02-01 | 10",
    ]


def test_pharmacy_coverage_that_is_not_stated_follows_the_payers_pharmacy_rows():
    bench = (
        Bench()
        .give("in_pharmacy_claim", "payer\nB")
        .give(
            "in_eligibility",
            """
        person_id | line_of_business | payer | enrollment_start_date | enrollment_end_date | pharmacy_coverage_flag
        p1 | commercial | A | 2024-01-01 | 2024-01-31 |
        p2 | commercial | B | 2024-01-01 | 2024-01-31 |
        p3 | commercial | B | 2024-01-01 | 2024-01-31 | false
        """,
        )
        .people()
    )
    rows = bench.lines("SELECT person_id, medical, pharmacy, behavioral FROM person_month_base ORDER BY ALL")
    assert rows == ["1 | 1 | 0 | 0", "2 | 1 | 1 | 0", "3 | 1 | 0 | 0"]


def test_payers_with_equal_days_give_way_to_the_smaller_id_and_its_smaller_plan():
    bench = (
        Bench()
        .give(
            "in_eligibility",
            """
        person_id | line_of_business | payer | plan | enrollment_start_date | enrollment_end_date
        p1 | commercial | B | x | 2024-01-01 | 2024-01-31
        p1 | commercial | A | z | 2024-01-01 | 2024-01-31
        p1 | commercial | A | y | 2024-01-01 | 2024-01-31
        """,
        )
        .people()
    )
    rows = bench.lines("""
        SELECT y.id, l.id FROM person_month_base AS m
        JOIN id_payer AS y ON y.key = m.payer JOIN id_plan AS l ON l.key = m.plan""")
    assert rows == ["A | y"]


@pytest.mark.parametrize(
    ("birth", "month", "age"),
    [
        ("2000-02-29", "2023-02-01", "22"),
        ("2000-02-29", "2023-03-01", "23"),
        ("2000-02-29", "2024-03-01", "24"),
        ("2000-03-01", "2024-03-01", "24"),
        ("2024-01-20", "2024-01-01", "0"),
        ("2024-02-01", "2024-01-01", ""),
        ("1903-01-01", "2024-01-01", ""),
        ("1903-01-02", "2024-01-01", "120"),
    ],
)
def test_age_is_completed_years_on_the_first_of_the_month(birth, month, age):
    bench = (
        Bench()
        .give(
            "in_eligibility",
            f"""
        person_id | line_of_business | payer | enrollment_start_date | enrollment_end_date | birth_date
        p1 | commercial | A | {month} | {month} | {birth}
        """,
        )
        .people()
    )
    assert bench.lines("SELECT age FROM person_month_base") == [age]
