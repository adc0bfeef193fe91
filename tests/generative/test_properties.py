"""What must hold for any region, whatever the numbers are: order, files, copies, corrections, one person less."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from generative import production
from generative.compare import KEYS
from generative.regions import Region, small_region, tell, write

PEOPLE = 30
YEARS = [2023, 2024]
COPIES = 3
COUNTED_PER_PERSON = (
    "any_primary_care_visit",
    "wellness_visit.",
    "attribution_rate.",
    "ed_visits_per_1000.",
    "visit_volume.",
)
SHARES = ("any_primary_care_visit", "wellness_visit.", "attribution_rate.", "telehealth_share")
PERSON_COLUMNS = ("person_id", "member_id", "claim_id", "prior_claim_id")


@pytest.fixture(scope="module")
def region() -> Region:
    return small_region(11, PEOPLE)


@pytest.fixture(scope="module")
def plain(region: Region, tmp_path_factory: pytest.TempPathFactory) -> production.Outcome:
    return measured(region, tmp_path_factory.mktemp("plain"))


def measured(region: Region, folder: Path, threads: int = 1, **how) -> production.Outcome:
    """Without hospitalists: copies of everybody would make some."""
    source = write(region, folder / "source", **how)
    return production.measure(source, folder / "workspace", YEARS, threads, hospitalist_min_lines=10_000)


def by_key(outcome: production.Outcome) -> dict[tuple, dict]:
    return {tuple(row[k] for k in KEYS): row for row in outcome.rows.to_pylist()}


def test_shuffled_rows_in_four_files_and_two_threads_give_the_same_bytes(region: Region, plain, tmp_path: Path):
    other = measured(region, tmp_path, parts=4, shuffle=Random(5), threads=2)
    assert other.results == plain.results


def copied(region: Region, times: int) -> Region:
    """Every person `times` times, with new ids for persons and claims."""
    tables = dict(region.tables)
    for table in ("eligibility", "medical_claim", "pharmacy_claim", "roster_attribution"):
        rows = tables.get(table, [])
        tables[table] = [
            {k: f"{v}-{n}" if k in PERSON_COLUMNS else v for k, v in row.items()} for n in range(times) for row in rows
        ]
    return Region(tables, region.data_through, region.stories)


@pytest.mark.slow
def test_copies_of_everybody_give_the_same_rates_and_more_counts(region: Region, plain, tmp_path: Path):
    """Measures of people only: payments, areas and clinicians are not copied, and thresholds are crossed."""
    many = by_key(measured(copied(region, COPIES), tmp_path))
    compared = 0
    for key, row in by_key(plain).items():
        if key[0].startswith(COUNTED_PER_PERSON) and row["status"] != "not_applicable":
            assert many[key]["numerator"] == COPIES * row["numerator"], key
            assert many[key]["denominator"] == COPIES * row["denominator"], key
            assert many[key]["people"] == COPIES * row["people"], key
            assert many[key]["value"] == pytest.approx(row["value"], rel=1e-9), key
            compared += 1
    assert compared > 1000


@pytest.mark.slow
def test_a_void_and_its_replacement_equal_the_replacement(tmp_path: Path):
    """The replacement alone, or the original with its void and the replacement: the same results."""
    whole = small_region(12, PEOPLE)
    claims = [dict(r) for r in whole.tables["medical_claim"]]
    chosen = next(
        r for r in claims if "claim_status" not in r and sum(c["claim_id"] == r["claim_id"] for c in claims) == 1
    )
    others = [r for r in claims if r is not chosen]
    replacement = chosen | {"claim_status": "replacement", "paid_amount": "77.00"}
    void = chosen | {"claim_status": "void", "paid_amount": str(-Decimal(chosen["paid_amount"]))}
    original = chosen | {"claim_status": "original"}
    alone = measured(with_claims(whole, [*others, replacement]), tmp_path / "a")
    corrected = measured(with_claims(whole, [*others, original, void, replacement]), tmp_path / "b")
    assert alone.results == corrected.results


def with_claims(region: Region, claims: list[dict]) -> Region:
    return Region(region.tables | {"medical_claim": claims}, region.data_through, region.stories)


@pytest.mark.slow
def test_removing_a_person_changes_only_cells_the_person_is_in(region: Region, plain, tmp_path: Path):
    """Counts may only fall, and cells of groups that the person never was in stay as they are."""
    gone = next(r["person_id"] for r in region.tables["eligibility"] if r["person_id"].startswith("p"))
    tables = {
        name: [r for r in rows if r.get("person_id") != gone] for name, rows in region.tables.items()
    }  # fmt: skip
    fewer = by_key(measured(Region(tables, region.data_through, region.stories), tmp_path))
    payers = {r["payer"] for r in region.tables["eligibility"] if r["person_id"] == gone}
    compared = 0
    for key, row in by_key(plain).items():
        if key[0].startswith("ed_visits_per_1000.all"):
            other = fewer.get(key)
            assert (other["people"] if other else 0) in (row["people"], row["people"] - 1), key
            if key[5] == "payer" and key[6] not in payers:
                assert other == row | {"run_id": other["run_id"]}, key
                compared += 1
    assert compared > 10


def test_at_most_twelve_months_for_a_person_and_line_of_business(plain):
    for row in plain.rows.to_pylist():
        year = (row["period_end"] - row["period_start"]).days > 31
        if row["measure"] == "visit_volume.all" and row["stratum_kind"] == "line_of_business" and year:
            assert row["denominator"] <= 12 * row["people"]


def test_a_share_of_units_is_never_above_one(plain):
    rows = [r for r in plain.rows.to_pylist() if r["measure"].startswith(SHARES) and r["status"] != "not_applicable"]
    assert len(rows) > 100
    assert all(0 <= r["numerator"] <= r["denominator"] and 0 <= r["value"] <= 1 for r in rows)


def parts_of(rows: list[dict]) -> Iterator[tuple[tuple, dict, list[dict]]]:
    """Each whole of the region with its strata of one kind, and with its groups of one kind."""
    wholes, parts = {}, defaultdict(list)
    for row in rows:
        place = (row["measure"], row["period_start"], row["period_end"])
        if row["group_kind"] == "region" and row["stratum_kind"] == "all":
            wholes[place] = row
        elif row["group_kind"] == "region":
            parts[*place, row["stratum_kind"]].append(row)
        elif row["stratum_kind"] == "all":
            parts[*place, row["group_kind"]].append(row)
    for place, found in parts.items():
        yield place, wholes[place[:3]], found


@pytest.mark.parametrize("measure", ["any_primary_care_visit", "ed_visits_per_1000.all", "telehealth_share"])
def test_parts_add_to_the_whole(plain, measure: str):
    kinds = set()
    for place, whole, parts in parts_of([r for r in plain.rows.to_pylist() if r["measure"] == measure]):
        for column in ("numerator", "denominator"):
            assert sum(p[column] or 0 for p in parts) == (whole[column] or 0), (place, column)
        kinds.add(place[3])
    assert {"payer", "age_band", "practice", "area"} <= kinds


def test_service_parts_add_to_medical_spending(plain):
    parts = (
        "inpatient",
        "outpatient_facility",
        "professional_primary_care",
        "professional_other",
        "long_term",
        "other",
    )
    rows = by_key(plain)
    wholes = [k for k in rows if k[0] == "total_spend_pmpm.medical" and rows[k]["status"] != "not_applicable"]
    assert wholes
    for key in wholes:
        found = [rows[(f"total_spend_pmpm.{part}", *key[1:])]["numerator"] for part in parts]
        assert sum(found) == rows[key]["numerator"], key


def test_the_same_stories_make_the_same_region(region: Region):
    again = tell(region.stories, world=11, data_through=region.data_through)
    assert again.tables == region.tables
