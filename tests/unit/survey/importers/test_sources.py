"""What each source brings along: plain CSV, Qualtrics, REDCap, ODK and Kobo, FHIR."""

import csv
import io
import json

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.cleaning.log import text
from firstcontact.survey.convert.fhir_response import questionnaire_response
from firstcontact.survey.importers import make_import
from firstcontact.survey.instrument import find
from firstcontact.survey.missing import Missing

PATIENT = find("patient_experience_short")
HEAD = "format: firstcontact-import/1\ninstrument: {instrument_id: patient_experience_short, version: 1}\n"


def brought(folder, mapping, content, name="answers.csv"):
    (folder / name).write_text(content, encoding="utf-8") if isinstance(content, str) else (folder / name).write_bytes(
        content
    )
    (folder / "map.yaml").write_text(HEAD + mapping, encoding="utf-8")
    return make_import(folder, folder / name, folder / "map.yaml")


def table(*rows):
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return held.getvalue()


def cells(result, row=None):
    loaded = [o for o in result.outcomes if o.response and row in (None, o.row)]
    return loaded[0].response.cells


def test_a_plain_csv_is_joined_by_link_id_with_split_columns_for_marks(tmp_path):
    content = table(["id", "seen", "modes_office", "modes_video", "rating"], ["a", "1", "1", "0", "9"])
    found = cells(brought(tmp_path, "source: plain_csv\nresponse_column: id\n", content))
    assert (found["seen"], found["modes"], text(found["rating"])) == ("1", frozenset({"office"}), "9.0000")
    assert found["clear"] is Missing.NOT_IN_FORM


def test_marks_in_one_column_are_parted_and_mapped(tmp_path):
    content = table(["id", "ways"], ["a", "At the office; By phone"], ["b", "Elsewhere"], ["c", ""])
    mapping = (
        "source: plain_csv\nresponse_column: id\nitems:\n"
        "  modes: {column: ways, values: {At the office: office, By phone: phone}}\n"
    )
    result = brought(tmp_path, mapping, content)
    assert cells(result, 2)["modes"] == frozenset({"office", "phone"})
    assert cells(result, 3)["modes"] is Missing.UNREADABLE_IMPORT
    assert cells(result, 4)["modes"] is Missing.LEFT_BLANK


def test_a_column_of_marks_may_hold_only_marks_and_blanks(tmp_path):
    content = table(["id", "modes_office", "modes_phone"], ["a", "1", "perhaps"])
    result = brought(tmp_path, "source: plain_csv\nresponse_column: id\n", content)
    assert cells(result)["modes"] is Missing.UNREADABLE_IMPORT
    assert result.outcomes[0].action == "loaded with 1 value removed"
    assert result.outcomes[0].reason == "modes_phone = 'perhaps' is not a mark (1) or empty"


def test_a_chosen_missing_option_is_no_value(tmp_path):
    content = table(["id", "gender", "race_ethnicity"], ["a", "-7", "-7"])
    found = cells(brought(tmp_path, "source: plain_csv\nresponse_column: id\n", content))
    assert found["gender"] is found["race_ethnicity"] is Missing.PREFER_NOT_TO_SAY


def test_files_without_a_response_column_name_their_responses_by_row(tmp_path):
    result = brought(tmp_path, "source: plain_csv\n", table(["seen"], ["1"], ["1"]))
    assert [o.response_id for o in result.outcomes] == [f"{result.import_id}-2", f"{result.import_id}-3"]


QUALTRICS = [
    ["ResponseId", "Status", "Q1"],
    ["Response ID", "Status", "Seen?"],
    ['{"ImportId":"_recordId"}', "{}", "{}"],
]
QMAP = "source: qualtrics_csv\nresponse_column: ResponseId\n"


def test_qualtrics_labels_are_read_through_the_value_map(tmp_path):
    mapping = QMAP + "items:\n  seen: {column: Q1, values: {Ja: '1', No: '0'}}\n"
    result = brought(tmp_path, mapping, table(*QUALTRICS, ["R_1", "0", "Ja"], ["R_2", "0", "Nein"]))
    assert cells(result, 4)["seen"] == "1"
    assert cells(result, 5)["seen"] is Missing.UNREADABLE_IMPORT


def test_a_qualtrics_file_without_import_ids_is_refused(tmp_path):
    with pytest.raises(FirstContactError, match="row 3 holds no import ids"):
        brought(tmp_path, QMAP, table(QUALTRICS[0], QUALTRICS[1], ["R_1", "0", "1"]))


REDCAP = ["record_id", "seen", "modes___office", "modes___phone", "race_ethnicity____7", "start_complete"]


