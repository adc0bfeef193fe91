"""stay: joined hospital claims, episodes of transfers, and the prevention quality indicators of avoidable-use.md."""

import pytest

from support.core_steps import Bench

STAYS = ("stay_claim", "stay_list", "stay_fact", "stay_base")
TRANSFERS = """
claim_key | person_id | facility | claim_start_date | claim_end_date
1 | 1 | 1 | 2024-03-01 | 2024-03-05
2 | 1 | 1 | 2024-03-05 | 2024-03-09
3 | 1 | 2 | 2024-03-09 | 2024-03-12
4 | 1 | 2 | 2024-03-14 | 2024-03-15
"""
# stay: birth date, principal, other diagnosis, admission source, procedure, indicators; ages as on 2024-06-15
INDICATORS = {
    "s1 uncontrolled diabetes": ("1972-01-01", "E1165", None, "1", None, "14 90 92 93"),
    "s2 heart failure": ("1953-01-01", "I5023", None, "1", None, "08 90 92"),
    "s3 transfer in": ("1958-01-01", "I5023", None, "4", None, ""),
    "s4 asthma at 39": ("1984-06-16", "J45901", None, "1", None, "15 90 92"),
    "s5 asthma at 40": ("1984-06-15", "J45901", None, "1", None, "05 90 92"),
    "s6 under 18": ("2006-06-16", "E1010", None, "1", None, ""),
    "s7 sickle cell": ("1964-01-01", "J189", "D5700", "1", None, ""),
    "s8 urinary infection": ("1944-01-01", "N390", None, "1", None, "12 90 91"),
    "s9 two members count once": ("1961-01-01", "E1152", None, "1", "0Y620ZZ", "03 16 90 92 93"),
}


def hospital(claims: str, **parameters: str) -> Bench:
    """Acute claims; what is not stated is an inpatient claim with room and board."""
    bench = Bench(**parameters).codelists().empty("service_diagnosis", "service_procedure", "person")
    bench.give("claim_header", claims)
    bench.con.execute("""
        UPDATE claim_header SET claim_type = COALESCE(claim_type, 'institutional'), spend = COALESCE(spend, 0),
            tob_group = COALESCE(tob_group, 'inpatient'), has_room_and_board = COALESCE(has_room_and_board, TRUE)""")
    return bench


def one_stay(birth, principal, other, source, procedure) -> Bench:
    bench = hospital(f"""
        claim_key | person_id | facility | claim_start_date | claim_end_date | admit_source_code | principal_dx
        1 | 1 | 1 | 2024-06-15 | 2024-06-18 | {source} | {principal}
        """)
    bench.con.execute("INSERT INTO person (person_id, birth_date, sex) VALUES (1, ?, 'female')", [birth])
    for position, code in enumerate((principal, other), start=1):
        if code:
            bench.con.execute(
                "INSERT INTO service_diagnosis VALUES (1, 1, ?, ?, 'icd-10-cm', '2024-06-15')", [position, code]
            )
    if procedure:
        bench.con.execute("INSERT INTO service_procedure VALUES (1, 1, 1, ?, 'icd-10-pcs', '2024-06-15')", [procedure])
    return bench.run(*STAYS)


def indicators(bench: Bench) -> str:
    names = [
        c[0] for c in bench.read("SELECT column_name FROM (DESCRIBE stay_base) WHERE starts_with(column_name, 'pqi_')")
    ]
    values = bench.read(f"SELECT {', '.join(names)} FROM stay_base")[0]
    return " ".join(n.removeprefix("pqi_") for n, met in zip(names, values, strict=True) if met)


def test_interim_bills_join_and_transfers_share_an_episode():
    bench = hospital(TRANSFERS).run(*STAYS)
    rows = bench.lines(
        "SELECT facility, admit_date, discharge_date, episode_id, is_first_of_episode FROM stay_base ORDER BY 2"
    )
    assert rows == [
        "1 | 2024-03-01 | 2024-03-09 | 1000001 | 1",
        "2 | 2024-03-09 | 2024-03-12 | 1000001 | 0",
        "2 | 2024-03-14 | 2024-03-15 | 1000003 | 1",
    ]


def test_an_interim_bill_of_the_same_hospital_that_begins_the_next_day_is_the_same_stay():
    bench = hospital("""
        claim_key | person_id | facility | claim_start_date | claim_end_date | discharge_disposition_code | drg_code
        1 | 1 | 7 | 2024-01-01 | 2024-01-31 | 30 |
        2 | 1 | 7 | 2024-02-01 | 2024-02-10 | 01 | 291
        """).run(*STAYS)
    assert bench.lines("SELECT admit_date, discharge_date, discharge_disposition, drg FROM stay_base") == [
        "2024-01-01 | 2024-02-10 | 01 | 291"
    ]


