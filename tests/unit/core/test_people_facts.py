"""person: which span is believed, how words become groups, and where a person lives in a year."""

import pytest

from support.core_steps import Bench

SPAN = "line_of_business | payer | enrollment_start_date | enrollment_end_date"


def person(rows: str, **settings: str) -> Bench:
    return Bench(**settings).give("in_eligibility", rows).people()


def test_the_latest_end_is_believed_and_an_unknown_never_beats_a_value():
    bench = person(f"""
        person_id | {SPAN} | gender | race | language
        p1 | commercial | A | 2022-01-01 | 2022-12-31 | female | white | en
        p1 | commercial | A | 2023-01-01 | 2023-12-31 | male | unknown |
        """)
    assert bench.lines("SELECT sex, race_ethnicity, language, disability FROM person") == [
        "male | white | english | unknown"
    ]


@pytest.mark.parametrize(
    ("second", "sex"),
    [
        ("2023-02-01 | 2023-12-31 | A", "male"),  # later start
        ("2023-01-01 | 2023-12-31 | 0", "male"),  # smaller payer
        ("2023-01-01 | 2023-12-31 | A", "female"),  # equal spans: the smaller text
        ("2023-01-01 |  | B", "male"),  # open: ends on data_through
    ],
)
def test_ties_between_spans(second, sex):
    start, end, payer = (c.strip() for c in second.split("|"))
    bench = person(f"""
        person_id | {SPAN} | gender
        p1 | commercial | A | 2023-01-01 | 2023-12-31 | female
        p1 | commercial | {payer} | {start} | {end} | male
        """)
    assert bench.lines("SELECT sex FROM person") == [sex]


