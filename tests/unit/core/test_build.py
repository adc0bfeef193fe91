"""The runner: same rows, same bytes; finished parts are kept; nothing is lost between claims and the cube."""

import hashlib
import random
from decimal import Decimal

import pytest

from firstcontact.core.build import Build, CoreStore
from firstcontact.core.steps import load_steps
from support.claims import claims, providers, spans
from support.core_case import build_case, select

PEOPLE = [f"p{i}" for i in range(1, 8)]
STATUSES = ["original", "original", "original", "replacement", "reversal", "void", "adjustment", "denied", "final"]


def region(seed: int) -> dict[str, list[dict]]:
    """Seven people with versions, reversals, facility lines and pharmacy, drawn with a seed."""
    draw = random.Random(seed)
    rows = []
    for number in range(60):
        base = claims("claim_id | rendering_npi | hcpcs_code | place_of_service_code\nx | P1 | 99213 | 11\n")[0]
        base |= {
            "claim_id": f"c{draw.randrange(45)}",
            "claim_line_number": str(draw.randrange(1, 4)),
            "person_id": draw.choice(PEOPLE),
            "claim_status": draw.choice(STATUSES),
            "claim_version": str(draw.randrange(2)),
            "paid_amount": str(draw.choice([-20, 10, 20, 30])),
            "claim_start_date": f"2024-{draw.randrange(1, 13):02}-03",
        }
        base["claim_end_date"] = base["claim_start_date"]
        if number % 4 == 0:
            base |= {
                "claim_type": "institutional",
                "bill_type_code": "111",
                "revenue_center_code": "0120",
                "diagnosis_code_1": "E119",
                "diagnosis_code_3": "I10",
                "procedure_code_1": "0SRC0J9",
            }
        rows.append(base)
    pharmacy = [
        {
            "claim_id": f"r{i}",
            "claim_line_number": "1",
            "data_source": "s",
            "person_id": draw.choice(PEOPLE),
            "payer": "A",
            "dispensing_date": "2024-05-05",
            "ndc_code": "1",
            "quantity": "1",
            "days_supply": "30",
            "paid_amount": "12.50",
        }
        for i in range(10)
    ]
    return {
        "medical_claim": rows,
        "pharmacy_claim": pharmacy,
        "eligibility": spans(*PEOPLE[:6]),
        "provider": providers("npi | primary_taxonomy_code\nP1 | 207Q00000X\n"),
    }


def shuffled(tables: dict[str, list[dict]], seed: int) -> dict[str, list[dict]]:
    draw = random.Random(seed)
    return {t: draw.sample(rows, len(rows)) for t, rows in tables.items()}


# Parts whose row order is that of the files, and the rows' own numbers: no later step depends on either.
UNORDERED = {
    "claim_part",
    "facility_part",
    "rx_part",
    "claim_outcome",
    "claim_candidate",
    "eligibility_span",
    "roster_row",
}


