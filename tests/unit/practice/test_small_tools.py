"""Paths, suggestions, expressions and hashes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.practice.scenario import expression, paths
from firstcontact.practice.scenario.hashes import canonical
from firstcontact.practice.suggest import edit_distance, nearest, unknown

NAMES = st.text("abc_", min_size=0, max_size=6)


@given(st.lists(st.one_of(st.sampled_from(["payment", "components", "pmpm"]), st.integers(0, 40)), min_size=1))
def test_a_path_that_is_shown_is_read_back(steps: list) -> None:
    assert paths.parse(paths.show(tuple(steps))) == tuple(steps)


@pytest.mark.parametrize("text", ["", "a..b", "a[x]", "a b", "[", "a[-1]"])
def test_what_is_no_path_is_none(text: str) -> None:
    assert paths.parse(text) is None


def test_a_value_is_replaced_in_a_copy() -> None:
    data = {"a": [{"b": 1}, {"b": 2}], "c": {"d": 3}}
    changed = paths.with_value(data, ("a", 1, "b"), 9)
    assert (changed["a"][1]["b"], data["a"][1]["b"]) == (9, 2)
    assert changed["c"] is data["c"]


def test_a_path_that_leads_nowhere_is_a_key_error() -> None:
    for path in (("a", 2), ("a", "b"), ("x",), ("c", "d", "e")):
        with pytest.raises(KeyError):
            paths.get({"a": [1, 2], "c": {"d": 3}}, path)


@given(NAMES, NAMES, NAMES)
def test_the_edit_distance_is_a_distance(a: str, b: str, c: str) -> None:
    assert edit_distance(a, b) == edit_distance(b, a)
    assert (edit_distance(a, b) == 0) == (a == b)
    assert edit_distance(a, c) <= edit_distance(a, b) + edit_distance(b, c)


@pytest.mark.parametrize(("a", "b", "distance"), [("pmmp", "pmpm", 2), ("kitten", "sitting", 3), ("", "abc", 3)])
def test_known_distances(a: str, b: str, distance: int) -> None:
    assert edit_distance(a, b) == distance


def test_the_nearest_name_is_at_most_three_edits_away() -> None:
    assert nearest("shar", ["kind", "share", "pmpm"]) == "share"
    assert nearest("wonderland", ["kind", "share"]) is None
    assert unknown("shar", ["kind", "share"]) == "unknown key. Did you mean share? Allowed: kind, share."


@pytest.mark.parametrize(
    ("text", "result"),
    [("1 - x", 0.75), ("2*x+1", 1.5), ("(1+x)*4", 5), ("-x", -0.25), ("x/2 - .125", 0), ("1e1 * x", 2.5), ("3-2-1", 0)],
)
def test_an_expression_in_x(text: str, result: float) -> None:
    assert expression.value(text, 0.25) == pytest.approx(result)


@pytest.mark.parametrize("text", ["", "x +", "1 2", "y", "x)", "(x", "x**2", "__import__('os')", "x.real", "1/0"])
def test_what_is_no_expression_says_why(text: str) -> None:
    assert expression.fault(text)


@given(st.floats(-5, 5), st.floats(0.1, 5))
def test_an_expression_agrees_with_python(a: float, x: float) -> None:
    text = f"({abs(a)!r} - x) * x / 2 + -3"
    assert expression.value(text, x) == pytest.approx((abs(a) - x) * x / 2 - 3)


def test_the_hashed_text_has_sorted_keys_and_shortest_numbers() -> None:
    assert canonical({"b": 1.0, "a": [0.10, None, True]}) == '{"a":[0.1,null,true],"b":1}'
