import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcontact.survey.convert.logic_parse import REDCAP, XLSFORM, NotRead, parse_condition
from firstcontact.survey.convert.logic_text import conditions_text, redcap, surveyjs, xlsform
from firstcontact.survey.instrument.build import condition
from firstcontact.survey.instrument.model import Item, Option

CHECK = settings(max_examples=100, derandomize=True)

ITEMS = {
    "a": Item("a", "single", {}, "p", "g", options=(Option("1", {}), Option("-7", {}))),
    "m": Item("m", "multi", {}, "p", "g", options=(Option("x", {}), Option("-8", {}))),
    "n": Item("n", "integer", {}, "p", "g"),
    "d": Item("d", "date", {}, "p", "g"),
}


class Small:
    item_by_id = ITEMS


def text(document, write):
    return conditions_text([condition(document)], Small, write)


def one(item, op, value, write):
    return text({"all": [{"item": item, "op": op, "value": value}]}, write)


@pytest.mark.parametrize(
    ("clause", "as_xlsform", "as_redcap", "as_surveyjs"),
    [
        (("a", "=", "1"), "${a} = '1'", "[a] = '1'", "{a} = '1'"),
        (("a", "!=", "1"), "not(${a} = '1')", "[a] <> '1'", "{a} != '1'"),
        (("m", "=", "x"), "selected(${m}, 'x')", "[m(x)] = '1'", "{m} contains 'x'"),
        (("m", "!=", "x"), "not(selected(${m}, 'x'))", "[m(x)] <> '1'", "{m} notcontains 'x'"),
        (("a", "exists", True), "${a} != ''", "[a] <> ''", "{a} notempty"),
        (("a", "exists", False), "${a} = ''", "[a] = ''", "{a} empty"),
        (("n", "<", 5), "(${n} != '' and ${n} < 5)", "([n] <> '' and [n] < 5)", "{n} < 5"),
        (("n", "=", 5), "${n} = 5", "[n] = '5'", "{n} = 5"),
        (("m", "exists", True), "${m} != ''", "([m(x)] = '1' or [m(-8)] = '1')", "{m} notempty"),
    ],
)
def test_a_clause_in_each_language(clause, as_xlsform, as_redcap, as_surveyjs):
    assert one(*clause, xlsform) == as_xlsform
    assert one(*clause, redcap) == as_redcap
    assert one(*clause, surveyjs) == as_surveyjs


def test_several_conditions_are_joined_so_that_each_holds():
    either = condition({"any": [{"item": "a", "op": "=", "value": c} for c in ("1", "-7")]})
    both = condition({"all": [{"item": "n", "op": "=", "value": 1}]})
    assert conditions_text([either, both], Small, redcap) == "([a] = '1' or [a] = '-7') and [n] = '1'"
    assert conditions_text([either], Small, redcap) == "[a] = '1' or [a] = '-7'"


clauses = st.one_of(
    st.tuples(st.just("a"), st.sampled_from(["=", "!="]), st.sampled_from(["1", "-7"])),
    st.tuples(st.just("m"), st.sampled_from(["=", "!="]), st.sampled_from(["x", "-8"])),
    st.tuples(st.just("n"), st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.integers(-9, 99)),
    st.tuples(st.just("d"), st.sampled_from(["<", ">="]), st.dates().map(str)),
    st.tuples(st.sampled_from(["a", "n"]), st.just("exists"), st.booleans()),
)


@pytest.mark.parametrize(("write", "dialect"), [(xlsform, XLSFORM), (redcap, REDCAP)])
@CHECK
@given(mode=st.sampled_from(["all", "any"]), chosen=st.lists(clauses, min_size=1, max_size=4))
def test_what_is_written_is_read_back(write, dialect, mode, chosen):
    document = {mode: [dict(zip(("item", "op", "value"), c, strict=True)) for c in chosen]}
    back = parse_condition(text(document, write), dialect)
    found = next(iter(back.values()))
    assert [(c["item"], c["op"], str(c["value"])) for c in found] == [(i, o, str(v)) for i, o, v in chosen]
    assert len(chosen) == 1 or next(iter(back)) == mode


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("${a}='1'", [("a", "=", "1")]),
        ("(${a} = '1')", [("a", "=", "1")]),
        ('((${a} = "1") and (${n} > 3))', [("a", "=", "1"), ("n", ">", 3)]),
        ("${a} != '1'", [("a", "!=", "1")]),
        ("(${n} != '' and ${n} < 5)", [("n", "<", 5)]),
    ],
)
def test_other_ways_to_write_the_same_are_read(expression, expected):
    found = parse_condition(expression, XLSFORM)
    assert [(c["item"], c["op"], c["value"]) for c in found["all"]] == expected


@pytest.mark.parametrize(
    ("expression", "mixed"),
    [
        ("${a} = '1' and ${a} = '2' or ${n} = 3", True),
        ("${n} > 3 and (${a} = '1' or ${a} = '2')", True),
        ("pulldata('x', 'y')", False),
        ("${a} = ${n}", False),
        ("${a}", False),
        ("not(${n} < 5)", False),
        ("${a} = '1' and", False),
        ("(${a} = '1'", False),
        ("regex(${a}, '[a-z]')", False),
    ],
)
def test_what_the_native_format_does_not_have_is_refused(expression, mixed):
    with pytest.raises(NotRead) as e:
        parse_condition(expression, XLSFORM)
    assert e.value.mixed == mixed
