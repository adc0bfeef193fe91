from datetime import date

import pytest

from firstcontact.engine.definition import BaseMeasure
from firstcontact.engine.definitions import catalogue, find
from firstcontact.engine.linter import lint, lint_sql
from firstcontact.engine.words import new_measure
from firstcontact.workspace import Workspace

SQL = """SELECT m.person_id AS unit_id, m.year_start AS period, {0} AS numerator, 1 AS denominator
FROM person_year AS m {1}"""


def problems(expression: str = "1", rest: str = "", sql: str | None = None, **changes: object) -> str:
    meta = find(catalogue(), "any_primary_care_visit").meta
    assert isinstance(meta, BaseMeasure)
    read = changes.pop("reads", ["person_year"])
    return "\n".join(
        lint_sql(
            sql or SQL.format(expression, rest), meta.model_copy(update={"reads": read, "parameters": [], **changes})
        )
    )


def test_shipped_definitions_are_sound() -> None:
    assert lint() == []


def test_a_draft_of_a_workspace_is_sound(workspace: Workspace) -> None:
    new_measure(workspace, "own_visits", "performance", date(2026, 5, 1))
    assert lint(workspace) == []


def test_a_sound_query_has_no_problem() -> None:
    assert problems("CASE WHEN m.medical_months > 3 THEN 1 ELSE 0 END", "WHERE m.medical_months >= 11") == ""


@pytest.mark.parametrize(
    ("expression", "rest", "sentence"),
    [
        ("date_diff('month', m.year_start, m.year_start)", "", "DATE_DIFF: count months as year * 12 + month"),
        ("m.medical_months / 12", "", "divides without CAST(.. AS DOUBLE)"),
        ("CAST(1 AS DOUBLE) / m.medical_months", "", "divides without NULLIF"),
        ("arg_max(m.medical_months, m.pharmacy_months)", "GROUP BY ALL", "ARG_MAX: it treats NULL differently"),
        (
            "AVG(m.medical_months)",
            "GROUP BY m.person_id, m.year_start",
            "engines round the mean of a DECIMAL differently",
        ),
        ("dayofweek(m.year_start)", "", "engines number the days differently"),
        ("date_part('dow', m.year_start)", "", "engines number days"),
        (
            "CASE WHEN m.year_start + INTERVAL 1 DAY > m.year_start THEN 1 ELSE 0 END",
            "",
            "adds an interval without a cast back",
        ),
        ("quantile_cont(m.medical_months, 0.5)", "", "engines interpolate differently"),
        ("median(m.medical_months)", "", "engines interpolate differently"),
        ("hash(m.person_id)", "", "engines hash differently"),
        ("random()", "", "a measure gives the same result each time"),
        ("m.no_such_column", "", "no_such_column"),
        ("1", "LIMIT 3", "uses LIMIT in the outer SELECT"),
        ("1", "ORDER BY 1", "uses ORDER BY in the outer SELECT"),
        ("{{ value }}", "", "holds templating"),
        ("?", "", "holds templating"),
        (
            "(SELECT CAST(value AS INTEGER) FROM parameter WHERE name = 'min_months')",
            "",
            "reads parameter 'min_months', which parameters: of the YAML does not name",
        ),
        (
            "(SELECT value FROM variant WHERE name = 'kind')",
            "",
            "reads variant 'kind', which variants: of the YAML does not name",
        ),
        (
            "1",
            "WHERE m.person_id IN (SELECT code FROM codelist WHERE list = 'x')",
            "reads codelist 'x', which codelists: of the YAML does not name",
        ),
        (
            "1",
            "JOIN codelist AS c ON c.code = m.line_of_business",
            "joins codelist: a code that is listed twice would count twice",
        ),
        (
            "COUNT(v.visit_id)",
            "LEFT JOIN visit AS v ON v.person_id = m.person_id GROUP BY ALL",
            "reads visit, but reads: names person_year",
        ),
        ("1", "JOIN generate_series(1, 3) AS g(i) ON TRUE", "GENERATE_SERIES: use the table calendar_month"),
        ("1", "ASOF JOIN person_year AS n ON n.year_start >= m.year_start", "uses an ASOF join"),
    ],
)
def test_what_could_differ_is_refused(expression: str, rest: str, sentence: str) -> None:
    assert sentence in problems(expression, rest)


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("SELECT * FROM person_year", "returns"),
        (
            "SELECT 1 AS unit_id, 2 AS period, 3 AS numerator, 4 AS denominator, 5 AS extra FROM person_year",
            "returns exactly unit_id, period",
        ),
        ("SELECT COLUMNS('x') FROM person_year", "returns"),
        ("SELECT 1; SELECT 2", "is not one SELECT"),
        ("DELETE FROM person_year", "is not one SELECT"),
        ("SELECT person_id AS unit_id FROM", "Correct the SQL there"),
        (
            "WITH x AS (SELECT * FROM person_year) SELECT person_id AS unit_id, year_start AS period, 1 AS "
            "numerator, 1 AS denominator FROM x",
            "uses WITH",
        ),
        (
            "SELECT a AS unit_id, b AS period, 1 AS numerator, 1 AS denominator FROM read_csv('x')",
            "a measure reads core tables only",
        ),
        (
            "SELECT a AS unit_id, b AS period, 1 AS numerator, 1 AS denominator FROM secrets",
            "reads secrets, which is not a core table",
        ),
        (
            "SELECT person_id AS unit_id, year_start AS period, 1 AS numerator, 1 AS denominator FROM person_year "
            "UNION SELECT person_id AS unit_id, year_start AS period, 1 AS numerator, 1 AS denominator FROM "
            "person_year",
            "write UNION ALL",
        ),
    ],
)
def test_other_statements_are_refused(sql: str, sentence: str) -> None:
    assert sentence in problems(sql=sql)


