import pytest

from firstcontact.survey.convert.surveyjs_export import survey
from firstcontact.survey.instrument import from_document


@pytest.fixture
def made(small):
    return survey(small)


def elements(model):
    return {e["name"]: e for p in model["pages"] for panel in p["elements"] for e in panel["elements"]}


def test_hidden_answers_are_cleared_as_in_the_native_rules(made):
    assert made["clearInvisibleValues"] == "onHidden"


def test_texts_carry_all_languages(made):
    assert made["title"] == {"default": "Small form", "es": "Formulario corto"}


def test_each_type_becomes_its_element(made):
    found = elements(made)
    assert found["seen"]["type"] == "radiogroup"
    assert found["seen"]["isRequired"] is True
    assert found["visits"] | {"title": None, "description": None} == {
        "type": "text",
        "name": "visits",
        "title": None,
        "description": None,
        "visibleIf": "{seen} = '1'",
        "inputType": "number",
        "min": 0,
        "max": 99,
    }
    assert found["ways"]["type"] == "checkbox"
    assert found["ways"]["choices"][3]["isExclusive"] is True
    assert (found["mark"]["rateMin"], found["mark"]["rateMax"]) == (0, 10)
    assert found["first_day"]["inputType"] == "date"
    assert (found["note"]["type"], found["thanks"]["type"]) == ("comment", "html")
    assert found["email"]["inputType"] == "email"


def test_a_matrix_has_the_scale_as_columns_and_the_items_as_rows(made):
    matrix = elements(made)["g_matrix_matrix"]
    assert [c["value"] for c in matrix["columns"]] == ["3", "2", "1"]
    assert [r["value"] for r in matrix["rows"]] == ["clear", "kind"]
    assert matrix["isAllRowRequired"] is False


def test_a_condition_on_a_row_of_a_matrix_names_the_matrix(document, items):
    items["told"]["show_if"] = {"all": [{"item": "clear", "op": "=", "value": "1"}]}
    found = elements(survey(from_document(document, "small")))
    assert found["told"]["visibleIf"] == "{g_matrix_matrix.clear} = '1'"


def test_one_language_is_plain_text(document):
    def english(part):
        if isinstance(part, dict):
            if set(part) == {"en", "es"}:
                part.pop("es")
            [english(v) for v in part.values()]
        elif isinstance(part, list):
            [english(v) for v in part]

    english(document)
    document.update(languages=["en"], translation_status={})
    assert survey(from_document(document, "small"))["title"] == "Small form"
