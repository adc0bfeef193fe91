"""Attribution: the worked example of attribution.md by visits and by dollars, fallbacks, ties and eligibility."""

import pytest

from support.attribution_case import MEMBERS, Case, shipped

EXAMPLE = """
person_id | clinician_npi | service_date | allowed
1 | 1 | 2023-03-04 | 120
1 | 1 | 2023-08-09 | 120
1 | 1 | 2023-11-02 | 120
1 | 2 | 2024-02-01 | 110
1 | 2 | 2024-09-01 | 110
2 | 1 | 2024-01-10 | 90
2 | 2 | 2024-06-10 | 90
3 | 3 | 2024-05-05 | 70
3 | 1 | 2024-05-05 | 70
4 | 2 | 2023-02-02 | 300
4 | 1 | 2024-07-07 | 100
5 | 1 | 2024-01-05 | 30
5 | 1 | 2024-02-05 | 30
5 | 1 | 2024-03-05 | 30
5 | 1 | 2024-04-05 | 30
5 | 2 | 2024-06-01 | 150
"""
ROSTER = """
person_id | payer | line_of_business | start_date | npi | basis
p6 | A | commercial | 2022-01-01 | n4 | selected
"""
BY_VISITS = [
    "1 | 2 | visits | 1.333333 | 1.000000 | score",
    "2 | 2 | visits | 0.666667 | 0.666667 | latest_date",
    "3 | 1 | visits | 0.666667 | 0.666667 | smallest_id",
    "4 | 1 | visits | 0.666667 | 0.333333 | score",
    "5 | 1 | visits | 2.666667 | 0.666667 | score",
    "6 | 4 | roster |  |  | roster",
    "7 |  | none |  |  | ",
]
BY_DOLLARS = [
    "1 | 2 | dollars | 146.666667 | 120.000000 | score",
    "2 | 2 | dollars | 60.000000 | 60.000000 | latest_date",
    "3 | 1 | dollars | 46.666667 | 46.666667 | smallest_id",
    "4 | 2 | dollars | 100.000000 | 66.666667 | score",
    "5 | 2 | dollars | 100.000000 | 80.000000 | score",
    "6 | 4 | roster |  |  | roster",
    "7 |  | none |  |  | ",
]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("plurality_2y_visits", BY_VISITS),
        ("plurality_2y_dollars", BY_DOLLARS),
    ],
)
def test_the_worked_example(method, expected):
    assert Case(roster=ROSTER).visits(EXAMPLE).run(method).lines() == expected


def test_the_attribution_rate_of_the_worked_example():
    case = Case(roster=ROSTER).visits(EXAMPLE).run("plurality_2y_visits")
    rows = case.lines("""
        SELECT COUNT(*), COUNT(*) FILTER (method <> 'none'),
               COUNT(*) FILTER (method = 'roster'), COUNT(*) FILTER (method = 'visits')
        FROM attribution WHERE year_start = '2024-01-01' AND is_eligible""")
    assert rows == ["7 | 6 | 1 | 5"]


def test_one_year_forgets_the_year_before():
    assert Case().visits(EXAMPLE).run("plurality_1y_visits").lines()[0] == "1 | 2 | visits | 2.000000 |  | score"


def test_roster_only_reads_no_claims():
    rows = Case(roster=ROSTER).visits(EXAMPLE).run("roster_only").lines()
    assert [r for r in rows if "roster" in r] == ["6 | 4 | roster |  |  | roster"]
    assert sum("none" in r for r in rows) == 6


def test_stepwise_asks_primary_care_first_then_any_clinician_then_two_years():
    case = (
        Case()
        .visits("""
        person_id | clinician_npi | service_date | is_primary_care
        1 | 1 | 2024-01-01 | true
        1 | 2 | 2024-02-01 | false
        1 | 2 | 2024-03-01 | false
        2 | 2 | 2024-02-01 | false
        2 | 1 | 2023-02-01 | true
        3 | 1 | 2023-02-01 | true
        4 | 3 | 2023-02-01 | false
        """)
        .run("stepwise_1")
    )
    assert [line.split(" | ")[1:3] for line in case.lines()[:4]] == [
        ["1", "visits"],
        ["2", "fallback_1"],
        ["1", "fallback_2"],
        ["3", "fallback_3"],
    ]


def test_visits_to_clinicians_of_one_practice_add_up_and_the_practice_wins():
    case = (
        Case(members=MEMBERS)
        .visits("""
        person_id | clinician_npi | practice_id | service_date
        1 | 1 | 1 | 2024-01-01
        1 | 2 | 1 | 2024-01-01
        1 | 3 | 2 | 2024-02-01
        2 | 3 | | 2024-02-01
        """)
        .run("plurality_2y_visits")
    )
    rows = case.lines("""
        SELECT person_id, practice_id, clinician_npi, method, score FROM attribution
        WHERE year_start = '2024-01-01' AND person_id <= 2 ORDER BY person_id""")
    assert rows == ["1 | 1 | 1 | visits | 1.333333", "2 |  |  | none | "]


def test_a_person_below_the_needed_months_is_not_eligible():
    method = shipped("plurality_1y_visits").model_copy(update={"eligible": 11})
    case = (
        Case(
            people="""
        person_id | line_of_business | payer | enrollment_start_date | enrollment_end_date
        p1 | commercial | A | 2024-03-01 | 2024-12-31
        p2 | commercial | A | 2024-02-01 | 2024-12-31
        """
        )
        .visits("person_id | clinician_npi | service_date\n1 | 1 | 2024-04-01\n2 | 1 | 2024-04-01")
        .run(method)
    )
    rows = case.lines("SELECT person_id, is_eligible, method FROM attribution ORDER BY person_id")
    assert rows == ["1 | 0 | none", "2 | 1 | visits"]


def test_candidates_below_the_least_number_of_events_are_out_first():
    method = shipped("plurality_2y_dollars").model_copy(update={"min_events": 2})
    case = Case().visits(EXAMPLE).run(method)
    assert case.lines()[4] == "5 | 1 | dollars | 80.000000 |  | score"


def test_negative_dollars_count_nothing_and_their_visit_counts():
    text = "person_id | clinician_npi | service_date | allowed\n1 | 2 | 2024-02-01 | -50\n1 | 1 | 2024-01-01 | 0"
    assert (
        Case().visits(text).run("plurality_2y_dollars").lines()[0]
        == "1 | 2 | dollars | 0.000000 | 0.000000 | latest_date"
    )


def test_a_clinician_outside_the_provider_table_is_never_attributed():
    case = Case().visits("person_id | clinician_npi | service_date\n1 | 9 | 2024-02-01")
    assert case.run("stepwise_1").lines()[0].startswith("1 |  | none")


def test_a_person_appears_once_per_year_and_line_of_business():
    case = Case(roster=ROSTER).visits(EXAMPLE).run("stepwise_1")
    assert case.lines("SELECT COUNT(*), COUNT(DISTINCT (coverage_id, year_start)) FROM attribution") == ["14 | 14"]
