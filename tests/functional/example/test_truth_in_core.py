"""What was planted comes out: the tables that measures read, built from the example's files, against its truth."""

from decimal import Decimal

import pytest

from firstcontact import intake
from firstcontact.core import build_core
from firstcontact.example import generate
from firstcontact.workspace import Workspace

PEOPLE = 1_500


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """The truth, the findings of intake, and a connection to the built core tables."""
    root = tmp_path_factory.mktemp("region")
    (root / "firstcontact.toml").write_text('[region]\nname = "Example Region"\n', encoding="utf-8")
    truth = generate(root / "inputs", people=PEOPLE, seed=3)
    ws = Workspace.open(root)
    report = intake.import_batch(ws)
    con = build_core(ws).connect()
    yield truth, report, con
    con.close()


def series(con, sql: str) -> dict:
    return dict(con.execute(sql).fetchall())


def by_month(con, source: str) -> dict[str, int]:
    return series(con, f"SELECT strftime(month, '%Y-%m'), COUNT(*) FROM {source} GROUP BY 1")


def by_year(con, source: str) -> dict[str, int]:
    return series(con, f"SELECT CAST(year(year_start) AS VARCHAR), COUNT(*) FROM {source} GROUP BY 1")


def nonzero(values: dict) -> dict:
    return {k: v for k, v in values.items() if v}


def flat(nested: dict) -> dict:
    return {(outer, inner): v for outer, values in nested.items() for inner, v in values.items()}


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("person_months", "person_month WHERE is_counted AND is_primary AND year(month) < 2026"),
        ("visits", "visit"),
        ("primary_care_visits", "visit WHERE is_primary_care"),
        ("primary_care_visits_covered", "visit WHERE is_primary_care AND in_month"),
        ("telehealth_visits_covered", "visit WHERE is_primary_care AND in_month AND is_telehealth"),
        ("wellness_visits", "visit WHERE is_wellness"),
        ("fills", "rx_fill WHERE in_month"),
        ("emergency_visits", "ed_visit"),
    ],
)
def test_counts_by_month(region, name, source):
    truth, _, con = region
    assert by_month(con, source) == nonzero(truth["by_month"][name])


@pytest.mark.parametrize(("name", "column"), [("coverage_months", "is_counted"), ("pharmacy_months", "pharmacy")])
def test_months_of_coverage_by_line_of_business(region, name, column):
    truth, _, con = region
    rows = con.execute(
        "SELECT CAST(line_of_business AS VARCHAR), CAST(year(month) AS VARCHAR), COUNT(*) FROM person_month "
        f"WHERE is_counted AND {column} AND year(month) < 2026 GROUP BY ALL"
    ).fetchall()
    assert {(lob, year): n for lob, year, n in rows} == nonzero(flat(truth[name]))


def test_stays(region):
    truth, _, con = region
    assert by_year(con, "stay") == truth["by_year"]["stays"]


@pytest.mark.parametrize(
    "name", [f"pqi_{n}" for n in ("01", "03", "05", "07", "08", "11", "12", "14", "15", "16", "90", "91", "92", "93")]
)
def test_averted_stays(region, name):
    truth, _, con = region
    assert by_year(con, f"stay WHERE {name} AND in_month") == nonzero(truth["by_year"][name])


@pytest.mark.parametrize(
    ("name", "value", "condition"),
    [
        ("emergency_visits", "COUNT(*)", "TRUE"),
        ("emergency_visits_home", "COUNT(*)", "treat_and_release"),
        (
            "emergency_treatable_millionths",
            "CAST(1000000 * SUM(primary_care_treatable) AS BIGINT)",
            "treat_and_release",
        ),
    ],
)
def test_emergency_visits_of_covered_people_by_year(region, name, value, condition):
    truth, _, con = region
    found = series(
        con, f"SELECT CAST(year(month) AS VARCHAR), {value} FROM ed_visit WHERE in_month AND {condition} GROUP BY 1"
    )
    years = ("2023", "2024", "2025")
    assert found == {y: sum(truth["by_quintile"][name][q][y] for q in truth["by_quintile"][name]) for y in years}


@pytest.mark.parametrize(
    ("part", "columns"),
    [
        ("inpatient", "inpatient"),
        ("long_term", "long_term"),
        ("outpatient_facility", "outpatient_facility"),
        ("professional", "professional_primary_care + professional_other"),
        ("pharmacy", "pharmacy"),
    ],
)
def test_dollars_by_part_to_the_cent(region, part, columns):
    truth, _, con = region
    keys = "CAST(line_of_business AS VARCHAR), CAST(year(month) AS VARCHAR)"
    rows = con.execute(f"SELECT {keys}, SUM({columns}) FROM spend_cube GROUP BY ALL").fetchall()
    planted = {key: Decimal(v) for key, v in flat(truth["spend"]["covered"][part]).items()}
    assert nonzero({(lob, year): v for lob, year, v in rows}) == nonzero(planted)


def test_hospitalists(region):
    truth, _, con = region
    found = by_year(con, "clinician_year WHERE is_hospitalist")
    assert nonzero(truth["by_year"]["hospitalists"]).items() <= found.items()


@pytest.mark.parametrize("table", ["medical_claim", "pharmacy_claim"])
def test_every_row_left_out_is_in_the_ledger_under_its_reason(region, table):
    truth, _, con = region
    found = series(con, f"SELECT reason, CAST(SUM(rows) AS BIGINT) FROM ledger WHERE table_name = '{table}' GROUP BY 1")
    planted = {k: v for k, v in truth["outcomes"][table].items() if k != "kept"}
    assert nonzero({k: v for k, v in found.items() if k in planted}) == nonzero(planted)


def test_rows_set_aside_by_column(region):
    truth, report, _ = region
    found: dict[str, dict[str, int]] = {}
    for row in report.findings.rows:
        if row.severity == "quarantine_row":
            table = row.file.split("/")[0]
            columns = found.setdefault(table, {})
            columns[row.column] = columns.get(row.column, 0) + row.count
    assert found == truth["set_aside"]


def test_dollars_outside_coverage_are_in_the_ledger(region):
    truth, _, con = region
    found = con.execute(
        "SELECT SUM(spend) FROM ledger WHERE reason = 'claims_without_enrolment' AND table_name = 'service_line'"
    ).fetchone()[0]
    assert found == sum(Decimal(v) for v in truth["spend"]["without_coverage"].values())
