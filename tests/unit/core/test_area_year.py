"""area_year, panel and practice: clinicians on 1 July, people of a month, population by year."""

from support.core_steps import Bench

AREAS = """
area_id | area_kind | area_name | parent_area_id
c0 | county | All |
c1 | service_area | One | c0
c2 | service_area | Two | c0
"""
HEAD = "area_id | year | sex | age_band | race_ethnicity | income_group | population | source"
YEAR = """
npi | year_start | class | on_roster | at_mid_year | practice_id | area_id | clinical_fte | fte_estimated
1 | 2024-01-01 | physician | true | true | 1 | 2 | 1.0 | false
2 | 2024-01-01 | np | true | true | 1 | 2 | 0.4 | true
3 | 2024-01-01 | physician | true | true | 2 | | 0.5 | false
4 | 2024-01-01 | physician | true | false | 2 | 3 | 0.5 | false
5 | 2024-01-01 | physician | false | true | 2 | 3 | 0.5 | false
"""


def region(population: str, members: str = "") -> Bench:
    bench = Bench().give("in_area", AREAS).give("in_area_population", f"{HEAD}\n{population}")
    bench.give("in_practice", "practice_id | practice_name | start_date\nk1 | K1 | 2020-01-01\nk2 | K2 | 2020-01-01")
    bench.give("in_provider", "npi\nn1\nn2\nn3\nn4\nn5")
    if members:
        bench.give("in_practice_provider", members)
    bench.dictionaries().give("clinician_year", YEAR)
    bench.con.execute("CREATE TABLE measured_period AS SELECT DATE '2024-01-01' AS year_start")
    return bench.run(
        "area", "area_place", "practice_base", "practice_member", "group_value", "cell_layout", "practice_roster"
    )


def test_roster_clinicians_at_mid_year_are_counted_where_they_work():
    bench = region("c1 | 2024 | all | all | all | all | 1000 | s\nc2 | 2024 | all | all | all | all | 500 | s").run(
        "area_year"
    )
    columns = (
        "area_id, population, primary_care_clinicians, primary_care_physicians, primary_care_np_pa, primary_care_fte"
    )
    assert bench.lines(f"SELECT {columns} FROM area_year") == [
        "0 | 0 | 1 | 1 | 0 | 0.500000",
        "2 | 1000 | 2 | 1 | 1 | 1.400000",
        "3 | 500 | 0 | 0 | 0 | 0.000000",
    ]


def test_population_of_another_year_and_of_parts():
    bench = region(
        "c1 | 2021 | all | all | all | all | 900 | s\nc1 | 2022 | all | all | all | all | 950 | s\n"
        "c1 | 2026 | all | all | all | all | 999 | s\n"
        "c2 | 2024 | female | 0-4 | all | all | 20 | s\nc2 | 2024 | male | 0-4 | all | all | 30 | s"
    ).run("area_year")
    assert bench.lines("SELECT area_id, population FROM area_year") == ["0 | 0", "2 | 950", "3 | 50"]


def test_a_population_below_nothing_is_not_stated_and_no_area_lies_in_itself():
    bench = region("c1 | 2024 | all | all | all | all | -5 | s\nc2 | 2024 | all | all | all | all | 7 | s")
    bench.give("in_area", AREAS.replace("Two | c0", "Two | c2")).run("area", "area_year")
    assert bench.lines("SELECT area_id, population FROM area_year ORDER BY 1") == ["0 | 0", "2 | ", "3 | 7"]


def test_a_part_of_full_time_below_nothing_is_not_known():
    members = "npi | practice_id | start_date | clinical_fte\nn1 | k1 | 2020-01-01 | -1\nn2 | k1 | 2020-01-01 | 0.4"
    bench = region("c1 | 2024 | all | all | all | all | 1 | s", members)
    assert bench.lines("SELECT clinical_fte FROM practice_member ORDER BY npi") == ["", "0.400"]


def test_an_area_without_population_stays_without():
    assert region("c1 | 2024 | all | all | all | all | 1 | s").run("area_year").lines(
        "SELECT population FROM area_year WHERE area_id = 3"
    ) == [""]