def test_redcap_checkboxes_and_form_status_are_understood(tmp_path):
    content = table(REDCAP, ["1", "1", "1", "0", "1", "2"], ["2", "1", "0", "0", "0", "0"])
    result = brought(tmp_path, "source: redcap_csv\nresponse_column: record_id\n", content)
    first, second = (o.response for o in result.outcomes)
    assert first.cells["modes"] == frozenset({"office"})
    assert first.cells["race_ethnicity"] is Missing.PREFER_NOT_TO_SAY
    assert (first.state, second.state) == ("submitted", "closed_partial")
    assert second.cells["modes"] is Missing.NOT_REACHED


def test_repeated_redcap_instruments_are_refused(tmp_path):
    content = table(["record_id", "redcap_repeat_instrument", "seen"], ["1", "", "1"], ["1", "visits", "1"])
    with pytest.raises(FirstContactError, match=r"row 3: redcap_repeat_instrument is filled \(1 rows\)"):
        brought(tmp_path, "source: redcap_csv\nresponse_column: record_id\n", content)


@pytest.mark.parametrize("mark", ["-", "/"])
def test_group_prefixes_of_odk_and_kobo_are_cut(tmp_path, mark):
    names = ["instanceID", f"page_start{mark}seen", f"page_use{mark}modes"]
    content = table(names, ["u1", "1", "office phone"])
    found = cells(brought(tmp_path, "source: xlsform_csv\nresponse_column: instanceID\n", content))
    assert (found["seen"], found["modes"]) == ("1", frozenset({"office", "phone"}))


def test_split_columns_of_kobo_are_marks(tmp_path):
    names = ["_id", "page_use/modes/office", "page_use/modes/phone"]
    found = cells(brought(tmp_path, "source: xlsform_csv\nresponse_column: _id\n", table(names, ["1", "1", "0"])))
    assert found["modes"] == frozenset({"office"})


def test_a_last_part_that_two_columns_share_is_ambiguous(tmp_path):
    content = table(["_id", "a/seen", "b/seen"], ["1", "1", "1"])
    with pytest.raises(FirstContactError, match="'seen' could be the column a/seen or b/seen"):
        brought(tmp_path, "source: xlsform_csv\nresponse_column: _id\n", content)


def resource(response_id="r1", state="submitted", answers=None):
    from datetime import date

    given = answers or {"seen": "1", "modes": frozenset({"office", "home"}), "rating": 9, "keep": "All of it"}
    return questionnaire_response(PATIENT, response_id, given, state=state, authored=date(2027, 3, 9))


FMAP = "source: fhir\nresponse_column: id\n"


def test_fhir_responses_are_joined_by_link_id(tmp_path):
    lines = "\n".join(json.dumps(r) for r in (resource(), resource("r2", "open", {"seen": "1"})))
    result = brought(tmp_path, FMAP, lines, "answers.ndjson")
    first, second = (o.response for o in result.outcomes)
    assert (first.cells["seen"], first.cells["modes"]) == ("1", frozenset({"office", "home"}))
    assert (text(first.cells["rating"]), first.cells["keep"]) == ("9.0000", "All of it")
    assert (first.state, second.state) == ("submitted", "closed_partial")
    assert second.cells["rating"] is Missing.NOT_REACHED


def test_a_fhir_bundle_is_read_like_its_entries(tmp_path):
    bundle = {"resourceType": "Bundle", "entry": [{"resource": resource()}]}
    result = brought(tmp_path, FMAP, json.dumps(bundle, indent=1), "answers.json")
    assert [o.response_id for o in result.outcomes] == ["r1"]


def test_an_unknown_link_id_is_an_error(tmp_path):
    wrong = resource()
    wrong["item"][0]["item"][0]["item"][0]["linkId"] = "sene"
    with pytest.raises(FirstContactError, match="response 1: linkId 'sene' is not an item of patient_experience_short"):
        brought(tmp_path, FMAP, json.dumps(wrong), "answers.json")


def test_answers_to_another_version_are_refused(tmp_path):
    wrong = resource() | {"questionnaire": "urn:firstcontact:instrument:patient_experience_short|2"}
    with pytest.raises(FirstContactError, match="but the map names patient_experience_short version 1"):
        brought(tmp_path, FMAP, json.dumps(wrong), "answers.json")


@pytest.mark.parametrize(
    ("content", "words"), [("{nonsense", "line 1: Expecting"), ('{"resourceType": "Patient"}', "Patient is not a")]
)
def test_what_is_no_fhir_response_is_refused(tmp_path, content, words):
    with pytest.raises(FirstContactError, match=words):
        brought(tmp_path, FMAP, content, "answers.json")
