"""Shares of boxes stay within 0 and 1, and add to 1, after clamping."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.survey.score.boxes import clamped
from support.score_case import scored

SHARE = st.floats(-0.5, 1.5)


def shown(*shares: float) -> list[float]:
    return clamped(np.array([shares]))[0].tolist()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((-0.068356502056, 0.414870803047, 0.653485699009), (0, 0.346514300991, 0.653485699009)),
        ((0.780281859334, -0.100348955055, 0.320067095721), (0.679932904279, 0, 0.320067095721)),
        ((-0.1, 0.0, 1.1), (0, 0, 1)),
        ((1.2, -0.1, -0.1), (1, 0, 0)),
        ((0.2, 0.3, 0.5), (0.2, 0.3, 0.5)),
        ((-0.2, 1.2), (0, 1)),
    ],
)
def test_what_an_end_lacks_goes_to_the_middle_and_then_to_the_larger_end(before, after):
    assert shown(*before) == pytest.approx(after, abs=1e-12)


@given(SHARE, SHARE)
def test_shown_shares_are_shares(bottom, top):
    middle = 1 - bottom - top
    found = shown(bottom, middle, top)
    assert sum(found) == pytest.approx(1)
    if -1 <= middle <= 1.5:
        assert min(found) >= -1e-12
        assert max(found) <= 1 + 1e-12


def test_a_composite_averages_the_shares_of_items_and_does_not_pool_answers():
    q1 = ["1"] * 10 + ["3"] * 30 + ["4"] * 60
    q2 = (["1"] * 6 + ["3"] * 6 + ["4"] * 8) + [""] * 80
    rows = "".join(f"{u}|{a}|{b}|1\n" for u in "AB" for a, b in zip(q1, q2, strict=True))
    boxes = {"bottom": [1, 2], "middle": [3, 3], "top": [4, 4]}
    found = scored("unit|q1|q2|age\n" + rows, {"boxes": boxes}).box_share.to_pylist()
    composite = {r["box"]: r["share_unadjusted"] for r in found if r["item"] == "composite" and r["unit"] == "A"}
    assert composite == pytest.approx({"bottom": 0.2, "middle": 0.3, "top": 0.5})


def test_boxes_count_every_answer_to_the_item_also_of_responses_with_too_few_items():
    text = "unit|q1|q2|age\nA|1|2|1\nA|4|3|1\nA|4||1\nB|2|2|1\nB|4|4|1\nB|1|3|1\n"
    boxes = {"bottom": [1, 2], "top": [3, 4]}
    found = scored(text, {"boxes": boxes, "min_items_answered": 2})
    (top,) = [r for r in found.box_share.to_pylist() if (r["item"], r["unit"], r["box"]) == ("q1", "A", "top")]
    assert (top["n"], top["share_unadjusted"]) == (3, pytest.approx(2 / 3))
    assert found.score["n_used"].to_pylist() == [2, 3]


def test_a_practice_without_an_answer_to_an_item_has_no_row_of_it():
    text = "unit|q1|q2|age\nA|1|2|1\nA|4|3|1\nB|2||1\nB|4||1\nC|1|2|1\nC|4|4|1\n"
    found = scored(text, {"boxes": {"bottom": [1, 2], "top": [3, 4]}}).box_share.to_pylist()
    assert {(r["item"], r["unit"]) for r in found} == {
        (i, u) for i in ("composite", "q1", "q2") for u in "ABC" if (i, u) != ("q2", "B")
    }
    assert all(r["n"] is None for r in found if r["item"] == "composite")


def test_a_measure_of_one_item_has_no_composite():
    found = scored(
        "unit|q1|q2|age\nA|1|2|1\nA|4|3|1\nB|2|1|1\nB|4|1|1\n",
        {"items": ["q1"], "boxes": {"bottom": [1, 2], "top": [3, 4]}},
    )
    assert set(found.box_share["item"].to_pylist()) == {"q1"}
