"""Edges of the method: small practices, nothing to adjust, missing weights, items that nobody answered."""

import pytest

from firstcontact.errors import FirstContactError
from support.score_case import PLAIN, by_unit, scored


def test_a_practice_with_one_usable_answer_is_too_few_and_shifts_nobody():
    alone = PLAIN + "C | 4 | | 3\nC | | | 1\n"
    found, without = by_unit(scored(alone)), by_unit(scored(PLAIN))
    assert found["C"] == {**dict.fromkeys(found["C"]), "measure": "m", "unit": "C", "n_all": 2, "n_used": 1} | {
        "status": "too_few"
    }
    assert found["A"] == without["A"]


def test_the_practice_left_out_is_named_in_a_warning():
    found = scored(PLAIN + "C | 4 | | 3\n")
    assert "practice C has 1 usable answers to 'm'; at least 2 are needed for a variance." in found.warnings[0]
    assert found.ledger | {"rows": 7, "used": 6, "unit too small": 1} == found.ledger


def test_fewer_than_two_practices_is_an_error():
    with pytest.raises(FirstContactError, match="1 of 1 practices have 2 or more usable responses"):
        scored(PLAIN, exclude_units=["B"])


def test_equal_answers_have_no_variance_and_smoothing_helps():
    equal = PLAIN + "C | 3 | 3 | 1\nC | 3 | 3 | 1\nC | 3 | 3 | 1\nC | 3 | 3 | 1\n"
    with pytest.raises(FirstContactError) as e:
        scored(equal)
    assert str(e.value).startswith(
        "practice C: all 4 answers are equal, so its variance is 0. Set smoothing, or raise the minimum number of"
    )
    assert by_unit(scored(equal, {"smoothing": 5}))["C"]["variance"] > 0


def test_equal_answers_with_weights_that_do_not_add_up_exactly_are_still_equal():
    lines = [line + f" | 0.{i + 1}" for i, line in enumerate(PLAIN.strip().splitlines()[1:])]
    equal = "\n".join(["unit|q1|q2|age|w", *lines, "C|3|3|1|0.1", "C|3|3|2|0.7", "C|3|3|5|0.3"])
    with pytest.raises(FirstContactError, match="practice C: all 3 answers are equal"):
        scored(equal, weight="w")


def test_a_constant_adjuster_is_dropped_with_an_empty_coefficient_and_no_degree_of_freedom():
    constant = PLAIN.replace("age", "old").replace("unit |", "unit | age |", 1)
    constant = "\n".join(
        line if i == 0 else line.replace("|", "| 3 |", 1) for i, line in enumerate(constant.strip().splitlines())
    )
    found = scored(constant, {"adjusters": ["age"]})
    assert [r["coefficient"] for r in found.coefficient.to_pylist()] == [None, None]
    assert found.measure_test["df2"].to_pylist() == [6 - 2]
    assert any("adjuster 'age' has one value only within each practice" in w for w in found.warnings)
    assert by_unit(found)["A"]["mean_adjusted"] == by_unit(scored(PLAIN))["A"]["mean_adjusted"]


def test_a_practice_without_any_answer_to_an_adjuster_takes_the_mean_of_all():
    missing = PLAIN + "C | 1 | 2 | \nC | 4 | 3 | NA\n"
    found = scored(missing, {"adjusters": ["age"]})
    assert (
        "practice C: no answer at all to adjuster 'age', so there is no practice mean to fill in. The region mean 3 is "
        "used; say so in the method note, or drop the adjuster." in found.warnings
    )
    filled = scored(missing.replace("| NA", "| 3").replace("2 | \n", "2 | 3\n"), {"adjusters": ["age"]})
    assert by_unit(found)["C"]["mean_adjusted"] == pytest.approx(by_unit(filled)["C"]["mean_adjusted"], rel=1e-14)


def test_mode_drop_loses_responses_without_an_adjuster_and_says_so():
    found = scored(PLAIN + "A | 1 | 1 | \nB | 4 | 4 | 7\n", {"adjusters": ["age"], "impute": False})
    assert found.ledger["adjuster missing in mode drop"] == 2
    assert found.account == "8 responses = 6 used + 2 not used (2 adjuster missing in mode drop)."


def test_every_row_is_accounted_for_by_its_reason():
    found = scored(
        PLAIN + " | 1 | 1 | 1\nNA | 1 | 1 | 1\nA | | 9 | 1\nZ | 1 | 2 | 3\nY | 1 | 1 | 1\n", exclude_units=["Z"]
    )
    assert found.account == (
        "11 responses = 6 used + 5 not used (2 blank unit, 1 excluded unit, 1 no usable answer, 1 unit too small)."
    )


