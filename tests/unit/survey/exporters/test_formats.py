"""Exports as files: formulas are defused, personal data stay out, SPSS and Parquet carry their meaning."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.survey.answers import Response, answer_table, response_table
from firstcontact.survey.disposition import make_disposition
from firstcontact.survey.exporters import make_export
from firstcontact.survey.exporters.csv_file import guarded
from firstcontact.survey.exporters.spss import quoted, variable_names
from firstcontact.survey.instrument import find
from firstcontact.survey.wave import Wave

INVENTORY = find("patient_engagement_inventory")
CELLS = {
    "cares_for": "adults",
    "clinicians_n": Decimal(3),
    "engage_time": Decimal("2.5000"),
    "prep_01": "4",
    "hl_any": "1",
    "hl_what": "=HYPERLINK(1)",
    "hl_consent": "1",
    "ct_name": "A Person",
    "ct_email": "someone@example.org",
}


@pytest.fixture
def workspace(tmp_path):
    wave = Wave.at(tmp_path, "inv-2027").with_instrument(INVENTORY)
    texts = [i.link_id for i in INVENTORY.items if i.type == "long_text" and not i.pii]
    cells = {k: v for k, v in CELLS.items() if k in INVENTORY.item_by_id} | {texts[0]: "=HYPERLINK(1)"}
    stamp = datetime(2027, 3, 9, tzinfo=UTC)
    given = [
        Response("a", None, "en", "web", "submitted", cells, submitted_at=stamp, texts={}),
        Response("b", None, "en", "web", "closed_partial", {"cares_for": "adults"}, started_at=stamp),
    ]
    wave.write(
        "responses/site", {"response": response_table(INVENTORY, given), "answer": answer_table(INVENTORY, given)}, {}
    )
    make_disposition(tmp_path, "inv-2027", decided_on=stamp.date())
    return tmp_path


def exported(workspace, to, **options):
    result = make_export(workspace, "inv-2027", to, **options)
    return {name: (result.folder / name).read_bytes() for name in result.files}


def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(workspace):
    content = exported(workspace, "csv")["inv-2027.csv"].decode()
    assert "'=HYPERLINK(1)" in content
    assert ",=HYPERLINK(1)" not in content


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx"])
def test_each_dangerous_beginning_is_guarded(text):
    assert guarded(text) == f"'{text}"
    assert guarded("a" + text) == "a" + text


@pytest.mark.parametrize("to", ["csv", "parquet", "fhir", "spss"])
def test_personal_data_are_in_no_export_of_answers(workspace, to):
    files = exported(workspace, to)
    assert not any(b"someone@example.org" in content or b"A Person" in content for content in files.values())


def test_contacts_come_in_a_file_of_their_own_and_only_when_asked_for(workspace):
    files = exported(workspace, "csv", with_contacts=True)
    rows = list(csv.DictReader(io.StringIO(files["inv-2027_contacts.csv"].decode())))
    assert [(r["response_id"], r["ct_email"]) for r in rows] == [("a", "someone@example.org")]
    assert b"someone@example.org" not in files["inv-2027.csv"]
    assert "prep_01" not in rows[0]


def test_parquet_holds_long_and_wide_with_the_instrument_in_its_metadata(workspace):
    result = make_export(workspace, "inv-2027", "parquet")
    long = pq.read_table(result.folder / "inv-2027_long.parquet")
    wide = pq.read_table(result.folder / "inv-2027_wide.parquet")
    assert long.column_names == [
        "response_id",
        "link_id",
        "option_code",
        "value_code",
        "value_number",
        "value_date",
        "missing_code",
    ]
    assert long.schema.metadata[b"content_hash"].decode() == INVENTORY.content_hash
    assert wide["engage_time"].to_pylist()[0] == 2.5
    assert wide.num_rows == 2


def test_fhir_holds_the_questionnaire_and_one_response_on_each_line(workspace):
    files = exported(workspace, "fhir")
    lines = [json.loads(x) for x in files["inv-2027.responses.ndjson"].decode().splitlines()]
    assert [x["status"] for x in lines] == ["completed", "stopped"]
    assert json.loads(files["inv-2027.questionnaire.json"])["resourceType"] == "Questionnaire"


def test_spss_syntax_names_labels_missing_values_and_levels(workspace):
    files = exported(workspace, "spss")
    syntax = files["inv-2027.sps"].decode()
    assert "/FILE='inv-2027_spss.csv'" in syntax
    assert "  prep_01 '" in syntax
    assert "VALUE LABELS prep_01\n  0 'Not in place'" in syntax
    assert "  -3 '(left blank)'" in syntax
    assert "(-9 THRU -1)." in syntax
    assert "VARIABLE LEVEL" in syntax
    assert "    cares_for A" in syntax
    header = files["inv-2027_spss.csv"].decode().splitlines()[0].split(",")
    assert all(f"    {name} " in syntax for name in header)


def test_spss_names_are_short_allowed_and_different():
    names = variable_names(["to", "x" * 70, "x" * 71, "seen"])
    assert names[0] == "to_"
    assert len(set(names)) == 4
    assert all(len(n.encode()) <= 64 for n in names)


def test_quotes_and_line_breaks_of_labels_do_not_end_the_syntax():
    assert quoted("Don't\nknow") == "'Don''t know'"


def test_labels_come_in_the_language_asked_for(workspace):
    with pytest.raises(UsageError, match="is not written in 'es'"):
        make_export(workspace, "inv-2027", "csv", language="es")


def test_an_unknown_format_is_wrong_usage(workspace):
    with pytest.raises(UsageError, match="--to 'sas' is not one of csv, parquet, fhir, spss"):
        make_export(workspace, "inv-2027", "sas")


def test_a_folder_that_holds_files_is_not_overwritten(workspace):
    with pytest.raises(FirstContactError, match="is not empty"):
        make_export(workspace, "inv-2027", "csv", out=workspace)


def test_a_wave_that_was_not_cleaned_is_named(tmp_path):
    Wave.at(tmp_path, "w").with_instrument(INVENTORY)
    with pytest.raises(FirstContactError, match="wave w has no disposition/response_clean"):
        make_export(tmp_path, "w", "csv")
