"""An item whose conditions contradict each other is found (V27); one that some answer could show is not."""

import pytest


def clauses(*found):
    return {"all": [dict(zip(("item", "op", "value"), c, strict=True)) for c in found]}


@pytest.mark.parametrize(
    ("conditions", "never"),
    [
        ([("had_test", "=", "1"), ("had_test", "=", "0")], True),
        ([("had_test", "=", "1"), ("had_test", "!=", "1")], True),
        ([("had_test", "=", "1"), ("had_test", "!=", "0")], False),
        ([("had_test", "!=", "1"), ("had_test", "!=", "0")], False),
        ([("had_test", "exists", False), ("had_test", "=", "1")], True),
        ([("had_test", "exists", True), ("had_test", "!=", "1"), ("had_test", "!=", "0")], True),
        ([("visits", "<", 3), ("visits", ">", 5)], True),
        ([("visits", ">", 3), ("visits", "<", 5)], False),
        ([("visits", ">", 3), ("visits", "<", 5), ("visits", "!=", 4)], True),
        ([("visits", ">", 99)], True),
        ([("visits", "<", 3), ("visits", "exists", False)], True),
    ],
)
def test_contradictions_of_all_clauses_are_found(items, found, conditions, never):
    items["told"]["show_if"] = clauses(*conditions)
    assert ("V27" in found()) == never


@pytest.mark.parametrize(
    ("codes", "never"),
    [(["phone", "video"], False), (["phone", "video", "other"], True), (["phone", "-8"], True)],
)
def test_marks_that_cannot_stand_together_are_found(items, found, codes, never):
    items["line_ok"]["show_if"] = clauses(*(("ways", "=", c) for c in codes))
    assert ("V27" in found()) == never


def test_the_conditions_of_page_and_item_count_together(items, found):
    items["told"]["show_if"] = clauses(("seen", "=", "0"))
    assert "V27" in found()


def test_one_of_several_alternatives_is_enough(items, found):
    items["told"]["show_if"] = {"any": [*clauses(("seen", "=", "0"), ("had_test", "=", "1"))["all"]]}
    assert "V27" not in found()
