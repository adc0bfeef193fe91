import ast

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.paper import form_content, paper
from firstcontact.survey.convert.paper_words import all_words
from firstcontact.survey.instrument import from_document, load, shipped


@pytest.fixture
def form(small):
    return form_content(small, "en")


def questions(form):
    return {i["text"]: i for p in form["pages"] for g in p["groups"] for i in g["items"]}


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_instrument_is_a_tagged_pdf_in_each_of_its_languages(name):
    instrument = load(shipped()[name])
    for language in instrument.languages:
        pdf = paper(instrument, language)
        assert pdf.startswith(b"%PDF-")
        assert f"/Lang({language})".encode() in pdf
        assert b"/StructTreeRoot" in pdf
        assert b"pdfuaid" in pdf


def test_the_same_form_is_the_same_bytes(small):
    assert paper(small, "es") == paper(small, "es")


def test_questions_are_numbered_and_plain_texts_are_not(form):
    found = questions(form)
    assert found["Were you seen at ____________ in the past year?"]["number"] == 1
    assert found["Nearly done."]["number"] is None
    assert found["Anything else?"]["number"] == 15


def test_a_condition_names_the_number_and_the_label_in_the_language_of_the_form(small, form):
    found = questions(form)
    assert found["Were you told?"]["only_if"] == "Answer only if your answer to question 5 is “Yes”."
    assert found["Did the line work?"]["only_if"] == "Answer only if you marked “Phone” or “Video” in question 7."
    assert form["pages"][1]["only_if"] == "Answer only if your answer to question 1 is not “No”."
    assert form["pages"][2]["groups"][1]["only_if"] == "Answer only if your answer to question 9 is 9 or more."
    spanish = form_content(small, "es")
    assert questions(spanish)["¿Se lo dijeron?"]["only_if"] == "Responda solo si su respuesta a la pregunta 5 es «Sí»."


def test_an_exit_says_who_need_not_go_on(form):
    assert form["pages"][0]["exits"] == ["If your answer to question 1 is “No”, please stop here. Thank you."]


def test_merge_fields_are_filled_or_left_as_a_line(small):
    filled = form_content(small, "en", {"practice_name": "Oak Street"})
    assert "Were you seen at Oak Street in the past year?" in questions(filled)


def test_a_matrix_has_its_labels_as_heads_and_a_rating_its_marks(form):
    assert [h["label"] for h in form["pages"][1]["groups"][0]["heads"]] == ["Often", "At times", "Never"]
    assert questions(form)["What mark?"]["marks"] == [str(n) for n in range(11)]


def test_each_foot_names_instrument_version_and_hash(small, form):
    assert form["foot"] == f"small_form · version 1 · {small.content_hash[:8]}"


def test_only_the_modules_of_a_wave_are_printed(small):
    assert "Why so high?" not in questions(form_content(small, "en", modules=()))


def test_words_that_look_like_markup_are_printed_as_they_are(document, items):
    items["told"]["text"]["en"] = "Was *it* #told $5 @you <a> [b] \\ ?"
    instrument = from_document(document, "small")
    assert paper(instrument, "en").startswith(b"%PDF-")


def test_a_language_that_runs_from_right_to_left_is_set_so(document):
    def arabic(part):
        if isinstance(part, dict):
            if set(part) == {"en", "es"}:
                part["ar"] = part.pop("es")
            [arabic(v) for v in part.values()]
        elif isinstance(part, list):
            [arabic(v) for v in part]

    arabic(document)
    document.update(languages=["en", "ar"], translation_status={})
    instrument = from_document(document, "small")
    assert form_content(instrument, "ar")["direction"] == "rtl"
    assert paper(instrument, "ar").startswith(b"%PDF-")


def test_a_language_without_printed_words_is_refused(document):
    text = str(document).replace("'es'", "'km'")
    instrument = from_document(ast.literal_eval(text), "small")
    with pytest.raises(FirstContactError, match="not written in 'km', only in en, es, pt, ar"):
        paper(instrument, "km")


def test_every_language_has_all_printed_words():
    assert len({frozenset(words) for words in all_words().values()}) == 1
