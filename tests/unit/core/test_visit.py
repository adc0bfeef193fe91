"""visit: one row per person, clinician and date; what the lines of a visit decide; fills of thirty days."""

import pytest

from support.core_steps import Bench, types_of

LINE = "claim_key | person_id | clinician_npi | service_date"
FINAL_RX = types_of(
    "person_id INTEGER; payer INTEGER; line_of_business VARCHAR; data_source INTEGER; claim_id VARCHAR;"
    "claim_line_number INTEGER; dispensing_date DATE; ndc_code VARCHAR; days_supply INTEGER; quantity DECIMAL(18,4);"
    "prescriber_npi INTEGER; paid_amount DECIMAL(18,2); allowed_amount DECIMAL(18,2); spend_amount DECIMAL(18,2)"
)
MONTHS = types_of("coverage_id BIGINT; month DATE; is_counted BOOLEAN; pharmacy BOOLEAN; cell_key BIGINT")


def visits(lines: str, clinicians: str = "npi\n") -> Bench:
    bench = Bench().codelists().give("service_line", lines).give("clinician_year", clinicians)
    bench.con.execute("""
        UPDATE service_line SET makes_visit = COALESCE(makes_visit, TRUE), is_wellness = COALESCE(is_wellness, FALSE),
            is_new_patient = COALESCE(is_new_patient, FALSE), is_telehealth = COALESCE(is_telehealth, FALSE),
            is_health_centre = COALESCE(is_health_centre, FALSE), spend_amount = COALESCE(spend_amount, 0),
            is_after_hours_code = COALESCE(is_after_hours_code, FALSE),
            line_of_business = COALESCE(line_of_business, 'commercial')""")
    return bench.run("visit_base")


def test_two_lines_of_one_clinician_on_one_day_are_one_visit():
    bench = visits(
        f"{LINE} | spend_amount\n1 | 1 | 5 | 2024-05-06 | 80\n1 | 1 | 5 | 2024-05-06 | 20\n2 | 1 | 5 | 2024-05-07 | 10"
    )
    assert bench.lines("SELECT visit_id, service_date, allowed FROM visit_base") == [
        "1000001 | 2024-05-06 | 100.00",
        "1000002 | 2024-05-07 | 10.00",
    ]


def test_two_clinicians_on_one_day_are_two_visits_and_no_clinician_is_one_more():
    bench = visits(
        f"{LINE}\n1 | 1 | 5 | 2024-05-06\n1 | 1 | 6 | 2024-05-06\n1 | 1 | | 2024-05-06\n2 | 1 | | 2024-05-06"
    )
    assert bench.lines("SELECT clinician_npi FROM visit_base") == ["", "5", "6"]


def test_lines_that_make_no_visit_are_left_out():
    assert visits(f"{LINE} | makes_visit\n1 | 1 | 5 | 2024-05-06 | false").lines("SELECT * FROM visit_base") == []


@pytest.mark.parametrize(
    ("first", "second", "practice", "payer"),
    [
        ("3 | 4 | 90", "1 | 2 | 10", "3", "4"),
        ("3 | 4 | 50", "1 | 2 | 50", "1", "2"),
        (" | 4 | 50", "1 | 2 | 50", "1", "2"),
        (" | 4 | 90", "1 | 2 | 10", "", "4"),
    ],
)
def test_practice_and_payer_are_those_of_the_line_with_most_spend_then_the_smallest(first, second, practice, payer):
    bench = visits(
        f"{LINE} | practice_id | payer | spend_amount\n"
        f"1 | 1 | 5 | 2024-05-06 | {first}\n2 | 1 | 5 | 2024-05-06 | {second}"
    )
    assert bench.lines("SELECT practice_id, payer FROM visit_base") == [f"{practice} | {payer}"]


def test_a_visit_has_what_any_of_its_lines_has():
    bench = visits(
        f"{LINE} | is_wellness | is_telehealth | is_new_patient\n"
        "1 | 1 | 5 | 2024-05-06 | true | |\n1 | 1 | 5 | 2024-05-06 | | true |"
    )
    assert bench.lines("SELECT is_wellness, is_telehealth, is_new_patient FROM visit_base") == ["1 | 1 | 0"]


@pytest.mark.parametrize(
    ("code", "date", "office"),
    [
        ("99213", "2024-05-06", "1"),
        ("G0439", "2024-05-06", "1"),
        ("99347", "2024-05-06", "0"),
        ("99201", "2020-05-06", "1"),
        ("99201", "2021-05-06", "0"),
    ],
)
def test_office_and_preventive_codes_are_told_by_date(code, date, office):
    bench = visits(f"{LINE} | hcpcs_code\n1 | 1 | 5 | {date} | {code}")
    assert bench.lines("SELECT is_office_or_preventive FROM visit_base") == [office]


