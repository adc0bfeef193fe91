"""The fast scores and their slow twin agree on small made-up surveys with every option of the measure file."""

import math
from random import Random

import pyarrow as pa
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from firstcontact.errors import FirstContactError
from firstcontact.survey.score import from_mapping, score
from support.score_twin import slow_scores

UNITS = ["P1", "P2", "P3", "P4"]
THREE = {"bottom": [1, 2], "middle": [3, 3], "top": [4, 4]}
TWO = {"bottom": [1, 2], "top": [3, 4]}
ADJUSTERS = {
    "age": {"min": 1, "max": 6},
    "health": {},
    "sex": {"coding": "dummies", "reference": "1"},
    "constant": {"recode": {"three": 3}},
}
ANSWERS = [*("1234" * 8), "", "", "", "NA", "5", "-3", "2.5"]


def maybe(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | st.none() | values


@st.composite
def measures(draw, items: list[str]) -> dict:
    """One measure with some of the options."""
    halves = st.sampled_from([{"a": 0.5, "b": 0.5}, {"a": 0.25, "b": 0.75}, {"a": 1, "b": 0}])
    weights = st.fixed_dictionaries({i: st.integers(1, 3) for i in items})
    options = {
        "impute": maybe(st.just(False)),
        "item_weights": maybe(st.sampled_from([{"k": 1}, {"k": 2.5}]) | weights.map(lambda w: {"fixed": w})),
        "min_items_answered": maybe(st.integers(1, len(items))),
        "smoothing": maybe(st.sampled_from([5, 20, "estimate"])),
        "unit_weights": maybe(st.fixed_dictionaries({u: st.integers(1, 9) for u in UNITS})),
        "substratum_weights": maybe(st.fixed_dictionaries(dict.fromkeys(UNITS, halves))),
        "change": maybe(st.just(0.31)),
        "min_difference": maybe(st.just(0.1237)),
        "min_respondents": maybe(st.just(4)),
        "boxes": st.sampled_from([None, THREE, TWO]),
    }
    chosen = {k: v for k, s in options.items() if (v := draw(s)) is not None}
    if "substratum_weights" in chosen:
        chosen["substratum"] = "wing"
    if draw(st.integers(0, 5)) == 0:
        chosen.pop("item_weights", None)
        return {"measure": "m", "items": items, "kind": "item_mean"} | chosen
    adjusters = draw(st.lists(st.sampled_from(list(ADJUSTERS)), unique=True))
    return {"measure": "m", "items": items, "adjusters": adjusters} | chosen


def answers(random: Random, items: list[str]) -> dict[str, str]:
    """One response: mostly good cells, and some of each kind that is not."""
    return {i: random.choice(ANSWERS) for i in items} | {
        "age": random.choice(["1", "2", "3", "6", "4", "", "9"]),
        "health": random.choice(["1", "2", "4", "5", "."]),
        "sex": random.choice(["1", "2", "3", ""]),
        "constant": random.choice(["3", "three", ""]),
        "wing": random.choice("ab"),
        "weight": random.choice(["1", "2", "1.5", "3", "0"]),
    }


@st.composite
def surveys(draw) -> tuple[list[dict], dict]:
    items = ["q1", "q2", "q3"][: draw(st.integers(1, 3))]
    random = draw(st.randoms(use_true_random=True))
    units = [u for u in UNITS[: draw(st.integers(2, 4))] for _ in range(draw(st.integers(3, 8)))]
    rows = [answers(random, items) | {"unit": unit} for unit in [*units, ""]]
    spec = {
        "format": "firstcontact-measures/1",
        "unit": "unit",
        "items": {i: {"min": 1, "max": 4, "reverse": i == "q2" and draw(st.booleans())} for i in items},
        "adjusters": ADJUSTERS,
        "measures": [draw(measures(items))],
    }
    if draw(st.booleans()):
        spec["weight"] = "weight"
    if draw(st.integers(0, 4)) == 0:
        spec["exclude_units"] = ["P2"]
    return rows, spec


def same(mine, other) -> bool:
    if other is None or isinstance(other, str):
        return mine == other
    return mine is not None and math.isclose(float(mine), float(other), rel_tol=1e-9, abs_tol=1e-11)


@settings(max_examples=150)
@given(surveys())
def test_the_slow_twin_agrees(survey):
    rows, spec = survey
    assume(any(r["sex"] == "1" and r["unit"] not in ("", *spec.get("exclude_units", [])) for r in rows))
    try:
        found = score(pa.Table.from_pylist(rows), from_mapping(spec))
    except FirstContactError as e:
        event(str(e)[:9])
        assert refused(rows, spec)
        return
    for name, wanted in slow_scores(rows, spec).items():
        mine = found.tables[name].to_pylist()
        assert len(mine) == len(wanted)
        for one, other in zip(mine, wanted, strict=True):
            assert all(same(one[k], v) for k, v in other.items()), (name, one, other)


def refused(rows: list[dict], spec: dict) -> bool:
    """The twin divides by zero where there are fewer than two practices, or one whose answers do not differ."""
    try:
        slow_scores(rows, spec)
    except ZeroDivisionError:
        return True
    return False


@settings(max_examples=30)
@given(surveys(), st.randoms(use_true_random=False))
def test_the_order_of_the_responses_changes_nothing_that_is_shown(survey, random):
    rows, spec = survey
    try:
        before = score(pa.Table.from_pylist(rows), from_mapping(spec))
    except FirstContactError:
        assume(False)
    random.shuffle(rows)
    after = score(pa.Table.from_pylist(rows), from_mapping(spec))
    assert after.ledger == before.ledger
    for one, other in zip(after.score.to_pylist(), before.score.to_pylist(), strict=True):
        assert all(same(one[k], other[k]) for k in one)
