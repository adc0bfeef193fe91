"""Attribution: which roster row speaks for a person on the last day of a year."""

from support.attribution_case import MEMBERS, Case


def test_a_roster_clinician_brings_the_practice_with_the_larger_part_of_full_time_then_the_smaller_id():
    case = Case(
        members=MEMBERS,
        roster="""
        person_id | payer | line_of_business | start_date | npi | practice_id | basis
        p1 | A | commercial | 2022-01-01 | n2 | | selected
        p2 | A | commercial | 2022-01-01 | n4 | | selected
        p3 | A | commercial | 2022-01-01 | | k2 | contract
        """,
    ).run("plurality_2y_visits")
    rows = case.lines("""
        SELECT person_id, practice_id, clinician_npi FROM attribution
        WHERE year_start = '2024-01-01' AND method = 'roster' ORDER BY person_id""")
    assert rows == ["1 | 2 | 2", "2 | 1 | 4", "3 | 2 | "]


def test_of_several_roster_rows_the_basis_decides_then_the_latest_start():
    case = Case(
        roster="""
        person_id | payer | line_of_business | start_date | end_date | npi | basis
        p1 | A | commercial | 2024-06-01 | | n3 | contract
        p1 | A | commercial | 2022-01-01 | | n1 | assigned
        p1 | A | commercial | 2023-01-01 | | n2 | assigned
        p1 | A | commercial | 2023-01-01 | 2024-12-30 | n4 | selected
        """
    ).run("plurality_2y_visits")
    assert case.lines()[0].startswith("1 | 2 | roster")


def test_a_roster_clinician_who_left_or_is_not_known_is_skipped():
    case = Case(
        roster="""
        person_id | payer | line_of_business | start_date | npi | basis
        p1 | A | commercial | 2022-01-01 | n1 | selected
        p1 | A | commercial | 2022-01-01 | n2 | contract
        p2 | A | commercial | 2022-01-01 | n3 | selected
        """
    )
    case.bench.con.execute("UPDATE clinician SET deactivation_date = '2024-06-01' WHERE npi = 1")
    case.bench.con.execute("DELETE FROM clinician WHERE npi = 3")
    rows = case.run("plurality_2y_visits").lines()
    assert rows[0].startswith("1 | 2 | roster")
    assert rows[1].startswith("2 |  | none")


def test_the_payers_clinician_in_eligibility_is_a_roster_row():
    case = Case(
        people="""
        person_id | line_of_business | enrollment_start_date | enrollment_end_date | pcp_assignment_type | pcp_npi
        p1 | commercial | 2024-01-01 | 2024-12-31 | selected | n2
        p2 | commercial | 2024-01-01 | 2024-12-31 | none | n2
        p3 | commercial | 2024-01-01 | 2024-11-30 | assigned | n2
        """
    ).run("plurality_2y_visits")
    assert case.lines() == ["1 | 2 | roster |  |  | roster", "2 |  | none |  |  | ", "3 |  | none |  |  | "]


def test_each_line_of_business_has_its_own_roster_and_the_same_visits():
    case = (
        Case(
            people="""
        person_id | line_of_business | payer | enrollment_start_date | enrollment_end_date
        p1 | commercial | A | 2024-01-01 | 2024-06-30
        p1 | medicaid_managed | B | 2024-07-01 | 2024-12-31
        """,
            roster="""
        person_id | payer | line_of_business | start_date | npi | basis
        p1 | B | medicaid_managed | 2024-07-01 | n4 | assigned
        """,
        )
        .visits("person_id | clinician_npi | service_date\n1 | 1 | 2024-02-01")
        .run("plurality_2y_visits")
    )
    assert case.lines() == ["1 | 1 | visits | 0.666667 |  | score", "1 | 4 | roster |  |  | roster"]
