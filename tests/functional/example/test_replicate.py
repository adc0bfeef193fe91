"""The benchmark's copies: new people and claims, the same rows otherwise, and a manifest that intake accepts."""

import importlib.util
import tomllib
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from firstcontact import intake
from firstcontact.example import generate
from firstcontact.workspace import Workspace

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "replicate.py"


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    spec = importlib.util.spec_from_file_location("replicate", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    root = tmp_path_factory.mktemp("copies")
    (root / "firstcontact.toml").write_text("", encoding="utf-8")
    generate(root / "inputs", people=60, years=1)
    module.replicate(root / "inputs", 3)
    return root


@pytest.mark.parametrize("table", ["eligibility", "medical_claim", "pharmacy_claim", "roster_attribution"])
def test_each_copy_has_the_rows_of_the_part_under_new_ids(copies, table):
    parts = {p.stem: pq.read_table(p) for p in sorted((copies / "inputs" / table).glob("*.parquet"))}
    assert set(parts) == {"0000", "0000-001", "0000-002"}
    people = [set(pc.unique(part["person_id"]).to_pylist()) for part in parts.values()]
    assert len(set().union(*people)) == sum(len(p) for p in people)
    assert {part.num_rows for part in parts.values()} == {parts["0000"].num_rows}
    if "paid_amount" in parts["0000"].column_names:
        assert len({pc.sum(part["paid_amount"]).as_py() for part in parts.values()}) == 1


def test_the_manifest_names_every_file_once(copies):
    entries = tomllib.loads((copies / "inputs" / "manifest.toml").read_text(encoding="utf-8"))["file"]
    names = [e["file_name"] for e in entries]
    found = {
        str(p.relative_to(copies / "inputs"))
        for p in (copies / "inputs").rglob("*")
        if p.suffix in (".parquet", ".csv")
    }
    assert len(names) == len(set(names))
    assert set(names) == found


def test_intake_takes_three_times_the_rows(copies):
    report = intake.import_batch(Workspace.open(copies))
    assert not report.findings.refused
    claims = [row for row in report.findings.rows if row.severity == "reject_file"]
    assert claims == []
