import copy
import json
from datetime import date
from decimal import Decimal

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert import questionnaire_response, read_response
from firstcontact.survey.convert.fhir_export import as_text, questionnaire
from firstcontact.survey.convert.fhir_import import import_questionnaire
from firstcontact.survey.instrument import content_hash, from_document, load, shipped, validate_document
from support.shared import SHARED, needs_specs

WORKED = SHARED / "specs" / "surveys" / "worked" / "instrument"
ANSWERS = {
    "seen": "1",
    "n_visits": 4,
    "clear": "4",
    "heard": "3",
    "had_test": "0",
    "ways": frozenset({"office", "video"}),
    "video_ok": "1",
    "mark": 9,
    "health": "-7",
    "last_date": date(2027, 3, 2),
}


@pytest.fixture
def imported(tmp_path):
    """Imports a resource by way of a file."""

    def go(resource):
        file = tmp_path / "q.json"
        file.write_text(as_text(resource), encoding="utf-8")
        return import_questionnaire(file)

    return go


def item_of(resource, link_id):
    for item in resource.get("item", []):
        found = item if item["linkId"] == link_id else item_of(item, link_id)
        if found:
            return found
    return None


@needs_specs
def test_the_worked_questionnaire_is_made_byte_for_byte():
    made = as_text(questionnaire(load(WORKED / "clinic_checkin.yaml")))
    assert made == (WORKED / "clinic_checkin.questionnaire.r4.json").read_text(encoding="utf-8")


@needs_specs
def test_the_worked_response_is_made_byte_for_byte_and_read_back():
    instrument = load(WORKED / "clinic_checkin.yaml")
    made = questionnaire_response(instrument, "resp-0001", ANSWERS, state="submitted", authored=date(2027, 3, 9))
    assert as_text(made) == (WORKED / "clinic_checkin.response.r4.json").read_text(encoding="utf-8")
    assert read_response(instrument, made) == ANSWERS


@needs_specs
def test_the_worked_questionnaire_comes_back_with_its_hash_and_status():
    found = import_questionnaire(WORKED / "clinic_checkin.questionnaire.r4.json")
    assert content_hash(found.document) == (WORKED / "clinic_checkin.sha256").read_text().strip()
    assert (found.document["status"], found.warnings) == ("final", [])


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("annotate", [False, True])
def test_shipped_instruments_keep_their_hash(name, annotate, imported):
    instrument = load(shipped()[name])
    found = imported(questionnaire(instrument, annotate=annotate))
    assert content_hash(found.document) == instrument.content_hash


def test_annotated_questionnaires_name_the_ends_of_ratings_and_the_title_in_all_languages(small):
    made = questionnaire(small, annotate=True)
    ends = [(i["linkId"], i["text"]) for i in item_of(made, "mark")["item"]]
    assert ends == [("mark.low", "Worst"), ("mark.high", "Best")]
    assert made["_title"]["extension"][0]["extension"][1]["valueString"] == "Formulario corto"


def test_the_parts_of_an_item_stand_where_r4_wants_them(small):
    made = questionnaire(small)
    visits = item_of(made, "visits")
    assert visits["item"][0] | {"_text": None} == {
        "linkId": "visits.help",
        "text": "A guess will do.",
        "_text": None,
        "type": "display",
        "extension": visits["item"][0]["extension"],
    }
    assert item_of(made, "ways")["type"] == "open-choice"
    assert item_of(made, "group.g_extra")["enableWhen"] == [{"question": "mark", "operator": ">=", "answerInteger": 9}]
    assert item_of(made, "page.care")["enableBehavior"] == "all"
    assert "in the past year?" in item_of(made, "seen")["text"]
    assert item_of(made, "page.start.intro")["type"] == "display"


def test_an_edited_questionnaire_is_refused_with_its_first_difference(small, imported):
    edited = copy.deepcopy(questionnaire(small))
    item_of(edited, "told")["text"] = "Did they tell you?"
    sentence = "its items no longer match the embedded original (first difference: item 'told')."
    with pytest.raises(FirstContactError) as e:
        imported(edited)
    assert f"the questionnaire was edited after export; {sentence}" in str(e.value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda r: r["extension"][1].update(valueString="0" * 64), "does not have its content hash"),
        (lambda r: r["extension"].pop(1), "an embedded original but no content hash"),
        (lambda r: r["contained"][0].update(data="%%%"), "is not base64"),
        (lambda r: r.update(resourceType="Patient"), "is no FHIR Questionnaire"),
        (lambda r: r.update(item={"linkId": "x"}), "is not a Questionnaire of FHIR R4"),
        (lambda r: item_of(r, "told").update(type="coding"), "is FHIR R5 (item 'told' has type coding"),
        (lambda r: r["item"].append({"linkId": "new", "type": "display", "text": "x"}), "first difference: item 'new'"),
    ],
)
def test_broken_questionnaires_are_refused_with_a_reason(small, imported, change, sentence):
    spoiled = copy.deepcopy(questionnaire(small))
    change(spoiled)
    with pytest.raises(FirstContactError) as e:
        imported(spoiled)
    assert sentence in str(e.value)


def foreign(*items, **more):
    return {
        "resourceType": "Questionnaire",
        "url": "https://example.org/Questionnaire/Check-In",
        "item": [*items],
        **more,
    }


def question(link_id, kind, **more):
    return {"linkId": link_id, "type": kind, "text": f"{link_id}?", **more}


def choice(link_id, **more):
    options = [{"valueCoding": {"code": c, "display": c.upper()}} for c in ("a", "b")]
    return question(link_id, "choice", answerOption=options, **more)


