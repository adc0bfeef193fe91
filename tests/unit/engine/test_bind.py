from datetime import date

import pytest

from firstcontact.engine.bind import Dated, Parameters, bind, parse
from firstcontact.errors import FirstContactError

SQL = """
SELECT m.coverage_id AS unit_id, m.month AS period,
       CASE (SELECT value FROM variant WHERE name = 'part')
            WHEN 'medical' THEN COALESCE(s.medical, 0) ELSE COALESCE(s.pharmacy, 0) END AS numerator,
       CASE WHEN m.age BETWEEN (SELECT CAST(value AS INTEGER) FROM variant WHERE name = 'age_from') AND 64
            THEN 1 ELSE 0 END AS denominator
FROM person_month AS m LEFT JOIN spend_cube AS s ON s.coverage_id = m.coverage_id AND s.month = m.month
WHERE (SELECT CAST(value AS BOOLEAN) FROM parameter WHERE name = 'wide') OR m.medical
UNION ALL
SELECT p.payment_id AS unit_id, p.month AS period, p.amount AS numerator, 0 AS denominator
FROM payment AS p WHERE (SELECT value FROM variant WHERE name = 'scope') = 'all'
"""
VALUES = {"part": "medical", "age_from": "18", "scope": "claims"}


def bound(parameters: dict, **values: str) -> list[str]:
    return [b.sql("duckdb") for b in bind(parse(SQL), {**VALUES, **values}, Parameters.of(parameters), [])]


def test_values_become_constants_and_fold() -> None:
    (sql,) = bound({"wide": False})
    assert "COALESCE(s.medical, 0) AS numerator" in sql
    assert "m.age >= 18" in sql
    assert sql.endswith("WHERE m.medical")


def test_a_condition_that_is_always_true_goes_away() -> None:
    (sql,) = bound({"wide": True})
    assert "WHERE" not in sql


def test_a_dead_branch_is_dropped_and_a_live_one_kept() -> None:
    assert len(bound({"wide": True}, scope="claims")) == 1
    first, second = bound({"wide": True}, scope="all")
    assert "FROM person_month" in first
    assert (
        second == "SELECT p.payment_id AS unit_id, p.month AS period, p.amount AS numerator, 0 AS denominator "
        "FROM payment AS p"
    )


def test_a_missing_parameter_is_named() -> None:
    with pytest.raises(
        FirstContactError, match=r"There is no parameter 'wide'\. Add it to definitions/parameters\.csv"
    ):
        bound({})


def test_a_missing_variant_value_is_named() -> None:
    with pytest.raises(FirstContactError, match="variant value 'part'"):
        bind(parse(SQL), {}, Parameters.of({"wide": True}), [])


def test_a_parameter_holds_on_the_days_between_its_dates() -> None:
    rows = {"x": [Dated("1", None, date(2023, 12, 31)), Dated("2", date(2024, 1, 1), None)]}
    assert Parameters(rows).value("x", [date(2023, 1, 1)]) == "1"
    assert Parameters(rows).value("x", [date(2024, 1, 1)]) == "2"


def test_a_parameter_that_changes_within_the_run_is_refused() -> None:
    rows = {"x": [Dated("1", None, date(2023, 12, 31)), Dated("2", date(2024, 1, 1), None)]}
    with pytest.raises(FirstContactError, match=r"changes within the measured years \(1, 2\)"):
        Parameters(rows).value("x", [date(2023, 1, 1), date(2024, 1, 1)])


def test_two_rows_that_hold_at_once_are_an_error() -> None:
    rows = {"x": [Dated("1"), Dated("2", date(2024, 1, 1))]}
    with pytest.raises(FirstContactError, match="has 2 rows that hold on 2024-06-01"):
        Parameters(rows).value("x", [date(2024, 6, 1)])


def test_a_day_without_a_row_is_an_error() -> None:
    with pytest.raises(FirstContactError, match="has no row that holds on 2020-01-01"):
        Parameters({"x": [Dated("1", date(2024, 1, 1))]}).value("x", [date(2020, 1, 1)])