def test_only_included_units_are_scored_and_an_unknown_one_is_warned_of():
    found = scored(PLAIN + "C | 4 | 4 | 3\nC | 1 | 4 | 3\n", include_units=["A", "B", "X"])
    assert found.score["unit"].to_pylist() == ["A", "B"]
    assert found.warnings[0] == "include_units or exclude_units names 'X', which no response has."


def test_a_response_of_weight_0_counts_nowhere():
    weighted = "\n".join(f"{line} | {'w' if i == 0 else 2}" for i, line in enumerate(PLAIN.strip().splitlines()))
    found = scored(weighted + "\nA | 4 | 4 | 1 | 0", weight="w")
    plain = scored(PLAIN)
    assert found.ledger["weight 0"] == 1
    assert by_unit(found)["A"] | {"n_all": 3} == by_unit(plain)["A"]


@pytest.mark.parametrize(("cell", "words"), [("", "is missing"), ("-2.5", "is negative")])
def test_a_weight_that_is_none_is_refused(cell, words):
    weighted = "\n".join(f"{line} | {'w' if i == 0 else 2}" for i, line in enumerate(PLAIN.strip().splitlines()))
    with pytest.raises(
        FirstContactError, match=rf"column 'w' row 7 \(the header not counted\): the weight {words} in 1 "
    ):
        scored(weighted + f"\nA | 4 | 4 | 1 | {cell}", weight="w")


def test_equal_weights_of_items_need_every_item_in_every_practice():
    lacking = PLAIN + "C | 1 | | 1\nC | 4 | | 2\n"
    for rule in ("equal", "responses"):
        with pytest.raises(
            FirstContactError, match=f"practice C has no answer to 'q2', and item_weights: {rule} needs"
        ):
            scored(lacking, {"item_weights": rule})
    assert by_unit(scored(lacking))["C"]["n_used"] == 2


def test_a_practice_is_not_rewarded_for_lacking_the_hard_item():
    # q1 is easy (3.5 on average), q2 hard (1.5); C has only q1, exactly at its mean.
    text = "unit|q1|q2|age\nA|3|1|1\nA|4|2|1\nB|3|1|1\nB|4|2|1\nC|3||1\nC|4||1\n"
    found = by_unit(scored(text))
    assert found["C"]["mean_adjusted"] == pytest.approx(found["A"]["mean_adjusted"], rel=1e-14) == pytest.approx(2.5)


def test_capped_weights_of_items_give_the_worked_composite():
    import numpy as np

    from firstcontact.survey.score.composite import ItemWeights, item_weights
    from firstcontact.survey.score.spec import Measure

    measure = Measure(measure="m", items=["a", "b", "c"], item_weights={"k": 16})
    weights = item_weights(measure, np.array([[8, 20, 33], [99, 99, 99]]), ["P", "Q"])
    assert weights.w[0] == pytest.approx([0.2, 0.4, 0.4])
    means = np.array([[3.70, 2.95, 2.55], [3.50, 2.85, 2.45]])
    assert weights.combine(means)[0] == pytest.approx(3.06)
    assert ItemWeights(weights.w, centred=False).combine(means)[0] == pytest.approx(2.94)


def test_an_item_that_nobody_answered_is_left_out_of_the_composite():
    found = scored(
        PLAIN.replace("q2", "q3")
        .replace("unit |", "unit | q2 |", 1)
        .replace("A    |", "A | |")
        .replace("B    |", "B | |"),
        {},
    )
    assert by_unit(found)["A"]["mean_adjusted"] == pytest.approx(7 / 3)


def test_fixed_weights_are_spread_over_the_items_that_a_practice_has():
    lacking = PLAIN + "C | 1 | | 1\nC | 4 | | 2\n"
    found = by_unit(scored(lacking, {"item_weights": {"fixed": {"q1": 0.6, "q2": 0.4}}}))
    easy, hard = (7 / 3 + 3 + 2.5) / 3, (7 / 3 + 3) / 2
    assert found["C"]["mean_adjusted"] == pytest.approx((2.5 - easy) + (easy + hard) / 2)
    full = by_unit(scored(PLAIN, {"item_weights": {"fixed": {"q1": 6, "q2": 4}}}))
    assert full["A"]["mean_adjusted"] == pytest.approx(7 / 3)
    with pytest.raises(FirstContactError, match="practice C has answers only to items of weight 0"):
        scored(lacking, {"item_weights": {"fixed": {"q1": 0, "q2": 1}}})