def fingerprints(store: CoreStore) -> dict[str, str]:
    return {
        str(p.relative_to(store.root)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(store.root.glob("*/*.parquet"))
        if p.parent.name not in UNORDERED
    }


@pytest.mark.parametrize("buckets", [1, 3])
def test_shuffled_rows_give_the_same_bytes(tmp_path, buckets):
    tables = region(1)
    one = build_case(tmp_path / "one", tables, buckets=buckets)
    two = build_case(tmp_path / "two", shuffled(tables, 2), buckets=buckets)
    assert fingerprints(one) == fingerprints(two)


def test_the_number_of_buckets_changes_no_total(tmp_path):
    totals = [
        select(
            build_case(tmp_path / str(buckets), region(3), buckets=buckets),
            "SELECT SUM(medical), SUM(pharmacy), SUM(reference), SUM(broad), COUNT(*) FROM spend_cube",
        )
        for buckets in (1, 2, 5)
    ]
    assert totals[0] == totals[1] == totals[2]


def test_every_line_version_is_kept_or_in_the_ledger(tmp_path):
    tables = region(5)
    store = build_case(tmp_path, tables, buckets=2)
    noted = dict(select(store, "SELECT kind, rows FROM core_note WHERE key = 'medical_claim'"))
    left = select(store, "SELECT SUM(rows) FROM ledger WHERE table_name = 'medical_claim'")[0][0]
    assert noted["loaded"] == len(tables["medical_claim"]) == noted["kept"] + left


def test_the_dollars_of_final_lines_are_in_the_cube_or_in_the_ledger(tmp_path):
    store = build_case(tmp_path, region(6), buckets=2)
    lines = select(store, "SELECT SUM(spend_amount) FROM service_line")[0][0]
    cube = select(store, "SELECT SUM(medical) FROM spend_cube")[0][0]
    left = select(store, "SELECT SUM(spend) FROM ledger WHERE table_name = 'service_line'")[0][0]
    assert lines == cube + left


def test_the_parts_of_care_add_up_to_medical_spend(tmp_path):
    store = build_case(tmp_path, region(7))
    parts = "inpatient + outpatient_facility + professional_primary_care + professional_other + long_term + other"
    assert select(store, f"SELECT COUNT(*) FROM spend_cube WHERE medical <> {parts}") == [(0,)]
    assert select(
        store, "SELECT COUNT(*) FROM spend_cube WHERE medical <> apm_1 + apm_3a + apm_4b + apm_unclassified"
    ) == [(0,)]


def test_spend_without_enrolment_counts_when_the_rule_is_off(tmp_path):
    rows = claims("claim_id | person_id | paid_amount\na | p1 | 10.00\nb | p9 | 5.00\n")
    given = {"medical_claim": rows, "eligibility": spans("p1")}
    strict = build_case(tmp_path / "strict", given)
    loose = build_case(tmp_path / "loose", given, parameters={"spend_requires_enrolment": False})
    assert select(strict, "SELECT SUM(medical) FROM spend_cube") == [(Decimal("10.00"),)]
    assert select(loose, "SELECT SUM(medical) FROM spend_cube") == [(Decimal("15.00"),)]
    left = "SELECT SUM(spend) FROM ledger WHERE reason = 'claims_without_enrolment'"
    assert [select(store, left) for store in (strict, loose)] == [[(Decimal("5.00"),)], [(None,)]]


def test_diagnoses_keep_their_position_and_come_once(tmp_path):
    row = claims("claim_id\na\n", claim_type="institutional", bill_type_code="111")[0]
    row |= {"diagnosis_code_1": "E119", "diagnosis_code_3": "I10", "diagnosis_code_4": "E119"}
    store = build_case(tmp_path, {"medical_claim": [row, {**row, "claim_line_number": "2"}]})
    found = select(store, "SELECT position, code, code_system FROM service_diagnosis ORDER BY position")
    assert found == [(1, "E119", "icd-10-cm"), (3, "I10", "icd-10-cm")]


def test_a_capitated_line_is_unclassified_also_when_it_is_bundled(tmp_path):
    rows = claims("""
        claim_id | payment_arrangement | capitated_encounter_flag | paid_amount
        a | bundled    | false | 1.00
        b | bundled    | true  | 2.00
        c | capitated  |       | 4.00
        d |            |       | 8.00
        """)
    store = build_case(tmp_path, {"medical_claim": rows, "eligibility": spans("p1")}, until="spend_cube")
    found = select(store, "SELECT SUM(apm_3a), SUM(apm_unclassified), SUM(apm_1) FROM spend_cube")
    assert found == [(Decimal("1.00"), Decimal("6.00"), Decimal("8.00"))]


def test_diagnoses_beyond_an_empty_place_are_kept(tmp_path):
    row = claims("claim_id\na\n", claim_type="institutional", bill_type_code="111")[0]
    row |= {"diagnosis_code_1": "E1165", "diagnosis_code_7": "S78011A", "diagnosis_code_25": "I10"}
    store = build_case(tmp_path, {"medical_claim": [row]}, until="service_diagnosis")
    found = select(store, "SELECT position, code FROM service_diagnosis ORDER BY position")
    assert found == [(1, "E1165"), (7, "S78011A"), (25, "I10")]


def test_a_finished_part_is_not_built_again_and_a_missing_one_is(tmp_path):
    store = build_case(tmp_path, region(8))
    before = {p: p.stat().st_mtime_ns for p in store.root.glob("*/*.parquet")}
    lost = store.part("visit", 0)
    lost.unlink()
    (store.root / "visit" / "0000.1.tmp").write_text("left by a killed build")
    build_case(tmp_path, region(8))
    after = {p: p.stat().st_mtime_ns for p in store.root.glob("*/*.parquet")}
    assert {p for p in before if before[p] != after[p]} == {lost}
    assert not list(store.root.rglob("*.tmp"))


def test_an_empty_region_builds_every_table(tmp_path):
    store = build_case(tmp_path, {}, data_through=None)
    with store.connect() as con:
        counts = {t: con.execute(f"SELECT COUNT(*) FROM {t}").fetchall()[0][0] for t in store.scopes}
    assert counts["service_line"] == counts["person_month"] == counts["clinician_year"] == 0
    assert counts["calendar_month"] == 852


def test_every_step_says_what_it_is_and_numbers_rise():
    steps = load_steps()
    assert [s.number for s in steps] == sorted(s.number for s in steps)
    assert len({s.table for s in steps}) == len(steps)
    assert all(s.about.endswith(".") and s.scope in ("once", "bucket", "partition", "view") for s in steps)


def test_a_build_stops_at_the_table_it_is_asked_for(tmp_path):
    store = CoreStore(tmp_path, 1)
    build = Build(store, lambda con: None)
    build.run(until="calendar_month")
    assert [p.parent.name for p in tmp_path.glob("*/*.parquet")] == ["calendar_month"]
