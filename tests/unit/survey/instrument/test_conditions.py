from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcontact.survey.instrument import holds, next_page, visible_items, visible_pages
from firstcontact.survey.instrument.build import condition
from firstcontact.survey.instrument.model import Item

CHECK = settings(max_examples=100, derandomize=True)

ITEMS = {
    "a": Item("a", "single", {}, "p", "g"),
    "m": Item("m", "multi", {}, "p", "g"),
    "n": Item("n", "integer", {}, "p", "g"),
    "x": Item("x", "decimal", {}, "p", "g"),
    "d": Item("d", "date", {}, "p", "g"),
}


def true(answers, *clause):
    return holds(condition({"all": [dict(zip(("item", "op", "value"), clause, strict=True))]}), ITEMS, answers)


@pytest.mark.parametrize(
    ("a", "m", "expected"),
    [
        ("1", {"x", "y"}, (True, False, True, True, False)),
        ("0", {"y"}, (False, True, True, False, True)),
        (None, None, (False, True, False, False, True)),
    ],
)
def test_the_truth_cases_of_the_format(a, m, expected):
    answers = {"a": a, "m": m and frozenset(m)}
    clauses = [("a", "=", "1"), ("a", "!=", "1"), ("a", "exists", True), ("m", "=", "x"), ("m", "!=", "x")]
    assert tuple(true(answers, *c) for c in clauses) == expected


def test_a_chosen_missing_option_is_an_answer():
    assert true({"a": "-7"}, "a", "exists", True)


def test_order_needs_an_answer():
    assert not true({}, "n", "<", 5)
    assert true({"n": 4}, "n", "<", 5)
    assert true({"x": Decimal("1.50")}, "x", "=", "1.5")


def test_dates_compare_by_day():
    assert true({"d": "2027-03-02"}, "d", ">", "2027-01-31")


def test_a_hidden_item_counts_as_having_no_answer_so_chains_close(small):
    answers = {"seen": "1", "had_test": "0", "told": "3"}
    assert "told" not in [i.link_id for i in visible_items(small, answers)]
    hidden_page = {"seen": "0", "had_test": "1", "told": "3"}
    assert not {"had_test", "told"} & {i.link_id for i in visible_items(small, hidden_page)}


def test_a_page_whose_condition_fails_is_passed_over(small):
    assert [p.page_id for p in visible_pages(small, {"seen": "0"})] == ["start", "end"]
    assert next_page(small, {"seen": "0"}, "start").page_id == "end"
    assert next_page(small, {"seen": "1"}, "start").page_id == "care"
    assert next_page(small, {}).page_id == "start"
    assert next_page(small, {"seen": "1"}, "end") is None


def test_items_of_a_rotating_module_are_shown_only_where_it_is_assigned(small):
    answers = {"seen": "1", "mark": 10}
    assert "why" in [i.link_id for i in visible_items(small, answers)]
    assert "why" not in [i.link_id for i in visible_items(small, answers, modules=())]
    assert "seen" in [i.link_id for i in visible_items(small, answers, modules=())]


def test_an_item_outside_modules_is_always_in_the_form(small):
    assert "clear" in [i.link_id for i in visible_items(small, {"seen": "1"}, page_id="care", modules=())]


codes = st.sampled_from(["0", "1", "-7"])
clauses = st.one_of(
    st.tuples(st.just("a"), st.sampled_from(["=", "!="]), codes),
    st.tuples(st.just("m"), st.sampled_from(["=", "!="]), codes),
    st.tuples(st.just("n"), st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.integers(-3, 3)),
    st.tuples(st.sampled_from(["a", "m", "n"]), st.just("exists"), st.booleans()),
)
answers = st.fixed_dictionaries(
    {
        "a": st.none() | codes,
        "m": st.frozensets(codes),
        "n": st.none() | st.integers(-3, 3),
    }
)


def slowly(clause, given_answers):
    """The meaning of a clause as the format tells it: any answer equals, no answer equals, an answer compares so."""
    item, op, value = clause
    found = given_answers[item]
    values = list(found) if item == "m" else [] if found is None else [found]
    if op == "exists":
        return (len(values) > 0) == value
    if op == "=":
        return value in values
    if op == "!=":
        return value not in values
    return any(eval(f"{v} {op} {value}") for v in values)


@CHECK
@given(st.lists(clauses, min_size=1, max_size=4), answers)
def test_all_and_any_agree_with_the_slow_twin(chosen, given_answers):
    parts = [dict(zip(("item", "op", "value"), c, strict=True)) for c in chosen]
    each = [slowly(c, given_answers) for c in chosen]
    assert holds(condition({"all": parts}), ITEMS, given_answers) == all(each)
    assert holds(condition({"any": parts}), ITEMS, given_answers) == any(each)