SPLIT = """
unit | wing | q1 | q2 | age
A    | old  | 3  | 3  | 1
A    | old  | 4  | 3  | 2
A    | new  | 2  | 3  | 2
A    | new  | 3  | 2  | 4
B    | old  | 1  | 2  | 2
B    | old  | 2  | 4  | 3
"""
SHARES = {"A": {"old": 0.6, "new": 0.4}, "B": {"old": 1}}


def test_sub_samples_are_put_together_by_their_shares():
    found = by_unit(scored(SPLIT, {"substratum": "wing", "substratum_weights": SHARES}))
    assert found["A"]["mean_adjusted"] == pytest.approx(0.6 * 3.25 + 0.4 * 2.5)
    old, new = 0.25**2 * 2 / 4, 0.0  # d of each response is half of its items' distances over n
    assert found["A"]["variance"] == pytest.approx(0.36 * old + 0.16 * new)


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ({"A": {"old": 0.6, "new": 0.4}}, "substratum_weights does not name practice B"),
        (SHARES | {"B": {"old": 0.9}}, "the shares of practice B in substratum_weights add to 0.9; they must add to 1"),
        (SHARES | {"A": {"old": 1}}, "practice A has responses with wing 'new', but substratum_weights gives"),
    ],
)
def test_shares_of_sub_samples_must_be_complete(shares, sentence):
    with pytest.raises(FirstContactError, match=sentence):
        scored(SPLIT, {"substratum": "wing", "substratum_weights": shares})


def test_a_practice_with_too_small_a_sub_sample_leaves_as_a_whole():
    small = SPLIT + "C | old | 1 | 2 | 2\nC | old | 3 | 2 | 2\nC | new | 4 | 2 | 2\n"
    shares = SHARES | {"C": {"old": 0.5, "new": 0.5}}
    found = by_unit(scored(small, {"substratum": "wing", "substratum_weights": shares}))
    assert (found["C"]["status"], found["C"]["n_used"]) == ("too_few", 3)


def test_weights_of_practices_may_be_a_column():
    column = "\n".join(
        f"{line} | {'w' if i == 0 else 30 if line.startswith('A') else 10}"
        for i, line in enumerate(PLAIN.strip().splitlines())
    )
    by_column, by_mapping = (scored(column, {"unit_weights": w}) for w in ("w", {"A": 3, "B": 1}))
    assert by_column.score.equals(by_mapping.score)
    assert by_column.measure_test["overall_mean"].to_pylist() == [pytest.approx(0.75 * 7 / 3 + 0.25 * 3)]


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ({"A": 1}, "do not name practice B"),
        ({"A": 1, "B": -1}, "hold a negative number, or only zeros"),
        ("age", "of practice A in column 'age' are not one number"),
    ],
)
def test_weights_of_practices_that_do_not_fit_are_refused(weights, sentence):
    with pytest.raises(FirstContactError, match=sentence):
        scored(PLAIN, {"unit_weights": weights})


def test_one_practice_with_all_the_weight_has_no_difference_and_no_test():
    found = by_unit(scored(PLAIN, {"unit_weights": {"A": 1, "B": 0}}))
    assert (found["A"]["difference"], found["A"]["se"], found["A"]["t"], found["A"]["p"], found["A"]["stars"]) == (
        0, 0, None, None, 2,
    )  # fmt: skip


def test_a_column_that_the_table_lacks_is_named():
    with pytest.raises(FirstContactError, match=r"names column 'q9' \(items.q1\), but the file has no such column"):
        scored(PLAIN, items={"q1": {"min": 1, "max": 4, "column": "q9"}, "q2": {"min": 1, "max": 4}})


def test_a_table_without_rows_is_refused():
    with pytest.raises(FirstContactError, match="has a header but no row"):
        scored("unit | q1 | q2 | age")


def test_practices_that_do_not_differ_have_reliability_0():
    same = "unit|q1|q2|age\n" + "".join(f"{u}|{a}|{a}|1\n" for u in "AB" for a in (1, 2, 3, 4))
    found = scored(same)
    assert found.measure_test["between_variance"].to_pylist() == [0]
    assert found.measure_test["reliability"].to_pylist() == [0]
    assert [r["reliability"] for r in found.score.to_pylist()] == [0, 0]
    assert {r["status"] for r in scored(same, {"min_respondents": 2}).score.to_pylist()} == {"low_reliability"}


def test_the_direction_changes_no_number():
    low = scored(PLAIN, {"direction": "lower_is_better"})
    assert low.score.equals(scored(PLAIN).score)
