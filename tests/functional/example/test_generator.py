"""The example as files: the same for the same arguments, as the manifest says, and cut anywhere."""

import csv
import hashlib
import json
import tomllib
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.example import generate
from firstcontact.example.assumptions import assumptions
from firstcontact.example.npi import is_valid


def make(folder: Path, **arguments) -> tuple[Path, dict]:
    inputs = folder / "inputs"
    return inputs, generate(inputs, **arguments)


def digests(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return make(tmp_path_factory.mktemp("example"), people=2_000)


@pytest.fixture(scope="module")
def as_csv(tmp_path_factory):
    return make(tmp_path_factory.mktemp("example_csv"), people=300, years=1, seed=4, fmt="csv")


def read(inputs: Path, table: str) -> pa.Table:
    whole = inputs / f"{table}.parquet"
    return (
        pq.read_table(whole)
        if whole.exists()
        else pa.concat_tables(pq.read_table(p) for p in sorted((inputs / table).glob("*.parquet")))
    )


def test_the_same_arguments_give_the_same_bytes(tmp_path, example):
    make(tmp_path, people=2_000)
    assert digests(tmp_path) == digests(example[0].parent)


def test_another_seed_gives_other_people(tmp_path, example):
    _, truth = make(tmp_path, people=2_000, seed=2)
    assert truth["outcomes"] != example[1]["outcomes"]


def test_truth_is_written_beside_the_inputs(example):
    inputs, truth = example
    assert json.loads((inputs.parent / "truth.json").read_text(encoding="utf-8")) == truth


def test_every_file_is_in_the_manifest_with_its_checksum_and_rows(example):
    inputs, _ = example
    entries = {e["file_name"]: e for e in tomllib.loads((inputs / "manifest.toml").read_text(encoding="utf-8"))["file"]}
    found = {n for n in digests(inputs) if n not in ("manifest.toml", "area.geojson")}
    assert set(entries) == found
    for name, entry in entries.items():
        assert entry["sha256"] == digests(inputs)[name]
        if name.endswith(".parquet"):
            assert entry["row_count"] == pq.read_metadata(inputs / name).num_rows


def test_paid_totals_of_the_manifest_are_those_of_the_files(example):
    inputs, _ = example
    entries = tomllib.loads((inputs / "manifest.toml").read_text(encoding="utf-8"))["file"]
    claims = [e for e in entries if e["table"].endswith("_claim") and e["file_name"].endswith(".parquet")]
    assert len(claims) == 2
    for entry in claims:
        paid = pq.read_table(inputs / entry["file_name"], columns=["paid_amount"])["paid_amount"]
        assert Decimal(entry["paid_total"]) == pc.sum(paid).as_py()


def test_the_truth_counts_the_rows_of_every_table(example):
    inputs, truth = example
    for table, rows in truth["rows"].items():
        assert rows == read(inputs, table).num_rows + sum(truth["set_aside"].get(table, {}).values()), table
    claims = read(inputs, "medical_claim").num_rows
    assert sum(truth["outcomes"]["medical_claim"].values()) == claims


def test_numbers_of_clinicians_are_valid_but_for_the_planted_ones(example):
    inputs, _ = example
    providers = set(read(inputs, "provider")["npi"].to_pylist())
    assert all(is_valid(npi) for npi in providers)
    claims = read(inputs, "medical_claim")
    rendering = set(pc.unique(claims["rendering_npi"]).drop_null().to_pylist())
    others = rendering - providers
    assert {is_valid(npi) for npi in others} == {True, False}
    for column in ("billing_npi", "facility_npi", "attending_npi", "referring_npi"):
        assert set(pc.unique(claims[column]).drop_null().to_pylist()) <= providers


def test_ids_refer_to_rows_that_exist(example):
    inputs, _ = example
    practices = set(read(inputs, "practice")["practice_id"].to_pylist())
    providers = set(read(inputs, "provider")["npi"].to_pylist())
    members = read(inputs, "practice_provider")
    assert set(members["practice_id"].to_pylist()) <= practices
    assert set(members["npi"].to_pylist()) <= providers
    roster = read(inputs, "roster_attribution")
    assert set(roster["practice_id"].drop_null().to_pylist()) <= practices
    assert set(roster["npi"].drop_null().to_pylist()) <= providers
    assert pc.all(pc.or_(pc.is_valid(roster["npi"]), pc.is_valid(roster["practice_id"]))).as_py()
    people = set(read(inputs, "eligibility")["person_id"].to_pylist())
    strangers = set(pc.unique(read(inputs, "medical_claim")["person_id"]).to_pylist()) - people
    assert len(strangers) < 0.005 * len(people)


def test_the_population_is_the_people_scaled_up(example):
    inputs, _ = example
    rows = read(inputs, "area_population").to_pylist()
    scale = assumptions()["region"]["residents_per_person"]
    for year in (2023, 2024, 2025):
        whole = sum(r["population"] for r in rows if r["year"] == year and r["age_band"] == "all")
        parts = sum(r["population"] for r in rows if r["year"] == year and r["age_band"] != "all")
        assert whole == parts
        assert 0.9 * 2_000 * scale < whole <= 2_000 * scale


def test_csv_holds_what_parquet_holds(tmp_path, as_csv):
    inputs, truth = as_csv
    parquet, same = make(tmp_path, people=300, years=1, seed=4, fmt="parquet")
    for part in ("outcomes", "by_month", "by_year", "spend", "rows"):
        assert truth[part] == same[part]
    table = read(parquet, "medical_claim")
    with (inputs / "medical_claim" / "0000.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == table.column_names
    for column in ("claim_id", "paid_amount", "claim_start_date", "hcpcs_code", "allowed_amount"):
        expected = ["" if v is None else str(v) for v in table[column].to_pylist()]
        assert [r[column] for r in rows] == expected, column


def test_a_region_may_have_one_person_and_one_year(tmp_path):
    inputs, truth = make(tmp_path, people=1, years=1)
    assert truth["region"]["practices"] == 14
    assert truth["shock"]["start_month"] == "2025-03"
    assert (inputs / "medical_claim" / "0000.parquet").exists()


def test_people_of_a_block_do_not_depend_on_how_many_follow(tmp_path, example):
    """The first two thousand of three thousand are the same people with the same coverage."""
    more, _ = make(tmp_path, people=3_000)
    few = read(example[0], "eligibility")
    last = few["person_id"].to_pylist()[-1]
    many = read(more, "eligibility")
    many = many.filter(pc.less_equal(many["person_id"], last))
    columns = ("person_id", "birth_date", "gender", "zip_code", "race", "language", "payer", "line_of_business")
    assert few.select(columns).equals(many.select(columns))


def test_counts_do_not_depend_on_how_blocks_are_cut_into_files(tmp_path, monkeypatch):
    small = {**assumptions(), "people_per_block": 200, "blocks_per_part": 2}
    monkeypatch.setattr("firstcontact.example.generator.assumptions", lambda: small)
    parts, in_parts = make(tmp_path / "parts", people=700, years=1)
    monkeypatch.setattr("firstcontact.example.generator.assumptions", lambda: {**small, "blocks_per_part": 10})
    whole, in_one = make(tmp_path / "whole", people=700, years=1)
    assert [p.name for p in sorted((parts / "medical_claim").glob("*.parquet"))] == ["0000.parquet", "0001.parquet"]
    assert {k: v for k, v in in_parts.items() if k != "files"} == {k: v for k, v in in_one.items() if k != "files"}
    for table in ("eligibility", "medical_claim", "pharmacy_claim", "roster_attribution"):
        assert read(parts, table).equals(read(whole, table))


def test_claims_of_different_blocks_have_different_ids(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "firstcontact.example.generator.assumptions", lambda: {**assumptions(), "people_per_block": 100}
    )
    inputs, _ = make(tmp_path, people=300, years=1)
    for table in ("medical_claim", "pharmacy_claim"):
        claims = read(inputs, table)
        owners = pa.table({"c": claims["claim_id"], "p": claims["person_id"]}).group_by(["c", "p"]).aggregate([])
        assert len(pc.unique(owners["c"])) == owners.num_rows


def test_a_new_example_replaces_an_old_one(tmp_path):
    make(tmp_path, people=50, years=1, fmt="csv")
    inputs, _ = make(tmp_path, people=50, years=1)
    assert not list(inputs.rglob("*0000.csv"))


def test_files_of_others_are_not_touched(tmp_path):
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "medical_claim.csv").write_text("claim_id\n", encoding="utf-8")
    with pytest.raises(FirstContactError, match="already holds files that are not from an example"):
        make(tmp_path, people=50)
    assert (tmp_path / "inputs" / "medical_claim.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"people": 0}, "--people 0"),
        ({"years": 11}, "--years 11"),
        ({"seed": -1}, "--seed -1"),
        ({"fmt": "xlsx"}, "'xlsx' is not one of parquet, csv"),
    ],
)
def test_arguments_out_of_range_are_refused_in_words(tmp_path, arguments, words):
    with pytest.raises(UsageError, match=words):
        generate(tmp_path / "inputs", **arguments)
