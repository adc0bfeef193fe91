"""ed_visit: joining of days and claims, what became of the visit, and the fractional weights of avoidable-use.md."""

from decimal import Decimal

import pytest

from support.core_steps import Bench

VISITS = ("ed_weight", "ed_day", "ed_arrival", "ed_visit_base")
WEIGHTS = ("non_emergent", "primary_care_treatable", "emergent_avoidable", "emergent_unavoidable")
# diagnosis -> non-emergent, primary care treatable, avoidable, unavoidable, other
EXAMPLE = {
    "H9209": ("0.8", "0.1", "0", "0.1", None),
    "L509": ("0.875", "0.125", "0", "0", None),
    "L0390": ("0", "0.661972", "0.338028", "0", None),
    "S61219A": ("0", "0", "0", "0", "injury"),
    "F1020": ("0", "0", "0", "0", "alcohol"),
    "U071": ("0", "0", "0", "0", "unclassified"),
}


def emergency(lines: str, headers: str = "claim_key\n", stays: str = "stay_id\n", **parameters: str) -> Bench:
    """Emergency lines: of institutions by revenue code, of professionals by a service at an emergency place."""
    bench = Bench(**parameters).codelists().empty("service_diagnosis", "claim_header")
    bench.create("stay_base", {"stay_id": "BIGINT", "person_id": "INTEGER", "admit_date": "DATE"})
    bench.give("service_line", lines)
    bench.con.execute("""
        UPDATE service_line SET claim_type = COALESCE(claim_type, 'institutional'),
            is_ed_revenue = COALESCE(is_ed_revenue, claim_type IS DISTINCT FROM 'professional'),
            is_ed_service = COALESCE(is_ed_service, claim_type IS NOT DISTINCT FROM 'professional'),
            pos_group = COALESCE(pos_group, CASE WHEN claim_type = 'professional' THEN 'emergency' END)""")
    bench.con.execute("""
        INSERT INTO claim_header (claim_key, person_id, claim_type, claim_start_date)
        SELECT claim_key, MIN(person_id), MIN(claim_type), MIN(service_date) FROM service_line GROUP BY claim_key""")
    return bench


def diagnose(bench: Bench, claim: int, code: str, system: str = "icd-10-cm") -> None:
    bench.con.execute("INSERT INTO service_diagnosis VALUES (?, 1, 1, ?, ?, '2024-05-01')", [claim, code, system])


def header(bench: Bench, claim: int, **facts: object) -> None:
    for column, value in facts.items():
        bench.con.execute(f"UPDATE claim_header SET {column} = ? WHERE claim_key = ?", [value, claim])


def one_visit(code: str | None, **parameters: str) -> Bench:
    bench = emergency("claim_key | person_id | service_date\n1 | 1 | 2024-05-01", **parameters)
    if code:
        diagnose(bench, 1, code)
    return bench.run(*VISITS)


@pytest.mark.parametrize("code", EXAMPLE)
def test_the_weights_of_the_worked_example(code):
    *expected, other = EXAMPLE[code]
    bench = one_visit(code)
    assert bench.read(f"SELECT {', '.join(WEIGHTS)} FROM ed_visit_base") == [tuple(Decimal(w) for w in expected)]
    special = bench.read("SELECT mental_health, substance_use, alcohol, injury, unclassified FROM ed_visit_base")[0]
    assert sum(special) == (1 if other else 0)
    if other:
        assert bench.read(f"SELECT {other} FROM ed_visit_base") == [(1,)]


def test_the_weights_of_the_worked_example_add_up_to_its_six_visits():
    bench = emergency(
        "claim_key | person_id | service_date\n" + "\n".join(f"{i} | {i} | 2024-05-01" for i in range(1, 8))
    )
    for claim, code in enumerate([*EXAMPLE, "A084"], start=1):
        diagnose(bench, claim, code)
    bench.con.execute("INSERT INTO stay_base VALUES (1, 7, '2024-05-02')")
    bench.run(*VISITS)
    totals = bench.read("""
        SELECT COUNT(*), SUM(primary_care_treatable), SUM(non_emergent + primary_care_treatable + emergent_avoidable),
               SUM(non_emergent + primary_care_treatable + emergent_avoidable + emergent_unavoidable
                   + mental_health + substance_use + alcohol + injury + unclassified)
        FROM ed_visit_base WHERE treat_and_release""")
    assert totals == [(6, Decimal("0.886972"), Decimal("2.900000"), Decimal("6.000000"))]


def test_a_visit_without_a_diagnosis_is_unclassified():
    assert one_visit(None).lines("SELECT principal_dx, unclassified FROM ed_visit_base") == [" | 1.000000"]


@pytest.mark.parametrize(("prefix_match", "expected"), [("false", "1.000000"), ("true", "0.000000")])
def test_a_code_that_is_absent_may_take_the_mean_of_its_stem(prefix_match, expected):
    bench = one_visit("S6121ZZ", prefix_match=prefix_match)
    assert bench.lines("SELECT unclassified FROM ed_visit_base") == [expected]


