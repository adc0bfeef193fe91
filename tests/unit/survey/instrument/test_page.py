from datetime import date
from decimal import Decimal

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.instrument import exit_after, shipped, validate_page
from firstcontact.survey.instrument.answer_text import NotAccepted, read_answer
from firstcontact.survey.instrument.load import load
from firstcontact.survey.instrument.messages import all_messages, languages, message

TODAY = date(2027, 3, 9)
BLANK_END = {
    name: [] for name in ("mark", "health", "share_a", "share_b", "first_day", "last_day", "note", "email", "why")
}


def end(small, saved=None, **posted):
    return validate_page(small, "end", {**BLANK_END, **posted}, {"seen": "1", **(saved or {})}, "en", today=TODAY)


def kinds(result):
    return {p.name: p.kind for p in result.problems}


def test_an_answer_that_shows_another_item_brings_the_page_again(small):
    result = validate_page(small, "start", {"seen": ["1"]}, {}, "en")
    assert result.answers == {"seen": "1"}
    assert result.new_items == ("visits",)
    assert not result.may_continue


def test_a_complete_page_may_be_left(small):
    result = validate_page(small, "start", {"seen": ["1"], "visits": ["3"]}, {"seen": "1"}, "en")
    assert result.may_continue
    assert result.answers == {"seen": "1", "visits": 3}


def test_a_blank_page_gives_a_blank_for_every_item_shown(small):
    result = end(small)
    assert set(result.answers.values()) == {None}
    assert "thanks" not in result.answers
    assert result.may_continue


def test_a_required_item_is_asked_for_in_the_language_of_the_person(small):
    result = validate_page(small, "start", {"seen": []}, {}, "es")
    assert [(p.name, p.kind, p.message) for p in result.problems] == [
        ("seen", "required", "Por favor, responda esta pregunta.")
    ]


def test_answers_stay_where_another_one_is_missing(small):
    result = end(small, mark=["9"], share_a=["x"])
    assert result.answers["mark"] == 9
    assert kinds(result) == {"share_a": "not_number"}


def test_an_item_that_becomes_hidden_is_reported_with_its_old_answer(small):
    saved = {"seen": "1", "visits": 3, "clear": "2"}
    result = validate_page(small, "start", {"seen": ["0"], "visits": ["3"]}, saved, "en")
    assert set(result.hidden) == {"visits", "clear"}
    assert result.answers == {"seen": "0"}
    assert exit_after(small, {"seen": "0"}, "start").disposition == "ineligible_not_seen"
    assert exit_after(small, {"seen": "1"}, "start") is None


def test_a_soft_check_is_asked_once(small):
    posted = {**BLANK_END, "share_a": ["50"], "share_b": ["20"]}
    first = validate_page(small, "end", posted, {"seen": "1"}, "es", today=TODAY)
    assert [(p.name, p.severity, p.message) for p in first.problems] == [("sum", "soft", "Suman 70.")]
    assert validate_page(small, "end", posted, {"seen": "1"}, "es", asked=["sum"], today=TODAY).may_continue


def test_a_sum_within_its_tolerance_passes_and_waits_for_all_its_parts(small):
    assert end(small, share_a=["50.5"], share_b=["45,0"]).may_continue
    assert end(small, share_a=["50.5"]).may_continue


def test_a_hard_check_stays(small):
    result = end(small, first_day=["2027-03-02"], last_day=["2027-03-01"])
    assert kinds(result) == {"order": "check"}
    assert result.problems[0].severity == "hard"


def test_the_text_beside_an_option_is_kept_where_the_option_is_marked(small):
    saved = {"seen": "1"}
    posted = {"ways": ["other", "phone"], "ways.other": [" By letter "], "clear": [], "kind": [], "had_test": []}
    result = validate_page(small, "care", posted, saved, "en")
    assert result.answers["ways"] == frozenset({"other", "phone"})
    assert result.option_texts == {("ways", "other"): "By letter"}
    assert result.new_items == ("line_ok",)


def test_items_of_other_modules_are_not_read(small):
    posted = {**BLANK_END, "mark": ["10"], "why": ["because"]}
    assert "why" in validate_page(small, "end", posted, {}, "en").answers
    assert "why" not in validate_page(small, "end", posted, {}, "en", modules=()).answers


def test_an_unknown_page_or_language_is_refused(small):
    with pytest.raises(FirstContactError, match="small_form has no page 'middle'"):
        validate_page(small, "middle", {}, {}, "en")
    with pytest.raises(FirstContactError, match="no messages to respondents in 'km', only in en, es, pt"):
        validate_page(small, "start", {"seen": []}, {}, "km")


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        ("seen", ["1"], "1"),
        ("seen", ["1", "0"], "one_only"),
        ("seen", ["yes"], "not_an_option"),
        ("ways", ["phone", "video"], frozenset({"phone", "video"})),
        ("ways", ["phone", "video", "other"], "too_many"),
        ("ways", ["phone", "-8"], "exclusive"),
        ("ways", ["fax"], "not_an_option"),
        ("visits", ["4"], 4),
        ("visits", ["-1"], "too_small"),
        ("visits", ["100"], "too_large"),
        ("visits", ["1,234"], "thousands"),
        ("visits", ["1.234"], "thousands"),
        ("visits", ["1 234"], "thousands"),
        ("visits", ["1.5"], "not_whole"),
        ("visits", ["many"], "not_whole"),
        ("share_a", ["1,5"], Decimal("1.5")),
        ("share_a", ["1.5"], Decimal("1.5")),
        ("share_a", ["1,234"], "thousands"),
        ("share_a", ["1.25"], "decimals"),
        ("share_a", ["NaN"], "not_number"),
        ("first_day", ["2027-03-09"], TODAY),
        ("first_day", ["2027-03-10"], "too_late"),
        ("first_day", ["2019-12-31"], "too_early"),
        ("first_day", ["9.3.2027"], "not_date"),
        ("note", ["a\r\nb "], "a\nb"),
        ("note", ["x" * 501], "too_long"),
        ("note", ["  "], None),
        ("email", ["a@b.org"], "a@b.org"),
        ("email", ["a@b"], "email"),
    ],
)
def test_what_was_entered_is_read_or_refused_by_a_named_rule(small, name, texts, expected):
    try:
        found = read_answer(small.item_by_id[name], texts, TODAY)
    except NotAccepted as e:
        found = e.kind
    assert found == expected


def test_every_language_has_every_message():
    assert len({frozenset(texts) for texts in all_messages().values()}) == 1
    assert all("7" in message(language, "too_large", max=7) for language in languages())


def test_there_are_messages_in_the_languages_of_the_shipped_instruments():
    for file in shipped().values():
        assert set(load(file).languages) <= set(languages())
