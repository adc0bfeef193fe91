"""person_month, person_year and coverage_year: cells, ages at the end of a year, the month that speaks; notes."""

import pytest

from support.core_steps import Bench

CELLS = ("group_value", "cell_layout", "practice_attribute", "area_attribute", "person_area", "coverage_cell")
YEARS = ("person_month", "person_year", "coverage_year")
NAMES = ("area", "payer", "line_of_business", "practice", "age_band", "sex", "race_ethnicity", "language", "disability")
ROSTER_TYPES = {"coverage_id": "BIGINT", "year_start": "DATE", "practice_id": "INTEGER", "clinician_npi": "INTEGER"}
SPAN = "person_id | line_of_business | payer | enrollment_start_date | enrollment_end_date"


def years(
    people: str, attributed: str = "coverage_id\n", practices: str = "", areas: str = "", **settings: str
) -> Bench:
    bench = Bench(**settings)
    for table, rows in (("in_area", areas), ("in_practice", practices)):
        if rows:
            bench.give(table, rows)
    bench.give("in_eligibility", people).people()
    bench.con.execute(
        "CREATE TABLE measured_period AS "
        "SELECT DISTINCT year_start FROM calendar_month WHERE year(month) IN (2023, 2024)"
    )
    bench.give("attribution", attributed, ROSTER_TYPES)
    return bench.run(*CELLS, *YEARS)


def cell(bench: Bench, query: str) -> dict[str, str]:
    """The cell of one row in words."""
    key = bench.read(query)[0][0]
    rows = bench.read(
        """
        SELECT l.attribute, g.id FROM cell_layout AS l
        JOIN group_value AS g ON g.kind = l.attribute AND g.key = (CAST(? AS BIGINT) // l.multiplier) % l.cardinality
        """.replace("CAST(? AS BIGINT)", str(key))
    )
    return dict(rows)


def test_a_cell_holds_nine_attributes_in_order():
    bench = years(SPAN + "\np1 | commercial | A | 2024-01-01 | 2024-12-31")
    assert [r[0] for r in bench.read("SELECT attribute FROM cell_layout ORDER BY multiplier, cardinality")][
        -1
    ] == "disability"
    assert [r[0] for r in bench.read("SELECT attribute FROM cell_layout")] == list(NAMES)
    sizes = bench.read("SELECT multiplier, cardinality FROM cell_layout")
    assert all(sizes[i + 1][0] == sizes[i][0] * sizes[i][1] for i in range(8))
    assert sizes[0][0] == 1


def test_the_cell_of_a_month_in_words():
    bench = years(
        f"""
        {SPAN} | birth_date | gender | race | language | disability_flag | county_fips
        p1 | commercial | A | 2024-01-01 | 2024-12-31 | 1980-06-15 | female | asian | es | true | c2
        """,
        "coverage_id | year_start | practice_id | clinician_npi\n17 | 2024-01-01 | 1 | 5",
        practices="practice_id | practice_name | start_date\nk1 | K | 2020-01-01",
        areas="area_id | area_kind | area_name\nc1 | county | One\nc2 | county | Two",
    )
    assert cell(bench, "SELECT MIN(cell_key) FROM person_month") == {
        "area": "c2",
        "payer": "A",
        "line_of_business": "commercial",
        "practice": "k1",
        "age_band": "18-44",
        "sex": "female",
        "race_ethnicity": "asian",
        "language": "spanish",
        "disability": "yes",
    }
    assert bench.lines("SELECT DISTINCT practice_id, clinician_npi, age_band FROM person_month") == ["1 | 5 | 18-44"]


def test_what_is_not_known_has_key_zero():
    bench = years(SPAN + "\np1 |  | A | 2024-01-01 | 2024-12-31")
    found = cell(bench, "SELECT MIN(cell_key) FROM person_month")
    assert found.pop("payer") == "A"
    assert found.pop("practice") == "unattributed"
    assert set(found.values()) == {"unknown"}


def test_the_year_takes_the_last_month_that_speaks_and_the_age_of_its_last_day():
    bench = years(f"""
        {SPAN} | birth_date
        p1 | commercial | A | 2024-01-01 | 2024-06-30 | 1979-12-31
        p1 | medicaid_managed | B | 2024-06-01 | 2024-10-31 | 1979-12-31
        """)
    rows = bench.lines("SELECT line_of_business, medical_months, age_at_year_end FROM person_year")
    assert rows == ["medicaid_managed | 10 | 45"]
    assert cell(bench, "SELECT cell_key FROM person_year")["age_band"] == "45-64"
    assert cell(bench, "SELECT cell_key FROM person_year")["payer"] == "B"
    assert cell(bench, "SELECT MIN(cell_key) FROM person_month")["age_band"] == "18-44"


def test_a_coverage_has_its_own_year():
    bench = years(
        SPAN
        + """
        p1 | commercial | A | 2024-01-01 | 2024-06-30
        p1 | medicaid_managed | B | 2024-06-01 | 2024-10-31
        """.replace("\n        ", "\n"),
        "coverage_id | year_start | practice_id\n17 | 2024-01-01 |\n22 | 2024-01-01 |",
    )
    rows = bench.lines("SELECT line_of_business, medical_months FROM coverage_year ORDER BY 1")
    assert rows == ["commercial | 6", "medicaid_managed | 5"]


def test_months_of_a_year_that_is_not_measured_stay_out_of_the_year_tables():
    bench = years(SPAN + "\np1 | commercial | A | 2021-01-01 | 2023-03-31")
    assert bench.lines("SELECT year_start, medical_months FROM person_year") == ["2023-01-01 | 3"]
    assert bench.lines("SELECT COUNT(*) FROM person_month") == ["27"]


@pytest.mark.parametrize(("flag", "medical", "pharmacy"), [("true", "12", "12"), ("false", "12", "0")])
def test_pharmacy_months_are_counted_apart(flag, medical, pharmacy):
    bench = years(f"{SPAN} | pharmacy_coverage_flag\np1 | commercial | A | 2024-01-01 | 2024-12-31 | {flag}")
    assert bench.lines("SELECT medical_months, pharmacy_months FROM person_year") == [f"{medical} | {pharmacy}"]


def test_notes_count_people_whose_age_cannot_be_used():
    bench = years(f"""
        {SPAN} | birth_date | gender
        p1 | commercial | A | 2024-01-01 | 2024-12-31 | | female
        p2 | commercial | A | 2024-01-01 | 2024-12-31 | 1900-01-01 | female
        p3 | commercial | A | 2024-01-01 | 2024-12-31 | 2024-06-01 |
        p3 | commercial | A | 2024-12-01 | 2024-12-31 | 2024-06-01 |
        """)
    bench.give(
        "visit_base",
        "person_id | service_date | clinician_npi\n3 | 2024-05-01 | 7",
        {"person_id": "INTEGER", "service_date": "DATE", "clinician_npi": "INTEGER"},
    )
    bench.empty("clinician", "attribution").run("person_note")
    assert bench.lines("SELECT note, count, total FROM person_note WHERE count > 0") == [
        "age_over_120 | 1 | 3",
        "spans_with_overlap | 2 | 4",
        "visit_before_birth | 1 | 3",
        "visits_of_clinician_not_in_provider | 1 | 1",
        "without_birth_date | 1 | 3",
        "without_sex | 1 | 3",
    ]
