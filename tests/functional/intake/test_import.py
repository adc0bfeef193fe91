"""From a folder of files to live data: whole or not at all, once, in any order and any number of files."""

import csv
import gzip
import hashlib
import random
import zipfile
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.intake import LiveStore, check, import_batch
from firstcontact.intake.live import read_live, sole_writer
from support.intake_files import claim, claims, loaded, rows_of, span, workspace, write_csv, write_manifest
from support.shared import TUVA, needs_tuva


def content(ws):
    """sha256 of every file of the store that counts."""
    files = [p for p in sorted(ws.store.rglob("*")) if p.is_file() and p.name != "import.lock"]
    return {str(p.relative_to(ws.store)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def rules(report):
    return {f.rule for f in report.findings.rows}


def test_the_same_files_again_change_nothing(tmp_path):
    ws, first = loaded(tmp_path, claims(5))
    before = content(ws)
    second = import_batch(ws)
    assert (first.no_op, second.no_op) == (False, True)
    assert content(ws) == before


def test_the_same_content_under_another_name_is_not_loaded_twice(tmp_path):
    ws, _ = loaded(tmp_path, claims(5))
    (ws.inputs / "medical_claim").mkdir()
    (ws.inputs / "medical_claim.csv").rename(ws.inputs / "medical_claim" / "part.csv")
    assert import_batch(ws).no_op
    assert rows_of(ws, "SELECT count(*) FROM in_medical_claim") == [(5,)]


def test_two_workspaces_with_the_same_files_have_the_same_bytes(tmp_path):
    rows = [*claims(50), claim(51, paid_amount="N/A"), claim(1)]
    assert content(loaded(tmp_path / "a", rows)[0]) == content(loaded(tmp_path / "b", rows)[0])


def test_new_content_replaces_the_old_and_the_difference_is_written(tmp_path):
    ws, first = loaded(tmp_path, claims(3))
    write_csv(ws.inputs / "medical_claim.csv", [claim(1, paid_amount="81.00"), claim(2, data_source="new")])
    report = import_batch(ws)
    assert rows_of(ws, "SELECT count(*), sum(paid_amount) FROM in_medical_claim") == [(2, Decimal("161.00"))]
    with report.difference.open(newline="") as file:
        rows = {r["data_source"]: r for r in csv.DictReader(file)}
    assert (rows["test"]["rows_before"], rows["test"]["rows_after"]) == ("3", "1")
    assert (rows["test"]["paid_before"], rows["test"]["paid_after"]) == ("240.00", "81.00")
    assert (rows["new"]["rows_before"], rows["new"]["rows_after"]) == ("0", "1")
    assert (ws.store / "batches" / first.batch / "batch.json").exists(), "the old version is kept"


def test_going_back_to_the_old_content_ends_in_the_old_rows(tmp_path):
    ws, first = loaded(tmp_path, claims(3))
    digest = LiveStore.open(ws).digest
    write_csv(ws.inputs / "medical_claim.csv", claims(4))
    import_batch(ws)
    write_csv(ws.inputs / "medical_claim.csv", claims(3))
    again = import_batch(ws)
    assert (again.no_op, again.batch) == (False, first.batch)
    assert LiveStore.open(ws).digest == digest


def test_another_dialect_reads_the_same_file_again(tmp_path):
    ws, _ = loaded(tmp_path, [claim(1, paid_amount="80.00"), claim(2, allowed_amount="(5.00)", paid_amount="0.00")])
    write_manifest(ws.inputs, money_style="accounting")
    assert not import_batch(ws).no_op
    assert rows_of(ws, "SELECT min(allowed_amount) FROM in_medical_claim") == [(Decimal("-5.00"),)]


def test_one_refused_file_keeps_the_whole_import_out_and_the_old_data_live(tmp_path):
    ws, _ = loaded(tmp_path, claims(3))
    before = read_live(ws.store)
    write_csv(ws.inputs / "eligibility.csv", [span()])
    (ws.inputs / "medical_claim.csv").write_text("claim_id\nC1\n")
    report = import_batch(ws)
    assert report.refused
    assert "Nothing was loaded" in report.text()
    assert read_live(ws.store) == before
    assert (ws.store / "check" / "findings.html").exists()


def every_row(ws):
    """All rows of all tables as text, without the place they come from."""
    rows = []
    for table in sorted(LiveStore.open(ws).tables):
        rows += [(table, *map(str, row)) for row in rows_of(ws, f"SELECT * EXCLUDE (file_key, line) FROM in_{table}")]
    return sorted(rows)


def test_shuffled_and_split_rows_are_the_same_rows(tmp_path):
    rows = [claim(n, paid_amount=f"{n}.10", plan=random.Random(n).choice("abc")) for n in range(200)]
    whole, _ = loaded(tmp_path / "whole", rows)
    random.Random(3).shuffle(rows)
    split = workspace(tmp_path / "split")
    for part in range(3):
        write_csv(split.inputs / "medical_claim" / f"{part}.csv", rows[part::3])
    import_batch(split)
    assert every_row(split) == every_row(whole)


def test_duplicates_are_counted_over_the_files_of_a_batch(tmp_path):
    ws = workspace(tmp_path)
    write_csv(ws.inputs / "medical_claim" / "a.csv", [claim(1), claim(2)])
    write_csv(ws.inputs / "medical_claim" / "b.csv", [claim(2), claim(3, file_name="x"), claim(3, file_name="y")])
    ledger = {row["name"]: row for row in import_batch(ws).ledger}
    assert ledger["medical_claim/a.csv"]["deduplicated"] == 0
    assert ledger["medical_claim/b.csv"]["deduplicated"] == 2
    assert ledger["medical_claim/b.csv"]["paid_deduplicated"] == Decimal("160.00")


def test_a_line_that_differs_in_one_column_is_no_duplicate(tmp_path):
    _, report = loaded(tmp_path, [claim(1), claim(1, plan="silver")])
    assert report.ledger[0]["deduplicated"] == 0


def test_too_many_bad_rows_refuse_the_file_unless_accepted(tmp_path):
    rows = claims(1000) + [claim(n, paid_amount="free") for n in range(1000, 1021)]
    ws, report = loaded(tmp_path, rows)
    assert report.refused
    assert any(
        "21 of 1,021 rows would be set aside (2.06%; the limit is 0.50%)" in f.message for f in report.findings.rows
    )
    accepted = import_batch(ws, accept_quarantine=True)
    assert accepted.ledger[0]["quarantined"] == 21
    assert not accepted.refused


def test_twenty_bad_rows_are_set_aside_whatever_their_share(tmp_path):
    _, report = loaded(tmp_path, claims(5) + [claim(n, paid_amount="free") for n in range(5, 25)])
    assert (report.refused, report.ledger[0]["quarantined"]) == (False, 20)


def test_the_share_is_a_parameter_of_the_workspace(tmp_path):
    ws = workspace(tmp_path)
    ws.config.parameters["max_quarantine_share"] = 0.5
    write_csv(ws.inputs / "medical_claim.csv", claims(30) + [claim(n, paid_amount="free") for n in range(30, 55)])
    assert not import_batch(ws).refused


def test_after_twenty_examples_comes_a_count(tmp_path):
    rows = claims(10_000) + [claim(n, paid_amount="free") for n in range(10_000, 10_030)]
    _, report = loaded(tmp_path, rows)
    messages = [f.message for f in report.findings.rows if f.rule == "not_an_amount"]
    assert len(messages) == 21
    assert messages[-1].startswith("medical_claim.csv: and 10 more of this kind.")


def test_the_quarantine_names_file_line_column_value_and_rule_and_no_person(tmp_path):
    rows = [claim(1), claim(2, paid_amount="free"), claim(3, claim_id=""), claim(4, claim_end_date="2020-01-01")]
    ws, report = loaded(tmp_path, rows)
    aside = pq.read_table(ws.store / "batches" / report.batch / "quarantine.parquet").to_pylist()
    assert [(r["line"], r["column"], r["value"], r["rule"]) for r in aside] == [
        (3, "paid_amount", "free", "not_an_amount"),
        (4, "claim_id", None, "missing"),
        (5, "claim_end_date", "2020-01-01", "end_before_start"),
    ]
    assert all(r["what_to_do"] for r in aside)


def test_control_totals_are_compared_to_the_cent(tmp_path):
    right = {"row_count": 3, "paid_total": "240.00", "data_source": "test"}
    assert not loaded(tmp_path / "right", claims(3), manifest=right)[1].refused
    wrong = loaded(tmp_path / "wrong", claims(3), manifest=right | {"paid_total": "240.01"})[1]
    assert "the paid amounts sum to 240.00, the manifest says 240.01" in wrong.findings.rows[-1].message
    sha = loaded(tmp_path / "sha", claims(3), manifest={"sha256": "0" * 64})[1]
    assert "the manifest says 0000" in sha.findings.rows[-1].message


def test_a_declared_date_format_sets_other_dates_aside(tmp_path):
    rows = [claim(1), claim(2, claim_start_date="03/04/2024")]
    _, report = loaded(tmp_path, rows, manifest={"date_format": "%Y-%m-%d"})
    assert (report.refused, report.ledger[0]["quarantined"]) == (False, 1)


def test_declared_latin_1_is_stored_as_utf_8(tmp_path):
    ws = workspace(tmp_path)
    text = write_csv(ws.inputs / "medical_claim.csv", [claim(1, plan="José")]).read_text(encoding="utf-8")
    (ws.inputs / "medical_claim.csv").write_bytes(text.encode("latin-1"))
    write_manifest(ws.inputs, encoding="latin-1")
    assert "transcoded" in rules(import_batch(ws))
    assert rows_of(ws, "SELECT plan FROM in_medical_claim") == [("José",)]


def test_an_empty_file_that_the_manifest_announces_is_right(tmp_path):
    ws = workspace(tmp_path)
    write_csv(ws.inputs / "medical_claim.csv", claims(1))
    header = (ws.inputs / "medical_claim.csv").read_text().splitlines()[0]
    (ws.inputs / "medical_claim.csv").write_text(header + "\n")
    write_manifest(ws.inputs, row_count=0)
    report = import_batch(ws)
    assert (report.refused, report.ledger[0]["rows"]) == (False, 0)
    assert rows_of(ws, "SELECT count(*) FROM in_medical_claim") == [(0,)]


def test_lines_are_those_of_the_file_also_after_bad_rows_and_quoted_line_ends(tmp_path):
    ws = workspace(tmp_path)
    text = write_csv(ws.inputs / "medical_claim.csv", [claim(1, plan="two\nlines"), claim(2), claim(3)]).read_text()
    head, *rest = text.split("\n")
    (ws.inputs / "medical_claim.csv").write_text("\n".join([head, *rest[:2], "bad,row", "", *rest[2:]]))
    import_batch(ws)
    found = rows_of(ws, "SELECT claim_id, line FROM in_medical_claim ORDER BY line")
    assert found == [("C1", 2), ("C2", 6), ("C3", 7)]


@pytest.mark.parametrize(("lost", "line"), [(1, None), (40, 4), (80, 4)])
def test_a_file_cut_in_the_middle_of_a_row_is_flagged(tmp_path, lost, line):
    ws = workspace(tmp_path)
    path = write_csv(ws.inputs / "medical_claim.csv", claims(3))
    path.write_bytes(path.read_bytes()[:-lost])
    report = import_batch(ws)
    assert [f.line for f in report.findings.rows if f.rule == "cut_file"] == ([line] if line else [])
    assert report.ledger[0]["loaded"] == (2 if line else 3)


@pytest.mark.parametrize("block_bytes", [300, 1000, 10_000])
def test_the_size_of_a_block_changes_no_row(tmp_path, monkeypatch, block_bytes):
    rows = [claim(n, plan="a\nb" if n % 7 == 0 else f"p{n}") for n in range(100)]
    whole, _ = loaded(tmp_path / "whole", rows)
    monkeypatch.setattr("firstcontact.intake.textfile.BLOCK_BYTES", block_bytes)
    blocks, _ = loaded(tmp_path / "blocks", rows)
    assert len(read_live(blocks.store).files[0].parts) > 1
    query = "SELECT claim_id, plan, line FROM in_medical_claim ORDER BY line"
    assert rows_of(blocks, query) == rows_of(whole, query)


def parquet(path, rows, **types):
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    arrays = {n: pa.array(v) if n not in types else pa.array(v).cast(types[n]) for n, v in columns.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(arrays), path)


TYPES = {
    "claim_line_number": pa.int32(),
    "claim_start_date": pa.date32(),
    "claim_end_date": pa.date32(),
    "paid_amount": pa.decimal128(18, 2),
    "allowed_amount": pa.decimal128(18, 2),
    "charge_amount": pa.decimal128(18, 2),
}


@pytest.mark.parametrize("types", [{}, TYPES], ids=["text", "typed"])
def test_parquet_and_gzip_give_the_rows_of_the_csv(tmp_path, types):
    rows = claims(20)
    text, _ = loaded(tmp_path / "csv", rows)
    ws = workspace(tmp_path / "parquet")
    parquet(ws.inputs / "medical_claim.parquet", rows, **types)
    import_batch(ws)
    packed = workspace(tmp_path / "gz")
    data = (text.inputs / "medical_claim.csv").read_bytes()
    (packed.inputs / "medical_claim.csv.gz").write_bytes(gzip.compress(data))
    import_batch(packed)
    assert every_row(ws) == every_row(text) == every_row(packed)


def test_a_parquet_file_in_its_final_form_is_kept_byte_for_byte(tmp_path):
    ws = workspace(tmp_path)
    parquet(ws.inputs / "medical_claim.parquet", claims(20), **TYPES)
    report = import_batch(ws)
    part = ws.store / "batches" / report.batch / read_live(ws.store).files[0].parts[0]
    assert part.read_bytes() == (ws.inputs / "medical_claim.parquet").read_bytes()
    assert rows_of(ws, "SELECT max(line), count(DISTINCT line) FROM in_medical_claim") == [(20, 20)]


@pytest.mark.parametrize(
    "change",
    [{"claim_id": " C2"}, {"diagnosis_code_1": "e11.9"}, {"plan": ""}, {"plan": "Jose\u0301"}, {"paid_amount": "1.5"}],
    ids=str,
)
def test_a_parquet_file_that_needs_one_change_is_written_anew(tmp_path, change):
    ws = workspace(tmp_path)
    rows = [claim(n, plan="gold") for n in (1, 2, 3)]
    rows[1] |= change
    parquet(ws.inputs / "medical_claim.parquet", rows, **({} if "paid_amount" in change else TYPES))
    import_batch(ws)
    assert not read_live(ws.store).files[0].is_kept
    assert rows_of(ws, "SELECT claim_id, plan, line FROM in_medical_claim WHERE line = 2")[0][0] == "C2"
    assert rows_of(ws, "SELECT count(*) FROM in_medical_claim WHERE diagnosis_code_1 = 'E119'") == [(3,)]


def test_a_parquet_file_with_a_bad_row_is_written_without_it(tmp_path):
    ws = workspace(tmp_path)
    rows = [claim(1), claim(2, claim_end_date="2020-01-01"), claim(3)]
    parquet(ws.inputs / "medical_claim.parquet", rows, **TYPES)
    import_batch(ws)
    assert rows_of(ws, "SELECT claim_id, line FROM in_medical_claim ORDER BY line") == [("C1", 1), ("C3", 3)]


def test_ids_in_a_parquet_file_must_be_text(tmp_path):
    ws = workspace(tmp_path)
    parquet(ws.inputs / "medical_claim.parquet", [claim(1, person_id="7")], person_id=pa.int64())
    report = import_batch(ws)
    assert report.refused
    assert "column person_id: the Parquet type is int64; text is expected" in report.findings.rows[-1].message


def test_a_broken_parquet_file_is_refused(tmp_path):
    ws = workspace(tmp_path)
    parquet(ws.inputs / "medical_claim.parquet", claims(500))
    data = (ws.inputs / "medical_claim.parquet").read_bytes()
    (ws.inputs / "medical_claim.parquet").write_bytes(data[: len(data) // 2])
    assert "not a whole Parquet file" in import_batch(ws).findings.rows[-1].message


def test_codes_leading_zeros_and_floats_keep_their_meaning(tmp_path):
    rows = [claim(n, person_id=p, diagnosis_code_1=c) for n, (p, c) in enumerate((("0001", "1E5"), ("1", "e11.9")))]
    ws, _ = loaded(tmp_path, rows)
    found = rows_of(ws, "SELECT person_id, diagnosis_code_1 FROM in_medical_claim ORDER BY claim_id")
    assert found == [("0001", "1E5"), ("1", "E119")]


def test_binary_floats_sum_to_the_cent(tmp_path):
    ws = workspace(tmp_path)
    rows = [claim(n, paid_amount="0.1") for n in range(10)]
    parquet(ws.inputs / "medical_claim.parquet", rows, paid_amount=pa.float64())
    assert import_batch(ws).ledger[0]["paid_loaded"] == Decimal("1.00")


def test_names_are_stored_composed_and_formulas_as_they_are(tmp_path):
    ws, _ = loaded(tmp_path, [claim(1, plan="Jose\u0301"), claim(2, plan="José"), claim(3, plan="=cmd")])
    assert rows_of(ws, "SELECT DISTINCT plan FROM in_medical_claim ORDER BY 1") == [("=cmd",), ("José",)]


def test_missing_paid_is_zero_and_flagged_missing_allowed_stays_unknown(tmp_path):
    ws, report = loaded(tmp_path, [claim(1, paid_amount="", allowed_amount="")])
    assert rows_of(ws, "SELECT paid_amount, allowed_amount FROM in_medical_claim") == [(Decimal("0.00"), None)]
    assert "paid_missing" in rules(report)


def test_the_code_system_of_diagnoses_follows_the_date_where_it_is_not_given(tmp_path):
    days = {"2015-09-30": "icd-9-cm", "2015-10-01": "icd-10-cm"}
    rows = [claim(n, claim_start_date=d, claim_end_date=d, diagnosis_code_type="") for n, d in enumerate(days)]
    ws, report = loaded(tmp_path, rows)
    found = rows_of(ws, "SELECT CAST(claim_start_date AS VARCHAR), diagnosis_code_type FROM in_medical_claim")
    assert dict(found) == days
    assert any(f.rule == "filled" and f.column == "diagnosis_code_type" and f.count == 2 for f in report.findings.rows)


def test_eligibility_in_tuva_layout_is_filled_and_stripped_of_identifiers(tmp_path):
    rows = [span(first_name="Jane", social_security_number="123456789", enrollment_end_date="9999-12-31", plan="")]
    ws, report = loaded(tmp_path, rows, "eligibility")
    found = rows_of(ws, "SELECT line_of_business, plan, enrollment_end_date, medical_coverage_flag FROM in_eligibility")
    assert found == [("commercial", "unspecified", None, None)]
    part = ws.store / "batches" / report.batch / read_live(ws.store).files[0].parts[0]
    assert not {"first_name", "social_security_number"} & set(pq.read_schema(part).names)
    assert "identifiers_dropped" in rules(report)
    assert b"Jane" not in part.read_bytes()


def test_extra_columns_are_named_once_and_x_columns_are_carried(tmp_path):
    ws, report = loaded(tmp_path, [claim(1, colour="red", x_local="7")])
    part = ws.store / "batches" / report.batch / read_live(ws.store).files[0].parts[0]
    assert pq.read_table(part).column("x_local").to_pylist() == ["7"]
    assert "colour" not in pq.read_schema(part).names
    assert sum(f.rule == "unknown_columns" for f in report.findings.rows) == 1


def test_a_service_after_data_through_of_the_manifest_is_flagged(tmp_path):
    ws, report = loaded(tmp_path, [claim(1), claim(2, claim_start_date="2024-12-01", claim_end_date="2024-12-01")],
                        manifest={"data_through": "2024-11-30"})  # fmt: skip
    assert "after_data_through" in rules(report)
    assert LiveStore.open(ws).data_through == date(2024, 11, 30)


def test_payers_without_eligibility_and_missing_prior_claims_are_flagged(tmp_path):
    ws = workspace(tmp_path)
    rows = [claim(1), claim(2, payer="Plan Z"), claim(3, prior_claim_id="C1"), claim(4, prior_claim_id="C9")]
    write_csv(ws.inputs / "medical_claim.csv", rows)
    write_csv(ws.inputs / "eligibility.csv", [span()])
    found = {f.rule: f for f in import_batch(ws).findings.rows}
    assert (found["payer_without_eligibility"].value, found["payer_without_eligibility"].count) == ("Plan Z", 1)
    assert found["prior_claim_missing"].count == 1


def test_checks_over_rows_of_a_table(tmp_path):
    rows = [
        {"zip_code": "02139", "area_id": "A", "weight": "0.4"},
        {"zip_code": "02139", "area_id": "B", "weight": "0.5"},
    ]
    assert "weights_off_one" in rules(loaded(tmp_path / "zip", rows, "zip_area")[1])
    rows[1]["weight"] = "0.6"
    assert "weights_off_one" not in rules(loaded(tmp_path / "right", rows, "zip_area")[1])


def test_a_standard_population_with_a_bad_weight_is_refused(tmp_path):
    row = {"standard": "us2000", "age_band": "0-4", "sex": "all", "weight": "0"}
    assert loaded(tmp_path, [row], "standard_population")[1].refused


def test_an_archive_is_a_source(tmp_path):
    ws = workspace(tmp_path / "ws")
    path = write_csv(tmp_path / "medical_claim.csv", claims(3))
    with zipfile.ZipFile(tmp_path / "data.zip", "w") as archive:
        archive.write(path, "delivery/medical_claim.csv")
    assert import_batch(ws, tmp_path / "data.zip").ledger[0]["rows"] == 3
    assert not list((ws.store / "tmp").iterdir())


def test_the_map_of_areas_is_kept(tmp_path):
    ws = workspace(tmp_path)
    write_csv(ws.inputs / "medical_claim.csv", claims(1))
    (ws.inputs / "area.geojson").write_text("{}")
    import_batch(ws)
    assert LiveStore.open(ws).geojson.read_text() == "{}"
    assert import_batch(ws).no_op


def test_views_have_every_column_of_the_contract_and_absent_tables_are_empty(tmp_path):
    ws, _ = loaded(tmp_path, claims(2))
    assert rows_of(ws, "SELECT count(*), count(drg_code), min(file_key) FROM in_medical_claim") == [(2, 0, 1)]
    assert rows_of(ws, "SELECT count(*), count(file_key) FROM in_travel_time") == [(0, 0)]


def test_nothing_to_import_is_refused_in_words(tmp_path):
    report = import_batch(workspace(tmp_path))
    assert "no table of the contract is there" in report.findings.rows[0].message
    with pytest.raises(UsageError, match="does not exist"):
        check(workspace(tmp_path), tmp_path / "nowhere")
    with pytest.raises(FirstContactError, match="has no data yet"):
        LiveStore.open(workspace(tmp_path))


def test_a_second_import_at_the_same_time_is_refused_in_words(tmp_path):
    ws = workspace(tmp_path)
    write_csv(ws.inputs / "medical_claim.csv", claims(1))
    with sole_writer(ws), pytest.raises(FirstContactError, match="Another import into this workspace is running"):
        import_batch(ws)


@needs_tuva
def test_the_synthetic_medicare_claims_load_with_every_row_and_cent(tmp_path):
    ws = workspace(tmp_path)
    report = import_batch(ws, TUVA)
    ledger = {row["table"]: row for row in report.ledger}
    assert not report.refused
    assert {t: r["loaded"] for t, r in ledger.items()} == {
        "eligibility": 31, "medical_claim": 2075, "pharmacy_claim": 291, "provider": 1050}  # fmt: skip
    for table in ("medical_claim", "pharmacy_claim"):
        with (TUVA / f"{table}.csv").open(newline="") as file:
            paid = [Decimal(row["paid_amount"] or 0) for row in csv.DictReader(file)]
        assert ledger[table]["paid_in"] == sum(paid) == ledger[table]["paid_loaded"]
    store = LiveStore.open(ws)
    assert store.data_through == date(2018, 12, 31)
    assert rows_of(ws, "SELECT DISTINCT line_of_business FROM in_eligibility") == [("medicare_ffs",)]


def test_a_source_without_eligibility_says_that_nobody_is_covered(tmp_path):
    ws = workspace(tmp_path / "ws")
    write_csv(ws.inputs / "medical_claim.csv", claims(2))
    for findings in (check(ws), import_batch(ws).findings):
        assert [f.severity for f in findings.rows if f.rule == "no_eligibility"] == ["flag"]
    write_csv(ws.inputs / "eligibility.csv", [span()])
    assert not [f for f in import_batch(ws).findings.rows if f.rule == "no_eligibility"]


def test_the_report_says_where_findings_and_rows_set_aside_are(tmp_path):
    ws = workspace(tmp_path / "ws")
    write_csv(ws.inputs / "medical_claim.csv", [*claims(3), claim(4, paid_amount="abc")])
    report = import_batch(ws)
    said = report.text()
    for name in ("findings.html", "quarantine.parquet"):
        assert str(report.folder / name) in said
        assert (report.folder / name).exists()


def test_text_with_a_name_of_gzip_is_refused_as_what_it_is(tmp_path):
    ws = workspace(tmp_path / "ws")
    write_csv(ws.inputs / "medical_claim.csv", claims(2)).rename(ws.inputs / "medical_claim.csv.gz")
    report = import_batch(ws)
    assert report.refused
    assert "the content is not compressed with gzip" in report.findings.rows[0].message


def test_a_tab_between_columns_is_named(tmp_path):
    ws = workspace(tmp_path / "ws")
    path = write_csv(ws.inputs / "medical_claim.csv", claims(2))
    path.write_text(path.read_text().replace(",", "\t"))
    assert "the delimiter looks like 'TAB'" in import_batch(ws).findings.rows[0].message
