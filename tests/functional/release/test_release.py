"""From a run folder to a live release, by the steps and in one go."""

import json
import os

import pyarrow.parquet as pq
import pytest

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.release import STEPS, Candidate, ReleaseStateError, release, step, switch, verify
from firstcontact.release.ledger import entries
from firstcontact.release.manifest import read_manifest
from firstcontact.release.reader import Reader
from support.run_folder import MEASURE, workspace, write_run

BUILT = "2026-11-21T12:00:00Z"


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """A workspace with one live release."""
    ws = workspace(tmp_path_factory.mktemp("live"), languages=("en", "es", "pt"))
    write_run(ws)
    report = release(ws, built_at=BUILT)
    return ws, report


def test_one_command_ends_with_a_live_release_that_verifies(live):
    ws, report = live
    assert (report.release, report.new, report.live) == ("2024-r1", True, True)
    assert "It is live." in report.text()
    assert os.readlink(ws.releases / "current") == "2024-r1"
    assert verify(ws).ok


def test_the_manifest_says_what_the_release_was_made_of(live):
    ws, _ = live
    manifest = read_manifest(ws.releases / "2024-r1")
    assert manifest["release"] == "2024-r1"
    assert manifest["periods"] == [{"start": f"{y}-01-01", "end": f"{y}-12-31"} for y in (2023, 2024)]
    assert manifest["inputs"] == [{"name": "claims", "sha256": "ab" * 32, "rows": 1200}]
    assert (manifest["built_at"], manifest["languages"]) == (BUILT, ["en", "es", "pt"])
    assert manifest["supersedes"] is None
    assert all(len(manifest[k]) == 64 for k in ("policy_sha256", "texts_sha256", "measures_sha256", "sums_sha256"))


def test_nothing_private_is_in_the_release(live):
    ws, _ = live
    names = {p.name for p in (ws.releases / "2024-r1").rglob("*")}
    assert not names & {"protected.parquet", "audit.json", "gate.json", "state.json", "public.parquet"}
    assert (ws.private / "releases" / "2024-r1" / "protected.parquet").exists()


@pytest.mark.promise("P04")
def test_every_check_of_the_gate_passed_or_is_not_required_in_this_mode(live):
    ws, report = live
    checks = {c.id: c.state for c in report.checks}
    assert list(checks) == [f"G{n:02d}" for n in range(1, 21)]
    assert {i for i, state in checks.items() if state == "not_required"} <= {
        "G02",
        "G03",
        "G08",
        "G09",
        "G10",
        "G15",
        "G18",
        "G20",
    }
    written = json.loads((ws.private / "releases" / "2024-r1" / "gate.json").read_text())
    assert [c["id"] for c in written] == list(checks)
    assert "failed" not in checks.values()


def test_the_same_run_makes_no_second_release(live):
    ws, _ = live
    again = release(ws)
    assert not again.new
    assert "Nothing changed" in again.text()
    assert [p.name for p in ws.releases.glob("2024-*")] == ["2024-r1"]


def test_steps_of_the_command_line_answer_in_words_and_records(live):
    ws, _ = live
    assert step(ws, "verify").ok
    assert step(ws, "check").record["rows"] == pq.read_table(ws.results / "r000000000001" / "results.parquet").num_rows
    assert [e["release"] for e in step(ws, "ledger").record["entries"]] == ["2024-r1"]
    with pytest.raises(UsageError, match="is not a step"):
        step(ws, "publish")


def test_other_numbers_make_the_next_release_and_the_old_one_keeps_its_address(tmp_path):
    ws = workspace(tmp_path)
    write_run(ws)
    release(ws, built_at=BUILT)
    write_run(ws, seed=2, run_id="r000000000002")
    report = release(ws, built_at=BUILT)
    assert (report.release, os.readlink(ws.releases / "current")) == ("2024-r2", "2024-r2")
    assert read_manifest(ws.releases / "2024-r2")["supersedes"] == "2024-r1"
    assert Candidate.open(ws, "2024-r1").state.now == "superseded"
    chain = entries(ws)
    assert [e["release"] for e in chain] == ["2024-r1", "2024-r2"]
    reader = Reader(ws.releases)
    for url in (ws.releases / "2024-r1" / "urls.txt").read_text().splitlines():
        if url.startswith("/en/"):
            assert reader.resolve(url.replace("/en/", "/en/release/2024-r1/", 1)), url
    rows = reader.current().rows(MEASURE)
    assert {r["first_release"] for r in rows} == {"2024-r1"}
    assert "2024-r2" in {r["changed_in"] for r in rows}


def test_the_steps_one_by_one_end_where_the_one_command_ends(tmp_path):
    ws = workspace(tmp_path / "steps")
    write_run(ws)
    os.environ["SOURCE_DATE_EPOCH"] = "1795262400"
    try:
        for name in STEPS:
            if name != "verify":
                assert step(ws, name).ok, name
        other = workspace(tmp_path / "once")
        write_run(other)
        release(other)
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
    sums = [(w.releases / "2024-r1" / "SHA256SUMS").read_bytes() for w in (ws, other)]
    assert sums[0] == sums[1]


def test_a_coalition_stops_after_the_seal(tmp_path):
    ws = workspace(tmp_path, mode="coalition")
    write_run(ws)
    report = release(ws, built_at=BUILT)
    assert not report.live
    assert "It is sealed and not live: in mode coalition a preview" in report.text()
    assert not (ws.releases / "current").exists()
    with pytest.raises(ReleaseStateError, match="Missing: preview of at least 30 days"):
        switch(Candidate.open(ws, "2024-r1"))


@pytest.mark.promise("P04")
def test_a_release_changed_by_hand_cannot_pass_the_gate(tmp_path):
    ws = workspace(tmp_path, mode="coalition")
    write_run(ws)
    release(ws, built_at=BUILT)
    page = next((ws.releases / "2024-r1" / "site" / "en").glob("practice/p1/index.html"))
    page.chmod(0o644)
    page.write_text(page.read_text().replace('<data value="', '<data value="9'))
    open_mode = workspace(tmp_path, mode="open")
    with pytest.raises(FirstContactError) as error:
        step(open_mode, "gate")
    assert "G01 failed" in str(error.value)
    assert "G06 failed" in str(error.value)
    assert "Release 2024-r1 stays unpublished." in str(error.value)


def test_rows_with_errors_are_refused(tmp_path):
    ws = workspace(tmp_path)
    run = write_run(ws)
    path = ws.results / run / "results.parquet"
    rows = pq.read_table(path).to_pylist()
    rows[0]["status"] = "error"
    pq.write_table(pq.read_table(path).from_pylist(rows, pq.read_schema(path)), path)
    with pytest.raises(FirstContactError, match="have the status 'error', first of measure 'any_primary_care_visit'"):
        release(ws)
    assert not list(ws.releases.glob("2024-*"))


def test_without_results_the_sentence_says_what_to_do(tmp_path):
    with pytest.raises(FirstContactError, match="run 'firstcontact measure' first"):
        release(workspace(tmp_path))


def test_an_edited_ledger_is_found(live, tmp_path):
    ws = workspace(tmp_path)
    line = json.dumps({"release": "2024-r1", "before": "x"})
    (ws.private).mkdir()
    (ws.private / "ledger.jsonl").write_text(line + "\n")
    with pytest.raises(FirstContactError, match="does not follow"):
        entries(ws)
