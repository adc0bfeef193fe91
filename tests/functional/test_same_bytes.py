"""Results are a function of the rows, not of their order, their files or the number of threads."""

import csv
import random

import pyarrow.parquet as pq
import pytest

from support.command import firstcontact
from support.shared import TUVA, needs_tuva

pytestmark = [needs_tuva, pytest.mark.slow]
TABLES = ("medical_claim", "pharmacy_claim", "eligibility", "provider")
PERSON_COLUMNS = ("person_id", "member_id", "claim_id", "subscriber_id")


def read(table):
    with (TUVA / f"{table}.csv").open(newline="") as f:
        reader = csv.DictReader(f)
        return reader.fieldnames, list(reader)


def write(path, names, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as f:
        writer = csv.DictWriter(f, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def measured(root, source, **environment):
    firstcontact("new", root)
    firstcontact("import", "-w", root, "--source", source)
    firstcontact("measure", "-w", root, **environment)
    return root / "results" / (root / "results" / "latest").read_text().strip() / "results.parquet"


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return measured(tmp_path_factory.mktemp("plain") / "R", TUVA)


def test_shuffled_and_split_rows_give_the_same_bytes(plain, tmp_path):
    chance = random.Random(7)
    for table in TABLES:
        names, rows = read(table)
        chance.shuffle(rows)
        for part in range(3):
            write(tmp_path / "in" / table / f"part{part}.csv", names, rows[part::3])
    assert measured(tmp_path / "R", tmp_path / "in").read_bytes() == plain.read_bytes()


def test_thread_count_changes_nothing(plain, tmp_path):
    root = tmp_path / "R"
    firstcontact("new", root)
    with (root / "firstcontact.toml").open("a") as f:
        f.write("\n[resources]\nthreads = 1\n")
    firstcontact("import", "-w", root, "--source", TUVA)
    firstcontact("measure", "-w", root)
    found = root / "results" / (root / "results" / "latest").read_text().strip() / "results.parquet"
    assert found.read_bytes() == plain.read_bytes()


def test_replicated_people_give_the_same_rates_and_as_many_times_the_counts(plain, tmp_path):
    times = 100
    for table in TABLES:
        names, rows = read(table)
        copies = (
            rows
            if table == "provider"
            else [
                row | {c: f"{row[c]}-{k}" for c in PERSON_COLUMNS if row.get(c)} for k in range(times) for row in rows
            ]
        )
        write(tmp_path / "in" / f"{table}.csv", names, copies)
    many = by_key(measured(tmp_path / "R", tmp_path / "in"))
    for key, row in by_key(plain).items():
        if row["status"] == "not_applicable" or row["group_kind"] != "region" or key[0].startswith(("gap.", "ratio.")):
            continue
        assert many[key]["people"] == times * row["people"], key
        for part in ("numerator", "denominator"):
            assert row[part] is None or many[key][part] == times * row[part], (key, part)
        assert row["value"] is None or many[key]["value"] == pytest.approx(row["value"], rel=1e-9), key


def by_key(path):
    keys = ("measure", "period_start", "period_end", "group_kind", "group_id", "stratum_kind", "stratum")
    return {tuple(row[k] for k in keys): row for row in pq.read_table(path).to_pylist()}
