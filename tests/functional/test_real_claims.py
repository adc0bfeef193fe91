"""The main job on claims that nobody here shaped: a folder with the Tuva tables only."""

import csv
import json
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from support.command import firstcontact
from support.shared import TUVA, needs_tuva

pytestmark = [needs_tuva, pytest.mark.slow]


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    root = tmp_path_factory.mktemp("real") / "R"
    firstcontact("new", root)
    firstcontact("run", "-w", root, "--source", TUVA)
    return root


def run_folder(root):
    return root / "results" / (root / "results" / "latest").read_text().strip()


def paid(table):
    with (TUVA / f"{table}.csv").open(newline="") as f:
        return sum((Decimal(row["paid_amount"] or "0") for row in csv.DictReader(f)), Decimal(0))


def test_it_ends_with_a_release(region):
    assert (region / "releases" / "current" / "site" / "en" / "index.html").exists()
    firstcontact("release", "verify", "-w", region)


def test_the_ledger_conserves_rows_and_dollars(region):
    files = json.loads((run_folder(region) / "run.json").read_text())["inputs"]
    by_table = {f["table"]: f for f in files}
    for table in ("medical_claim", "pharmacy_claim", "eligibility", "provider"):
        f = by_table[table]
        with (TUVA / f"{table}.csv").open(newline="") as lines:
            assert f["rows"] == sum(1 for _ in csv.reader(lines)) - 1
        assert f["rows"] == f["loaded"] + f["quarantined"] + f["deduplicated"]
    for table in ("medical_claim", "pharmacy_claim"):
        assert Decimal(str(by_table[table]["paid_total"])) == paid(table)


def test_ten_people_are_too_few_for_almost_everything(region):
    rows = pq.read_table(run_folder(region) / "results.parquet").to_pylist()
    shown = [
        r for r in rows if r["status"] in ("published", "provisional") and r["numerator_unit"] in ("people", "events")
    ]
    assert rows
    assert not [r for r in shown if r["measure"].startswith("any_primary_care_visit")]
    with (region / "releases" / "current" / "data" / "results.csv").open(newline="") as f:
        public = list(csv.DictReader(f))
    assert {r["value"] for r in public if r["measure"] == "any_primary_care_visit"} <= {""}


def test_tables_that_are_absent_give_a_status_and_the_run_goes_on(region):
    rows = pq.read_table(run_folder(region) / "results.parquet").to_pylist()
    assert {r["status"] for r in rows if r["measure"].startswith("pcp_per_100k")} == {"not_applicable"}
