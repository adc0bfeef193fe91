"""Frames read from the claims and the roster of a workspace."""

import pyarrow.parquet as pq
import pytest

from firstcontact.core import build_core
from firstcontact.workspace import Workspace
from support.command import firstcontact


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    root = tmp_path_factory.mktemp("region") / "R"
    firstcontact("new", root)
    firstcontact("example", "-w", root, "--people", "200")
    firstcontact("import", "-w", root)
    build_core(Workspace.open(root))
    return root


def frame(root, kind):
    said = firstcontact("survey", "frame", "--kind", kind, "--as-of", "2024-12-31", "-w", root).stdout
    return pq.read_table(root / "survey" / "frames" / f"{kind}_2024-12-31" / "frame_unit.parquet").to_pylist(), said


def test_practices_without_primary_care_clinicians_are_out_of_scope(region):
    units, said = frame(region, "practice")
    assert {u["exclusion"] for u in units if u["size_measure"] == 0} == {"not_primary_care"}
    assert all(u["in_scope"] for u in units if u["size_measure"] > 0)
    assert said.startswith(f"{len(units)} units = ")


def test_clinicians_stand_with_their_practice(region):
    practices = {u["unit_id"] for u in frame(region, "practice")[0]}
    clinicians, _ = frame(region, "clinician")
    assert clinicians
    assert {u["practice_id"] for u in clinicians} - {None} <= practices


def test_patients_were_seen_within_a_year_and_children_are_not_asked(region):
    units, said = frame(region, "patient")
    assert {u["exclusion"] for u in units} >= {None, "under_age"}
    assert all(int(u["age_years"]) >= 18 for u in units if u["in_scope"])
    assert "not seen in the window" in said


def test_a_workspace_without_core_tables_is_told_what_to_run(tmp_path):
    firstcontact("new", tmp_path / "R")
    done = firstcontact("survey", "frame", "--kind", "patient", "--as-of", "2024-12-31", "-w", tmp_path / "R", ok=False)
    assert done.returncode != 0
    assert "firstcontact import" in done.stderr
