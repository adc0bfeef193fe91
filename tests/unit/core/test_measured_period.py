"""The years to measure when firstcontact.toml names none: years with claims and with coverage."""

from support.core_steps import Bench

SPANS = "person_id | enrollment_start_date | enrollment_end_date"
LINES = "claim_id | claim_line_start_date"


def measured(spans: str, lines: str, chosen: tuple[int, ...] = ()) -> list[int]:
    bench = Bench()
    if spans:
        bench.give("in_eligibility", f"{SPANS}\n{spans}")
    if lines:
        bench.give("in_medical_claim", f"{LINES}\n{lines}")
    bench.con.execute("CREATE TABLE src_measured_year (year INTEGER)")
    for year in chosen:
        bench.con.execute("INSERT INTO src_measured_year VALUES (?)", [year])
    bench.run("measured_period")
    return [row[0].year for row in bench.read("SELECT year_start FROM measured_period ORDER BY 1")]


def test_years_begin_with_the_first_coverage():
    assert measured("p1 | 2023-03-01 | 2024-12-31", "a | 2022-05-01\nb | 2023-05-01\nc | 2024-05-01") == [2023, 2024]


def test_years_end_with_the_last_coverage():
    assert measured("p1 | 2022-01-01 | 2023-12-31", "a | 2022-05-01\nb | 2023-05-01\nc | 2024-05-01") == [2022, 2023]


def test_a_stray_line_of_an_old_year_does_not_add_a_year():
    lines = "\n".join(["z | 2021-05-01", *(f"c{i} | 2024-05-01" for i in range(150))])
    assert measured("p1 | 2020-01-01 | 2024-12-31", lines) == [2024]


def test_without_claims_the_years_of_coverage_are_measured():
    assert measured("p1 | 2023-01-01 | 2024-12-31", "") == [2023, 2024]


def test_the_years_of_the_settings_win():
    assert measured("p1 | 2023-01-01 | 2024-12-31", "a | 2024-05-01", chosen=(2022,)) == [2022]