def test_a_code_of_the_other_edition_does_not_match():
    bench = emergency("claim_key | person_id | service_date\n1 | 1 | 2024-05-01")
    diagnose(bench, 1, "L509", "icd-9-cm")
    assert bench.run(*VISITS).lines("SELECT unclassified FROM ed_visit_base") == ["1.000000"]


def test_two_facilities_on_one_date_are_one_visit_of_the_smallest_claim():
    bench = emergency("claim_key | person_id | service_date\n1 | 1 | 2024-05-01\n2 | 1 | 2024-05-01")
    header(bench, 1, facility=8, payer=3)
    header(bench, 2, facility=5, payer=4)
    assert bench.run(*VISITS).lines("SELECT facility, payer, source FROM ed_visit_base") == ["8 | 3 | facility"]


def test_a_claim_that_runs_over_midnight_is_one_visit():
    bench = emergency("claim_key | person_id | service_date\n1 | 1 | 2024-05-01\n1 | 1 | 2024-05-02").run(*VISITS)
    assert bench.lines("SELECT service_date FROM ed_visit_base") == ["2024-05-01"]


def test_a_clinicians_line_of_the_next_day_joins_the_visit():
    bench = emergency("""
        claim_key | person_id | service_date | claim_type
        1 | 1 | 2024-05-01 | institutional
        2 | 1 | 2024-05-02 | professional
        """).run(*VISITS)
    assert bench.lines("SELECT service_date, source FROM ed_visit_base") == ["2024-05-01 | facility"]


def test_a_new_claim_of_the_next_day_is_a_new_visit():
    bench = emergency("claim_key | person_id | service_date\n1 | 1 | 2024-05-01\n2 | 1 | 2024-05-02").run(*VISITS)
    assert bench.lines("SELECT ed_visit_id, service_date FROM ed_visit_base") == [
        "1000001 | 2024-05-01",
        "1000002 | 2024-05-02",
    ]


def test_a_professional_line_counts_only_at_an_emergency_place():
    bench = emergency("""
        claim_key | person_id | service_date | claim_type | pos_group
        1 | 1 | 2024-05-01 | professional | emergency
        2 | 2 | 2024-05-01 | professional | office
        """).run(*VISITS)
    assert bench.lines("SELECT person_id, source, facility FROM ed_visit_base") == ["1 | professional_only | "]


@pytest.mark.parametrize(
    ("admit", "admitted"),
    [
        ("2024-04-30", "0"),
        ("2024-05-01", "1"),
        ("2024-05-02", "1"),
        ("2024-05-03", "0"),
    ],
)
def test_admitted_is_a_stay_that_starts_that_day_or_the_next(admit, admitted):
    bench = emergency("claim_key | person_id | service_date\n1 | 1 | 2024-05-01")
    bench.con.execute("INSERT INTO stay_base VALUES (1, 1, ?)", [admit])
    rows = bench.run(*VISITS).lines("SELECT admitted, treat_and_release FROM ed_visit_base")
    assert rows == [f"{admitted} | {1 - int(admitted)}"]


def test_a_death_at_the_hospital_is_no_treat_and_release():
    bench = emergency("claim_key | person_id | service_date\n1 | 1 | 2024-05-01")
    header(bench, 1, discharge_disposition_code="20")
    assert bench.run(*VISITS).lines("SELECT admitted, treat_and_release FROM ed_visit_base") == ["0 | 0"]


@pytest.mark.parametrize(("second_day", "released"), [("2024-05-01", "1"), ("2024-05-02", "0")])
def test_observation_on_two_dates_is_no_treat_and_release(second_day, released):
    bench = emergency(f"""
        claim_key | person_id | service_date | is_ed_revenue | is_observation
        1 | 1 | 2024-05-01 | true | false
        1 | 1 | 2024-05-01 | false | true
        1 | 1 | {second_day} | false | true
        """).run(*VISITS)
    assert bench.lines("SELECT treat_and_release FROM ed_visit_base") == [released]


def test_the_run_prints_how_many_visits_that_ended_at_home_are_unclassified():
    """Of 2023 an injury and an unknown code; not the admitted visit, the one without coverage, nor another year."""
    bench = Bench().empty("measured_period")
    bench.con.execute("INSERT INTO measured_period VALUES ('2023-01-01', '2023-12-31')")
    bench.give(
        "ed_visit",
        """
        year_start | treat_and_release | in_month | injury | unclassified
        2023-01-01 | true  | true  | 1 | 0
        2023-01-01 | true  | true  | 0 | 1
        2023-01-01 | false | true  | 0 | 1
        2023-01-01 | true  | false | 0 | 1
        2022-01-01 | true  | true  | 0 | 1
        """,
    )
    part = next(p for p in bench.steps["note_part"].sql.split("UNION ALL") if "'ed_unclassified'" in p)
    assert bench.read(part) == [("ed_unclassified", "2023", 2, Decimal(1))]