def test_a_person_who_is_still_a_patient_has_no_discharge_date():
    bench = hospital("""
        claim_key | person_id | facility | claim_start_date | claim_end_date | discharge_disposition_code
        1 | 1 | 7 | 2024-01-01 | 2024-01-31 | 30
        """).run(*STAYS)
    assert bench.lines("SELECT admit_date, discharge_date FROM stay_base") == ["2024-01-01 | "]


def test_hospitals_without_an_npi_are_one_facility_of_the_person():
    bench = hospital("""
        claim_key | person_id | claim_start_date | claim_end_date
        1 | 1 | 2024-01-01 | 2024-01-03
        2 | 1 | 2024-01-03 | 2024-01-04
        3 | 2 | 2024-01-03 | 2024-01-04
        """).run(*STAYS)
    assert bench.lines("SELECT person_id, admit_date, discharge_date FROM stay_base ORDER BY 1") == [
        "1 | 2024-01-01 | 2024-01-04",
        "2 | 2024-01-03 | 2024-01-04",
    ]


def test_only_acute_inpatient_claims_make_stays():
    bench = hospital("""
        claim_key | person_id | claim_start_date | claim_end_date | tob_group | has_room_and_board | drg_code
        1 | 1 | 2024-01-01 | 2024-01-03 | skilled_nursing | true |
        2 | 2 | 2024-01-01 | 2024-01-03 | inpatient | false |
        3 | 3 | 2024-01-01 | 2024-01-03 | inpatient | false | 291
        """).run(*STAYS)
    assert bench.lines("SELECT person_id FROM stay_base") == ["3"]


def test_a_death_in_hospital_is_known():
    bench = hospital("""
        claim_key | person_id | claim_start_date | claim_end_date | discharge_disposition_code
        1 | 1 | 2024-01-01 | 2024-01-03 | 20
        2 | 2 | 2024-01-01 | 2024-01-03 | 01
        """).run(*STAYS)
    assert bench.lines("SELECT person_id, died FROM stay_base ORDER BY 1") == ["1 | 1", "2 | 0"]


@pytest.mark.parametrize("name", INDICATORS)
def test_the_indicators_of_the_worked_example(name):
    *facts, expected = INDICATORS[name]
    assert indicators(one_stay(*facts)) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (("1960-01-01", "I10", None, "1", None), "07 90 92"),
        (("1960-01-01", "I10", "N185", "1", "031509D"), "07 90 92"),
        (("1960-01-01", "I10", "I129", "1", "031509D"), ""),
        (("1960-01-01", "I5023", None, "1", "0210083"), ""),
        (("1960-01-01", "J440", None, "1", None), "05 90 92"),
        (("1990-01-01", "J440", None, "1", None), ""),
        (("1960-01-01", "E119", None, "1", None), ""),
    ],
)
def test_exclusions_need_their_full_condition(facts, expected):
    assert indicators(one_stay(*facts)) == expected


@pytest.mark.parametrize(("birth", "expected"), [("1903-06-16", "08 90 92"), ("1903-06-15", "")])
def test_an_age_above_120_is_not_known_and_its_stay_not_judged(birth, expected):
    """Months of such a person are in no denominator either."""
    assert indicators(one_stay(birth, "I5023", None, "1", None)) == expected


def test_only_the_first_stay_of_an_episode_counts():
    bench = hospital("""
        claim_key | person_id | facility | claim_start_date | claim_end_date | principal_dx
        1 | 1 | 1 | 2024-06-15 | 2024-06-16 | I5023
        2 | 1 | 2 | 2024-06-16 | 2024-06-18 | I5023
        """)
    bench.con.execute("INSERT INTO person (person_id, birth_date, sex) VALUES (1, '1950-01-01', 'male')")
    bench.con.execute(
        "INSERT INTO service_diagnosis SELECT k, 1, 1, 'I5023', 'icd-10-cm', '2024-06-15' FROM range(1, 3) AS r(k)"
    )
    bench.run(*STAYS)
    assert bench.lines("SELECT pqi_08, transfer_in FROM stay_base ORDER BY admit_date") == ["1 | 0", "0 | 1"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE person SET sex = 'unknown'",
        "UPDATE person SET birth_date = NULL",
        "UPDATE claim_header SET drg_code = '999'",
        "UPDATE service_diagnosis SET code_system = 'icd-9-cm'",
    ],
)
def test_a_stay_that_cannot_be_judged_is_no_indicator(change):
    bench = one_stay("1960-01-01", "I5023", None, "1", None)
    assert indicators(bench) == "08 90 92"
    bench.con.execute(change)
    assert indicators(bench.run(*STAYS)) == ""
