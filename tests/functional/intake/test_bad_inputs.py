"""Each of the 42 cases of the bad-input catalogue gets its verdict, its sentence, and a ledger that adds up."""

import csv

import pytest

from firstcontact.intake import Findings, ImportReport, check, import_batch
from firstcontact.intake.live import read_live
from support.bad_inputs.cases import CASES
from support.intake_files import rows_of, workspace
from support.shared import SHARED

CATALOGUE = SHARED / "specs" / "measures" / "bad_inputs.csv"


@pytest.fixture(params=sorted(CASES), ids=str)
def case(request):
    return CASES[request.param]


@pytest.fixture
def imported(case, tmp_path):
    ws = workspace(tmp_path)
    case.build(ws.inputs)
    report = import_batch(ws)
    if case.again is not None:
        case.again(ws.inputs)
        report = import_batch(ws)
    return ws, report


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the catalogue is not beside the repository (../shared/specs)")
def test_every_case_of_the_catalogue_has_a_file_and_the_verdict_of_the_catalogue():
    with CATALOGUE.open(newline="", encoding="utf-8") as file:
        wanted = {row["id"]: row["verdict"] for row in csv.DictReader(file)}
    assert {case.id: case.verdict for case in CASES.values()} == wanted


def test_the_verdict_is_given(case, imported):
    ws, report = imported
    assert VERDICTS[case.verdict](ws, report, case), [f.message for f in report.findings.sorted()]


def test_the_sentence_is_said(case, imported):
    _, report = imported
    assert not case.says or case.says in "\n".join(f.message for f in report.findings.rows)


def test_rows_in_are_loaded_or_quarantined_or_deduplicated(imported):
    ws, report = imported
    for row in report.ledger:
        assert row["rows"] == row["loaded"] + row["quarantined"] + row["deduplicated"]
        assert row["paid_in"] is None or row["paid_in"] == (
            row["paid_loaded"] + row["paid_quarantined"] + row["paid_deduplicated"]
        )
        stored = rows_of(ws, f"SELECT count(*) FROM in_{row['table']}")[0][0]
        assert stored == row["loaded"] + row["deduplicated"]


def test_nothing_of_a_refused_file_is_visible(case, imported):
    ws, report = imported
    if report.refused:
        assert read_live(ws.store).files == ()
        assert not list(ws.store.rglob("*.parquet"))


def test_check_agrees_with_import(case, tmp_path):
    ws = workspace(tmp_path)
    case.build(ws.inputs)
    found = check(ws)
    assert read_live(ws.store).files == ()
    assert found.sorted() == import_batch(ws).findings.sorted()


def test_no_person_level_value_is_in_a_finding(case, imported):
    _, report = imported
    shown = " ".join(f"{f.value} {f.message}" for f in report.findings.rows).split()
    assert not {"0001", "C1", "C2", "C3", "1980-02-29"} & set(shown)


def is_refused(ws, report: ImportReport, case) -> bool:
    return report.refused and not report.ledger


def is_accepted(ws, report: ImportReport, case) -> bool:
    return bool(report.ledger) and not report.refused and all(r["loaded"] == r["rows"] for r in report.ledger)


def is_flagged(ws, report: ImportReport, case) -> bool:
    return is_accepted(ws, report, case) and (bool(case.later) or has(report.findings, "flag", case.id))


def is_set_aside(ws, report: ImportReport, case) -> bool:
    """Only the bad rows are set aside; the others are loaded."""
    (row,) = report.ledger
    return has(report.findings, "quarantine_row", case.id) and row["quarantined"] > 0 and row["loaded"] > 0


def has(findings: Findings, severity: str, code: str) -> bool:
    return any(f.severity == severity and f.code == code for f in findings.rows)


def is_left_to_another_part(ws, report: ImportReport, case) -> bool:
    return bool(case.later) and is_accepted(ws, report, case)


VERDICTS = {
    "accept": is_accepted,
    "reject_file": is_refused,
    "quarantine_row": is_set_aside,
    "flag": is_flagged,
    "dedup": lambda ws, report, case: report.ledger[0]["deduplicated"] == 2 and report.ledger[0]["loaded"] == 2,
    "no_op": lambda ws, report, case: report.no_op and len(read_live(ws.store).files) == 1,
    "supersede": lambda ws, report, case: report.difference is not None and len(read_live(ws.store).files) == 1,
    "collapse": is_left_to_another_part,
    "merge": is_left_to_another_part,
    "status": is_left_to_another_part,
    "error": is_left_to_another_part,
}