def test_a_foreign_questionnaire_is_mapped_with_role_background_and_a_warning(imported):
    found = imported(foreign(choice("Q.1"), question("Q.2", "boolean"), title="Check"))
    made = [i for p in found.document["pages"] for g in p["groups"] for i in g["items"]]
    assert [(i["link_id"], i["type"], i["roles"]) for i in made] == [
        ("q_1", "single", ["background"]),
        ("q_2", "single", ["background"]),
    ]
    assert found.document["instrument_id"] == "check_in"
    assert [o["code"] for o in made[1]["options"]] == ["1", "0"]
    assert "Measures, adjusters and exits stay empty" in found.warnings[0]
    rules = {f.rule for f in validate_document(found.document)}
    assert rules == {"V44", "V60"}


def test_the_conditions_of_a_foreign_questionnaire_are_kept(imported):
    when = [
        {"question": "q1", "operator": "=", "answerCoding": {"code": "a"}},
        {"question": "q2", "operator": "=", "answerBoolean": True},
        {"question": "q3", "operator": ">", "answerDecimal": 1.5},
        {"question": "q1", "operator": "exists", "answerBoolean": False},
    ]
    last = question("q4", "string", enableWhen=when, enableBehavior="any")
    found = imported(foreign(choice("q1"), question("q2", "boolean"), question("q3", "decimal"), last))
    shown = found.document["pages"][0]["groups"][0]["items"][3]["show_if"]["any"]
    assert [(c["item"], c["op"], c["value"]) for c in shown] == [
        ("q1", "=", "a"),
        ("q2", "=", "1"),
        ("q3", ">", "1.5"),
        ("q1", "exists", False),
    ]


def test_questions_within_questions_are_flattened_with_a_warning(imported):
    found = imported(foreign(choice("outer", item=[question("inner", "string")])))
    assert [i["link_id"] for i in found.document["pages"][0]["groups"][0]["items"]] == ["outer", "inner"]
    assert "item 'outer' holds other items; they now follow it." in found.warnings


@pytest.mark.parametrize("kind", ["attachment", "reference", "quantity", "url", "time", "dateTime"])
def test_types_that_the_native_format_does_not_have_are_refused_by_item(imported, kind):
    with pytest.raises(FirstContactError, match=f"item 'q1' has type {kind}, which the native format does not have"):
        imported(foreign(question("q1", kind)))


def test_code_expressions_and_value_sets_are_refused_and_initial_values_warned_of(imported):
    sdc = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
    with pytest.raises(FirstContactError, match="item 'q1' has a code expression"):
        imported(foreign(question("q1", "integer", extension=[{"url": sdc}])))
    with pytest.raises(FirstContactError, match="item 'q1' lists no options"):
        imported(foreign(question("q1", "choice", answerValueSet="http://x")))
    found = imported(foreign(question("q1", "integer", initial=[{"valueInteger": 1}])))
    assert any("its initial value is not imported" in w for w in found.warnings)


def test_a_language_without_all_texts_is_left_out_with_a_warning(small, imported):
    resource = copy.deepcopy(questionnaire(small, annotate=True))
    del resource["contained"]
    assert imported(resource).document["languages"] == ["en", "es"]
    del item_of(resource, "told")["_text"]
    found = imported(resource)
    assert found.document["languages"] == ["en"]
    assert any(w.startswith("language es lacks 1 of ") for w in found.warnings)


def test_without_the_original_the_visible_items_come_back_as_they_were(small, imported):
    resource = questionnaire(small, annotate=True)
    del resource["contained"]
    document = imported(resource).document
    document.update(origin="own")
    next(i for p in document["pages"] for g in p["groups"] for i in g["items"])["roles"] = ["key"]
    again = from_document(document, "again")
    unchanged = [i for i in small.items if i.type not in ("info", "date")]
    for item in unchanged:
        back = again.item_by_id[item.link_id]
        assert (back.type, back.text.keys(), back.show_if) == (item.type, item.text.keys(), item.show_if)
        assert [(o.code, o.label, o.score, o.missing, o.exclusive) for o in back.options] == [
            (o.code, o.label, o.score, o.missing, o.exclusive) for o in item.options
        ]


def test_a_response_leaves_out_personal_data_and_blanks(small):
    answers = {"seen": "1", "email": "a@b.org", "note": "", "share_a": Decimal("1.5"), "ways": frozenset({"other"})}
    texts = {("ways", "other"): "By letter"}
    made = questionnaire_response(
        small, "row 1", answers, state="closed_partial", authored=date(2027, 1, 1), option_texts=texts
    )
    assert (made["status"], made["identifier"]) == ("stopped", {"value": "row 1"})
    assert "id" not in made
    assert not item_of(made, "email")
    assert not item_of(made, "note")
    assert item_of(made, "share_a")["answer"] == [{"valueDecimal": 1.5}]
    assert item_of(made, "ways")["answer"][1] == {"valueString": "By letter"}
    assert read_response(small, made) == {k: v for k, v in answers.items() if k not in ("email", "note")}


def test_an_unknown_link_id_in_a_response_is_an_error(small):
    resource = {"resourceType": "QuestionnaireResponse", "item": [{"linkId": "sneezed", "answer": []}]}
    with pytest.raises(FirstContactError, match="linkId 'sneezed', which small_form does not have"):
        read_response(small, resource)
    with pytest.raises(FirstContactError, match="A QuestionnaireResponse is needed"):
        read_response(small, json.loads("{}"))