def test_a_table_that_is_never_read_is_named() -> None:
    assert "never reads visit, which reads: names" in problems(reads=["person_year", "visit"])


def test_a_division_that_is_guarded_passes() -> None:
    assert (
        problems(
            "CAST(CAST(m.medical_months AS DOUBLE) / NULLIF(CAST(m.pharmacy_months AS DOUBLE), 0) AS DECIMAL(18,12))"
        )
        == ""
    )


def test_an_unknown_column_is_named_with_its_line_and_the_nearest() -> None:
    found = problems("CASE WHEN m.med_months > 3 THEN 1 ELSE 0 END")
    assert found.startswith(
        "line 1: there is no column 'med_months' in the tables of that SELECT; the nearest is medical_months."
    )
    assert "'firstcontact core show person_year' prints the columns." in found


def test_a_column_of_another_table_is_named_with_the_line_of_its_use() -> None:
    sql = """SELECT m.person_id AS unit_id, m.year_start AS period, v.lines AS numerator, 1 AS denominator
    FROM person_year AS m
    JOIN (SELECT person_id, year_start, COUNT(*) AS lines FROM service_line GROUP BY ALL) AS v
      ON v.person_id = m.person_id"""
    found = problems(sql=sql, reads=["person_year", "service_line"])
    assert "line 3: there is no column 'year_start' in the tables of that SELECT" in found
    assert "the nearest is year_start" not in found


def test_an_unknown_table_is_named_with_the_nearest() -> None:
    assert "reads visits, which is not a core table; the nearest is visit." in problems(
        rest="JOIN visits AS v ON v.person_id = m.person_id"
    )


def test_a_code_list_that_does_not_exist_is_a_problem(workspace: Workspace) -> None:
    draft = new_measure(workspace, "own_visits", "performance", date(2026, 5, 1))[0]
    draft.write_text(draft.read_text().replace("codelists: []", "codelists: [own_list]"))
    where = "definitions/measures/performance/own_visits.yaml"
    assert lint(workspace)[0].startswith(f"{where}: codelists: there is no code list 'own_list'")
    (workspace.definitions / "codelists").mkdir()
    file = workspace.definitions / "codelists" / "own.csv"
    file.write_text("list,code,code_system,valid_from,valid_to,label,source\nown_list,99213,hcpcs,,,Visit,own\n")
    assert lint(workspace) == []


def test_the_lint_also_reads_lists_parameters_and_packs_of_the_workspace(workspace: Workspace) -> None:
    (workspace.definitions / "codelists").mkdir(parents=True)
    (workspace.definitions / "codelists" / "own.csv").write_text("list,code\n")
    assert "own.csv line 1: the header is list,code" in lint(workspace)[0]
