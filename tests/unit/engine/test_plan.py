import pytest

from firstcontact.engine.bind import Parameters, bind, parse
from firstcontact.engine.branch import is_zero_or_one, is_zero_without, read_branch
from firstcontact.engine.plan import Counted, Plan, make_plan

VISITS = """LEFT JOIN (SELECT coverage_id, month, COUNT(*) AS n FROM visit
           WHERE in_month GROUP BY coverage_id, month) AS {0}
  ON {0}.coverage_id = m.coverage_id AND {0}.month = m.month"""
MONTHS = """SELECT m.coverage_id AS unit_id, m.month AS period, {0} AS numerator, m.months AS denominator
FROM person_month AS m {1} WHERE {2}"""
ONES = "SELECT m.{0} AS unit_id, m.month AS period, 1 AS numerator, 1 AS denominator FROM person_month AS m"


def counted(
    name: str, sql: str, unit: str = "coverage", window: str = "month", rows: tuple = ("year",), kind: str = "count"
) -> Counted:
    branches = bind(parse(sql), {}, Parameters({}), [])
    return Counted(name, tuple(read_branch(b, name, unit, window) for b in branches), rows, kind)


def months(
    name: str, numerator: str = "COALESCE(v.n, 0)", join: str = "v", where: str = "m.is_counted", **more: object
) -> Counted:
    return counted(name, MONTHS.format(numerator, VISITS.format(join), where), **more)


def sources(plan: Plan) -> list[tuple[str, str | None]]:
    return [(s.driver, s.matched and "matched") for b in plan.bundles for s in b.scans]


def test_results_over_one_table_share_its_scan_whatever_their_conditions() -> None:
    plan = make_plan([months("a", kind="ratio"), months("b", kind="ratio", where="m.is_counted AND m.medical")])
    assert sources(plan) == [("person_month", None)]
    scan = plan.bundles[0].scans[0]
    assert scan.where == "(u.is_counted) OR (u.is_counted AND u.medical)"


def test_equal_joins_are_written_once_whatever_they_are_called() -> None:
    plan = make_plan([months("a", kind="ratio"), months("b", "COALESCE(w.n, 0) + 1", "w", kind="ratio")])
    assert len(plan.bundles[0].scans[0].joins) == 1


def test_equal_expressions_are_counted_once() -> None:
    plan = make_plan([months("a", kind="ratio"), months("b", kind="ratio")])
    assert len(plan.bundles[0].columns) == 2
    assert plan.parts["a"] == plan.parts["b"]


def test_numbers_that_are_zero_without_a_match_read_only_matching_rows() -> None:
    plan = make_plan([months("a")])
    assert sorted(sources(plan), key=str) == [("person_month", "matched"), ("person_month", None)]
    matched = next(s for b in plan.bundles for s in b.scans if s.matched)
    assert "LEFT JOIN" not in matched.body({"c1": "1"})


def test_a_ratio_keeps_both_sides_together_so_that_each_unit_can_be_checked() -> None:
    (part,) = make_plan([months("a", kind="ratio")]).parts["a"]
    assert part.numerator[0] == part.denominator[0]


def test_a_join_that_may_double_rows_is_a_scan_of_its_own() -> None:
    free = ONES.format("coverage_id") + " LEFT JOIN visit AS v ON v.person_id = m.person_id"
    plan = make_plan([months("a", kind="ratio"), counted("b", free, kind="ratio")])
    assert len(plan.bundles) == 2
    assert plan.bundles[1].scans[0].certain is False


def test_grouped_queries_that_differ_only_in_what_they_count_share_a_statement() -> None:
    sql = """SELECT p.payment_id AS unit_id, p.year_start AS period, SUM({0}) AS numerator, SUM(p.amount) AS denominator
             FROM payment AS p GROUP BY p.payment_id, p.year_start"""
    one = counted("a", sql.format("p.amount"), "payment", "year", kind="money")
    other = counted("b", sql.format("p.primary_care_amount"), "payment", "year", kind="money")
    plan = make_plan([one, other])
    assert len(plan.bundles) == 1
    scan = plan.bundles[0].scans[0]
    assert scan.certain
    assert scan.body({"c1": "SUM(u.amount)"}).count("FROM") == 1


def test_people_and_coverage_of_a_month_share_the_scan_and_keep_their_cells() -> None:
    person = ONES.format("person_id") + " WHERE m.is_primary"
    plan = make_plan([months("a", "1", kind="ratio"), counted("b", person, "person", kind="ratio")])
    assert len(plan.bundles) == 1
    assert "u.cell_key" in plan.bundles[0].scans[0].body({"c1": "1"})


def test_a_person_without_is_primary_takes_the_cell_by_join() -> None:
    person = ONES.format("person_id")
    (bundle,) = make_plan([counted("b", person, "person", kind="ratio")]).bundles
    assert bundle.scans[0].direct is False


def test_each_alone_when_nothing_is_merged() -> None:
    plan = make_plan([months("a"), months("b")], merge=False)
    assert len(plan.bundles) == 2


def test_explain_lists_the_results_that_share_a_scan() -> None:
    text = make_plan([months("a", kind="ratio"), months("b", kind="ratio")]).explain()
    assert text.splitlines()[0] == "2 results, 1 scans"
    assert "scan of person_month by month (year rows), 1 joins:\n  a\n  b" in text


@pytest.mark.parametrize(
    ("sql", "zero"),
    [
        ("COALESCE(j.n, 0)", True),
        ("COALESCE(j.n, 0) - COALESCE(j.m, 0)", True),
        ("CASE WHEN j.n > 3 THEN 1 ELSE 0 END", True),
        ("CASE WHEN u.x THEN COALESCE(j.n, 0) ELSE 0 END", True),
        ("CAST(COALESCE(j.n, 0) AS DECIMAL(18,6))", True),
        ("COALESCE(j.n, 1)", False),
        ("COALESCE(j.n, 0) + u.x", False),
        ("CASE WHEN COALESCE(j.n, 0) = 0 THEN 1 ELSE 0 END", False),
    ],
)
def test_what_is_zero_without_a_match(sql: str, zero: bool) -> None:
    select = parse(f"SELECT {sql} AS x FROM u LEFT JOIN j ON j.k = u.k")
    assert is_zero_without(select.expressions[0].unalias(), "j") is zero


@pytest.mark.parametrize(
    ("sql", "unit"), [("1", True), ("CASE WHEN u.x THEN 1 ELSE 0 END", True), ("2", False), ("u.x", False)]
)
def test_denominators_that_count_each_unit_once(sql: str, unit: bool) -> None:
    assert is_zero_or_one(parse(f"SELECT {sql} AS x FROM u").expressions[0].unalias()) is unit
