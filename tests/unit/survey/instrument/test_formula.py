import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcontact.errors import FirstContactError
from firstcontact.survey.instrument.formula import AnyOf, Choice, Constant, Name, Operation, leaves, parse
from firstcontact.survey.instrument.formula_values import evaluate

CHECK = settings(max_examples=100, derandomize=True)

NAN = float("nan")


def value(text, marks=None, **numbers):
    arrays = {k: np.array([NAN if v is None else float(v)]) for k, v in numbers.items()}
    marked = {item: {c: np.array([m]) for c, m in codes.items()} for item, codes in (marks or {}).items()}
    found = np.atleast_1d(evaluate(parse(text), arrays, marked))[0]
    return None if np.isnan(found) else float(found)


def test_the_formulas_of_the_pulse():
    change = "100 * (office + phone + video - usual) / usual"
    assert value(change, office=40, phone=10, video=0, usual=100) == -50
    assert value(change, office=40, phone=10, video=0, usual=0) is None
    assert value(change, office=40, phone=None, video=0, usual=100) is None
    expected = "0 if con = 0 else lik / 100"
    assert value(expected, con=0, lik=None) == 0
    assert value(expected, con=1, lik=60) == 0.6
    assert value(expected, con=1, lik=None) is None
    assert value(expected, con=None, lik=60) is None
    assert value("weeks < 4", weeks=3) == 1
    assert value("weeks < 4", weeks=None) is None


def test_any_of_marked_options():
    text = "any of cuts in (pay, -9)"
    assert value(text, {"cuts": {"pay": 1.0, "hours": 0.0, "-9": 0.0}}) == 1
    assert value(text, {"cuts": {"pay": 0.0, "hours": 1.0, "-9": 0.0}}) == 0
    assert value(text, {"cuts": {"pay": NAN, "hours": NAN, "-9": NAN}}) is None


def test_products_bind_closer_than_sums_and_minus_goes_from_the_left():
    assert value("2 + 3 * 4 - 1 - 1") == 12
    assert value("-(2 - 5) / 2") == 1.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a +",
        "f(a)",
        "a b",
        "a = b = c",
        "any of a",
        "2 ** 3",
        "a; b",
        "a if b",
        "(a",
        "if",
        "any of a in ()",
        "'x'",
    ],
)
def test_what_is_not_in_the_language_is_refused(text):
    with pytest.raises(FirstContactError):
        parse(text)


def test_a_formula_without_end_is_refused():
    with pytest.raises(FirstContactError, match="too long"):
        parse("(" * 5000 + "a")


def test_the_items_of_a_formula_are_found_in_every_part():
    assert [leaf.item for leaf in leaves(parse("a + b if any of m in (x) else c * 2"))] == ["m", "a", "b", "c"]


names = st.sampled_from(["a", "b", "c"])
nodes = st.recursive(
    st.builds(Constant, st.integers(0, 9).map(float)) | st.builds(Name, names),
    lambda inner: (
        st.builds(Operation, st.sampled_from(["+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">="]), inner, inner)
        | st.builds(Choice, inner, inner, inner)
    ),
    max_leaves=8,
)
inputs = st.fixed_dictionaries({k: st.none() | st.integers(-3, 3) for k in "abc"})


def written(node):
    if isinstance(node, Constant):
        return f"{node.value:.0f}"
    if isinstance(node, Name):
        return node.item
    if isinstance(node, Operation):
        return f"({written(node.left)} {node.op} {written(node.right)})"
    return f"({written(node.when_true)} if {written(node.test)} else {written(node.when_false)})"


def slowly(node, given_inputs):
    """One response, plain Python; None is NULL."""
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Name):
        return given_inputs[node.item]
    if isinstance(node, Choice):
        test = slowly(node.test, given_inputs)
        return None if test is None else slowly(node.when_true if test else node.when_false, given_inputs)
    left, right = slowly(node.left, given_inputs), slowly(node.right, given_inputs)
    if left is None or right is None or (node.op == "/" and right == 0):
        return None
    return float(eval(f"({left}) {'==' if node.op == '=' else node.op} ({right})"))


@CHECK
@given(nodes, inputs)
def test_values_agree_with_the_slow_twin(node, given_inputs):
    assert parse(written(node)) == node
    found, expected = value(written(node), **given_inputs), slowly(node, given_inputs)
    assert (found is None) == (expected is None)
    assert found is None or math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)


def test_any_of_is_parsed_with_its_codes():
    assert parse("any of m in (x, -8, 2)") == AnyOf("m", ("x", "-8", "2"))
