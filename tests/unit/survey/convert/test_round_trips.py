"""Made-up instruments of every kind of item and condition go out to a form and come back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstcontact.survey.convert.draft import to_yaml
from firstcontact.survey.convert.fhir_export import as_text, questionnaire
from firstcontact.survey.convert.fhir_import import import_questionnaire
from firstcontact.survey.convert.redcap_export import COLUMNS, dictionary
from firstcontact.survey.convert.redcap_import import import_redcap
from firstcontact.survey.convert.sheet_files import write_csv_folder, write_rows, write_xlsx
from firstcontact.survey.convert.xlsform_export import sheets
from firstcontact.survey.convert.xlsform_import import import_xlsform
from firstcontact.survey.instrument import content_hash, from_document, validate_document
from firstcontact.survey.instrument.build import build
from firstcontact.survey.instrument.read import read_text

CHECK = settings(
    max_examples=25,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="{}|$")
WORDS = st.text(LETTERS, min_size=1, max_size=4).map(lambda t: f"x{t}x")
ORDER = ("<", "<=", ">", ">=")


def text(draw):
    return {"en": draw(WORDS), "es": draw(WORDS)}


@st.composite
def options(draw, multi):
    codes = draw(st.lists(st.sampled_from(["1", "2", "a", "b_c", "-8"]), min_size=1, max_size=4, unique=True))
    made = []
    for code in codes:
        option = {"code": code, "label": text(draw)}
        if code == "-8":
            option["missing"] = "does_not_apply"
        elif draw(st.booleans()):
            option["score"] = draw(st.integers(-3, 3) | st.sampled_from(["0.50", "2.25"]))
        if multi and draw(st.booleans()):
            option["exclusive"] = True
        made.append(option)
    return made


@st.composite
def item(draw, number, before):
    kind = draw(st.sampled_from(["single", "multi", "rating", "integer", "decimal", "date", "text", "long_text"]))
    made = {"link_id": f"q{number}", "type": kind, "text": text(draw), "roles": ["key"]}
    if kind in ("single", "multi"):
        made["options"] = draw(options(kind == "multi"))
    if kind == "rating":
        made |= {"min": 0, "max": draw(st.integers(1, 10)), "low_label": text(draw), "high_label": text(draw)}
    if kind == "integer":
        made |= {"min": -5, "max": 50}
    if kind == "decimal":
        made |= {"min": "0.5", "max": "9.75", "decimals": 2}
    if kind == "date":
        made |= {"min_date": "2020-01-01", "max_date": "today"}
    if kind == "multi" and draw(st.booleans()):
        made["max_choices"] = draw(st.integers(1, len(made["options"])))
    if draw(st.booleans()):
        made["hint"] = text(draw)
    if draw(st.booleans()):
        made["required"] = True
    deciding = [b for b in before if b["type"] != "long_text"]
    if deciding and draw(st.booleans()):
        mode = draw(st.sampled_from(["all", "any"]))
        made["show_if"] = {mode: [draw(clause(draw(st.sampled_from(deciding))))]}
        if mode == "any":
            made["show_if"][mode] += [draw(clause(draw(st.sampled_from(deciding))))]
    return made


@st.composite
def clause(draw, controlling):
    kind, made = controlling["type"], {"item": controlling["link_id"]}
    if kind in ("single", "multi"):
        code = draw(st.sampled_from([o["code"] for o in controlling["options"]]))
        return {**made, "op": draw(st.sampled_from(["=", "!="])), "value": code}
    if kind in ("rating", "integer"):
        return {**made, "op": draw(st.sampled_from(ORDER)), "value": draw(st.integers(0, 9))}
    if kind == "date":
        return {**made, "op": draw(st.sampled_from(ORDER)), "value": "2024-02-29"}
    return {**made, "op": "exists", "value": draw(st.booleans())}


@st.composite
def documents(draw):
    items = []
    for number in range(draw(st.integers(1, 6))):
        items.append(draw(item(number, items)))
    parted = draw(st.integers(0, len(items)))
    groups = [part for part in (items[:parted], items[parted:]) if part]
    document = {
        "format": "firstcontact-instrument/1",
        "instrument_id": "made_up",
        "version": 1,
        "status": "draft",
        "title": text(draw),
        "population": "patient",
        "unit_of_report": "practice",
        "default_language": "en",
        "languages": ["en", "es"],
        "origin": "own",
        "missing_codes": ["does_not_apply"],
        "completeness": {"key_share": "0.5", "min_reportable": 1},
        "pages": [
            {"page_id": f"p{n}", "title": text(draw), "groups": [{"group_id": f"g{n}", "items": part}]}
            for n, part in enumerate(groups)
        ],
    }
    if any(f.level == "error" for f in validate_document(document)):
        for made in items:  # a condition that can never hold is not what these tests are about
            made.pop("show_if", None)
    return document


@CHECK
@given(made_up=documents())
def test_native_yaml_keeps_the_hash(made_up):
    instrument = from_document(made_up, "made up")
    assert content_hash(read_text(to_yaml(made_up), "back.yaml").data) == instrument.content_hash


@CHECK
@given(made_up=documents())
def test_fhir_keeps_the_hash(made_up, tmp_path):
    instrument = from_document(made_up, "made up")
    (tmp_path / "q.json").write_text(as_text(questionnaire(instrument)), encoding="utf-8")
    assert content_hash(import_questionnaire(tmp_path / "q.json").document) == instrument.content_hash


@CHECK
@given(made_up=documents())
def test_fhir_without_the_original_keeps_all_that_fhir_can_say(made_up, tmp_path):
    resource = questionnaire(from_document(made_up, "made up"), annotate=True)
    contained = resource.pop("contained")
    (tmp_path / "q.json").write_text(as_text(resource), encoding="utf-8")
    back = build(import_questionnaire(tmp_path / "q.json").document)
    again = questionnaire(back, annotate=True)
    assert contained
    assert again["item"] == resource["item"]


@pytest.mark.parametrize("as_folder", [False, True])
@CHECK
@given(made_up=documents())
def test_xlsform_keeps_the_hash(made_up, as_folder, tmp_path):
    instrument = from_document(made_up, "made up")
    path = tmp_path / ("form" if as_folder else "form.xlsx")
    (write_csv_folder if as_folder else write_xlsx)(sheets(instrument), path)
    assert content_hash(import_xlsform(path).document) == instrument.content_hash


@CHECK
@given(made_up=documents())
def test_xlsform_without_the_original_keeps_all_that_its_sheets_can_say(made_up, tmp_path):
    made = sheets(from_document(made_up, "made up"), native=False)
    write_csv_folder(made, tmp_path)
    again = sheets(build(import_xlsform(tmp_path).document), native=False)
    for name in ("survey", "choices"):
        expected = [{k: v for k, v in row.items() if v and k not in OURS} for row in getattr(made, name)[1]]
        assert [{k: v for k, v in row.items() if v and k not in OURS} for row in getattr(again, name)[1]] == expected


OURS = ("fc_roles", "fc_score")


@CHECK
@given(made_up=documents())
def test_redcap_keeps_all_that_a_dictionary_can_say(made_up, tmp_path):
    made = dictionary(from_document(made_up, "made up"), "en")
    write_rows(COLUMNS, made, tmp_path / "d.csv")
    again = dictionary(build(import_redcap(tmp_path / "d.csv").document), "en")
    assert [{k: v for k, v in row.items() if v} for row in again] == [
        {k: v for k, v in row.items() if v} for row in made
    ]