MEMBERS = """
practice_id | npi | start_date | end_date | clinical_fte
k1 | n1 | 2020-01-01 | | 0.6
k2 | n1 | 2020-01-01 | | 0.4
k1 | n2 | 2024-07-01 | |
k2 | n2 | 2024-01-01 | 2024-07-01 |
k1 | n3 | 2020-01-01 | 2024-06-30 | 0.5
k2 | n5 | 2020-01-01 | | 1.0
"""


def test_clinicians_of_a_practice_are_those_in_force_on_the_first_of_july():
    bench = region("c1 | 2024 | all | all | all | all | 1 | s", MEMBERS)
    assert bench.lines("SELECT practice_id, npi, clinical_fte FROM practice_roster") == [
        "1 | 1 | 0.600000",
        "1 | 2 | 0.200000",
        "2 | 1 | 0.400000",
        "2 | 2 | 0.200000",
    ]


def test_without_member_rows_a_clinician_belongs_to_the_practice_of_most_visits():
    bench = region("c1 | 2024 | all | all | all | all | 1 | s")
    assert bench.lines("SELECT practice_id, npi, clinical_fte FROM practice_roster") == [
        "1 | 1 | 1.000000",
        "1 | 2 | 0.400000",
        "2 | 3 | 0.500000",
    ]


def test_a_panel_counts_primary_months_of_practices_and_clinicians():
    bench = region("c1 | 2024 | all | all | all | all | 1 | s", MEMBERS)
    bench.give(
        "person_month",
        """
        person_id | month | year_start | is_primary | practice_id | clinician_npi
        1 | 2024-05-01 | 2024-01-01 | true | 1 | 1
        2 | 2024-05-01 | 2024-01-01 | true | 1 | 2
        3 | 2024-05-01 | 2024-01-01 | false | 1 | 1
        4 | 2024-05-01 | 2024-01-01 | true | |
        1 | 2024-06-01 | 2024-01-01 | true | 2 | 1
        """,
    )
    bench.run("panel_part", "panel")
    rows = bench.lines(
        "SELECT unit_kind, unit_id, month, people, primary_care_clinicians, clinical_fte FROM panel WHERE people > 0"
    )
    assert rows == [
        "clinician | 1 | 2024-05-01 | 1 | 1 | 1.000000",
        "clinician | 1 | 2024-06-01 | 1 | 1 | 1.000000",
        "clinician | 2 | 2024-05-01 | 1 | 1 | 0.400000",
        "practice | 1 | 2024-05-01 | 2 | 2 | 0.800000",
        "practice | 2 | 2024-06-01 | 1 | 2 | 0.600000",
    ]


def test_clinicians_without_attributed_people_are_supply_all_the_same():
    bench = region("c1 | 2024 | all | all | all | all | 1 | s", MEMBERS)
    columns = {"person_id": "INTEGER", "month": "DATE", "year_start": "DATE", "is_primary": "BOOLEAN"}
    bench.give("person_month", "person_id\n", columns | {"practice_id": "INTEGER", "clinician_npi": "INTEGER"})
    bench.run("panel_part", "panel")
    rows = bench.lines("SELECT unit_kind, unit_id, COUNT(*), SUM(people), MAX(clinical_fte) FROM panel GROUP BY ALL")
    assert sorted(r for r in rows if r.startswith("practice")) == [
        "practice | 1 | 12 | 0 | 0.800000",
        "practice | 2 | 12 | 0 | 0.600000",
    ]


def test_every_practice_has_a_year_with_its_people_and_its_clinicians():
    bench = region("c1 | 2024 | all | all | all | all | 1 | s", MEMBERS)
    bench.give(
        "person_year", "person_id | year_start | practice_id\n1 | 2024-01-01 | 1\n2 | 2024-01-01 | 1\n3 | 2024-01-01 |"
    )
    bench.run("practice_year", "practice")
    assert bench.lines("SELECT practice_id, attributed_people FROM practice_year") == ["1 | 2", "2 | 0"]
    assert bench.lines("SELECT practice_id, primary_care_clinicians FROM practice") == ["1 | 2", "2 | 2"]