@pytest.mark.parametrize(
    ("date", "after_hours"), [("2024-06-01", "1"), ("2024-06-02", "1"), ("2024-06-03", "0"), ("2024-05-31", "0")]
)
def test_saturday_and_sunday_are_after_hours(date, after_hours):
    assert visits(f"{LINE}\n1 | 1 | 5 | {date}").lines("SELECT is_after_hours FROM visit_base") == [after_hours]


def test_an_after_hours_code_counts_on_any_line_of_the_claim():
    bench = visits(
        f"{LINE} | makes_visit | is_after_hours_code\n"
        "1 | 1 | 5 | 2024-06-03 | true |\n1 | 1 | 5 | 2024-06-03 | false | true\n2 | 2 | 5 | 2024-06-03 | true |"
    )
    assert bench.lines("SELECT person_id, is_after_hours FROM visit_base") == ["1 | 1", "2 | 0"]


CLINICIANS = """
npi | year_start | class | is_primary_care
5 | 2024-01-01 | physician | true
6 | 2024-01-01 | physician | false
5 | 2023-01-01 | physician | false
"""


@pytest.mark.parametrize(
    ("npi", "date", "health_centre", "expected"),
    [
        ("5", "2024-05-06", "false", "physician | 1"),
        ("5", "2023-05-08", "false", "physician | 0"),
        ("6", "2024-05-06", "false", "physician | 0"),
        ("6", "2024-05-06", "true", "physician | 0"),
        ("9", "2024-05-06", "false", "unknown | 0"),
        ("", "2024-05-06", "false", "unknown | 0"),
        ("", "2024-05-06", "true", "unknown | 1"),
    ],
)
def test_primary_care_is_the_clinicians_of_that_year_or_a_health_centre_without_one(npi, date, health_centre, expected):
    bench = visits(f"{LINE} | is_health_centre\n1 | 1 | {npi} | {date} | {health_centre}", CLINICIANS)
    assert bench.lines("SELECT clinician_class, is_primary_care FROM visit_base") == [expected]


def test_a_visit_takes_the_cell_of_a_counted_month_of_its_own_line_of_business():
    bench = visits(
        f"{LINE} | line_of_business\n1 | 1 | 5 | 2024-05-06 | commercial\n2 | 1 | 5 | 2024-06-06 | commercial\n"
        "3 | 1 | 5 | 2024-05-08 | medicaid_ffs"
    )
    bench.give(
        "person_month",
        "coverage_id | month | is_counted | cell_key\n17 | 2024-05-01 | true | 99\n17 | 2024-06-01 | false | 98",
        MONTHS,
    )
    bench.run("visit")
    assert bench.lines("SELECT coverage_id, service_date, in_month, cell_key FROM visit ORDER BY service_date") == [
        "17 | 2024-05-06 | 1 | 99",
        "21 | 2024-05-08 | 0 | ",
        "17 | 2024-06-06 | 0 | ",
    ]


RX = """
person_id | line_of_business | data_source | claim_id | dispensing_date | days_supply | quantity
1 | commercial | 1 | a | 2024-05-01 | 90 | 90
1 | commercial | 1 | b | 2024-05-02 | 31 | 31
1 | commercial | 1 | c | 2024-05-03 | |
1 | commercial | 1 | d | 2024-05-04 | 20 | 0
1 | commercial | 1 | e | 2024-05-05 | 20 | -5
2 | commercial | 1 | f | 2024-05-05 | 20 | 1
2 | commercial | 1 | g | 2024-05-06 | -30 | 1
"""


def test_fills_are_thirty_days_and_a_quantity_of_nothing_is_no_fill():
    bench = Bench().give("final_rx", RX, FINAL_RX).run("rx_base")
    assert bench.lines("SELECT fill_id, fills_30 FROM rx_base ORDER BY fill_id") == [
        "1000001 | 3.000000",
        "1000002 | 1.033333",
        "1000003 | 1.000000",
        "2000001 | 0.666667",
        "2000002 | 1.000000",
    ]


def test_a_fill_is_in_month_only_with_pharmacy_coverage():
    bench = Bench().give("final_rx", RX, FINAL_RX)
    bench.give(
        "person_month",
        "coverage_id | month | is_counted | pharmacy | cell_key\n17 | 2024-05-01 | true | true | 7\n"
        "33 | 2024-05-01 | true | false | 8",
        MONTHS,
    )
    bench.run("rx_base", "rx_fill")
    assert bench.lines(
        "SELECT person_id, COUNT(*), bool_and(in_month), MAX(cell_key) FROM rx_fill GROUP BY 1 ORDER BY 1"
    ) == ["1 | 3 | 1 | 7", "2 | 2 | 0 | "]