@pytest.mark.parametrize(
    ("race", "ethnicity", "group"),
    [
        ("White", "not_hispanic", "white"),
        ("white", "hispanic", "hispanic"),
        ("Hispanic or Latino", "", "hispanic"),
        ("non-Hispanic white", "", "white"),
        ("black or african american", "", "black"),
        ("American Indian or Alaska Native", "", "american_indian"),
        ("native hawaiian or other pacific islander", "", "pacific_islander"),
        ("middle_eastern", "", "middle_eastern"),
        ("More than one", "unknown", "multiple"),
        ("asian", "Not Hispanic or Latino", "asian"),
        ("other race", "", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_race_and_ethnicity_words(race, ethnicity, group):
    bench = person(
        f"person_id | {SPAN} | race | ethnicity\np1 | commercial | A | 2024-01-01 | 2024-12-31 | {race} | {ethnicity}"
    )
    assert bench.lines("SELECT race_ethnicity FROM person") == [group]


@pytest.mark.parametrize(
    ("newer", "group"),
    [("white | ", "hispanic"), ("white | unknown", "hispanic"), ("white | not_hispanic", "white"), (" | ", "hispanic")],
)
def test_a_newer_span_without_an_ethnicity_takes_none_away(newer, group):
    bench = person(f"""
        person_id | {SPAN} | race | ethnicity
        p1 | commercial | A | 2022-01-01 | 2022-12-31 | asian | hispanic
        p1 | commercial | A | 2023-01-01 | 2023-12-31 | {newer}
        """)
    assert bench.lines("SELECT race_ethnicity FROM person") == [group]


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("en", "english"),
        ("spa", "spanish"),
        ("pt", "other"),
        ("en-US", "english"),
        ("und", "unknown"),
        ("", "unknown"),
    ],
)
def test_language_codes(code, language):
    bench = person(f"person_id | {SPAN} | language\np1 | commercial | A | 2024-01-01 | 2024-12-31 | {code}")
    assert bench.lines("SELECT language FROM person") == [language]


@pytest.mark.parametrize(
    ("payer_type", "line"),
    [
        ("self-insured", "commercial"),
        ("Exchange", "commercial"),
        ("medicare", "medicare_ffs"),
        ("medicare advantage", "medicare_advantage"),
        ("medicaid", "medicaid_ffs"),
        ("Medicaid Managed", "medicaid_managed"),
        ("dual eligible", "dual_integrated"),
        ("self-pay", "self_pay"),
        ("tricare", "other_public"),
        ("", "unknown"),
    ],
)
def test_payer_types_of_a_folder_without_lines_of_business(payer_type, line):
    bench = person(f"""
        person_id | payer | payer_type | enrollment_start_date | enrollment_end_date
        p1 | A | {payer_type} | 2024-01-01 | 2024-01-31
        """)
    assert bench.lines("SELECT line_of_business FROM person_month_base") == [line]


AREAS = """
area_id | area_kind | area_name | parent_area_id
25025 | county | Harbor County |
25025000100 | tract | Tract One | 25025
east | service_area | East |
west | service_area | West |
"""


def home(places: str) -> Bench:
    bench = Bench().give("in_area", AREAS)
    bench.give(
        "in_zip_area",
        """
        zip_code | area_id | weight
        02101 | west | 0.6
        02101 | east | 0.4
        02102 | west | 0.5
        02102 | east | 0.5
        """,
    )
    return bench.give("in_eligibility", places).people().run("person_area")


@pytest.mark.parametrize(
    ("tract", "zip_code", "county", "area"),
    [
        ("25025000100", "02101", "25025", "25025000100"),
        ("", "02101", "25025", "west"),
        ("", "02102", "", "east"),
        ("", "99999", "25025", "25025"),
        ("", "", "99999", ""),
    ],
)
def test_a_tract_goes_before_a_zip_before_a_county(tract, zip_code, county, area):
    bench = home(f"""
        person_id | {SPAN} | census_tract | zip_code | county_fips
        p1 | commercial | A | 2024-01-01 | 2024-12-31 | {tract} | {zip_code} | {county}
        """)
    found = bench.lines("SELECT d.id FROM person_area AS a JOIN id_area AS d ON d.key = a.area_id")
    assert found == ([area] if area else [])


def test_the_area_of_a_year_is_that_of_the_last_covered_day_with_a_place():
    bench = home(f"""
        person_id | {SPAN} | zip_code
        p1 | commercial | A | 2023-01-01 | 2024-05-31 | 02101
        p1 | commercial | A | 2024-06-01 | 2024-09-30 | 02102
        p1 | commercial | A | 2024-10-01 | 2024-12-31 |
        """)
    rows = bench.lines(
        "SELECT year_start, d.id FROM person_area AS a JOIN id_area AS d ON d.key = a.area_id ORDER BY 1"
    )
    assert rows == ["2023-01-01 | west", "2024-01-01 | east"]


def test_quintiles_are_cut_on_population_and_ties_go_by_id():
    bench = Bench().give(
        "in_area",
        "area_id | area_kind | area_name | deprivation_index\n"
        + "\n".join(f"a{i} | county | A{i} | {index}" for i, index in enumerate((90, 80, 80, 50, 10), start=1)),
    )
    bench.give(
        "in_area_population",
        "area_id | year | sex | age_band | race_ethnicity | income_group | population | source\n"
        + "\n".join(
            f"a{i} | 2024 | all | all | all | all | {people} | s"
            for i, people in enumerate((200, 100, 100, 400, 200), start=1)
        ),
    )
    bench.dictionaries().run("area")
    assert bench.lines("SELECT area_id, deprivation_quintile FROM area ORDER BY 1") == [
        "1 | 1",
        "2 | 2",
        "3 | 2",
        "4 | 4",
        "5 | 5",
    ]


@pytest.mark.parametrize(("given", "kept"), [("4", "4"), ("0", "NULL"), ("6", "NULL"), ("-1", "NULL")])
def test_a_given_quintile_is_kept_when_it_is_one(given, kept):
    bench = Bench().give("in_area", f"area_id | area_kind | area_name | deprivation_quintile\na | county | A | {given}")
    assert bench.dictionaries().run("area").lines(
        "SELECT COALESCE(CAST(deprivation_quintile AS VARCHAR), 'NULL') FROM area"
    ) == [kept]


@pytest.mark.parametrize(
    ("code", "rurality"),
    [
        ("1", "urban"),
        ("3.0", "urban"),
        ("4.1", "large_rural"),
        ("9", "small_rural"),
        ("10.3", "isolated"),
        ("10", "isolated"),
        ("small_rural", "small_rural"),
        ("99", ""),
        ("far", ""),
        ("", ""),
    ],
)
def test_rurality_words_and_commuting_codes(code, rurality):
    bench = Bench().give("in_area", f"area_id | area_kind | area_name | rurality_code\na | county | A | {code}")
    assert bench.dictionaries().run("area").lines("SELECT rurality FROM area") == [rurality]


def test_a_practice_is_described_by_its_latest_span():
    bench = (
        Bench()
        .give("in_area", AREAS)
        .give(
            "in_practice",
            """
        practice_id | practice_name | organization_id | start_date | end_date | county_fips
        k1 | Old Name | o1 | 2019-01-01 | 2021-12-31 |
        k1 | New Name | o2 | 2022-01-01 | | 25025
        """,
        )
        .dictionaries()
        .run("area", "area_place", "practice_base")
    )
    rows = bench.lines("""
        SELECT b.practice_name, o.id, a.id FROM practice_base AS b
        JOIN id_organization AS o ON o.key = b.organization_id JOIN id_area AS a ON a.key = b.area_id""")
    assert rows == ["New Name | o2 | 25025"]
