"""Margins files, raking, post-stratification and trimming: what they do and the sentences that stop them."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcontact.errors import FirstContactError
from firstcontact.survey.weighting.calibrate import calibration
from firstcontact.survey.weighting.margins import Cells, read_margins
from firstcontact.survey.weighting.merge import merge_until
from firstcontact.survey.weighting.poststratify import poststratify
from firstcontact.survey.weighting.rake import rake
from firstcontact.survey.weighting.trim import median_cap, trim
from support import slow_estimate as slow

PEOPLE = pa.table({"age": ["y", "y", "o", "o", "o"], "sex": ["F", "M", "F", "M", "M"]})
WEIGHT = np.array([1.0, 2.0, 3.0, 4.0, 5.0])


def margins(tmp_path, text: str):
    path = tmp_path / "margins.csv"
    path.write_text(f"margin,level,target\n{text}", encoding="utf-8")
    return read_margins([path])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("age,y,3\nage,y,4\n", "margins.csv row 3: age = 'y' stands twice"),
        ("age,y,many\n", "margins.csv row 2: the target of age = 'y' is 'many'; a number above 0 is needed"),
        ("age,y,0\n", "is '0'; a number above 0 is needed"),
        ("age,y\n", "margins.csv row 2: margin, level and target are all needed"),
        ("", "the margins files hold no rows"),
    ],
)
def test_a_margins_file_that_cannot_be_read_names_the_row(tmp_path, text, sentence):
    with pytest.raises(FirstContactError) as refused:
        margins(tmp_path, text)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "age,y,3\nage,o,4\nage,75+,640\n",
            "margins.csv row 4: age = '75+' has a target of 640 but no respondent. Merge the level with its neighbor "
            "or drop the margin.",
        ),
        ("age,y,3\n", "margins.csv: age = 'o' has 3 respondents but no target"),
        ("agee,y,3\n", "the data have no column 'agee'. The nearest name is age"),
    ],
)
def test_margins_and_data_that_do_not_match_are_named(tmp_path, text, sentence):
    with pytest.raises(FirstContactError) as refused:
        calibration(PEOPLE, WEIGHT, "rake", margins(tmp_path, text))
    assert sentence in str(refused.value)


def test_margins_with_two_sums_are_refused_with_both(tmp_path):
    held = margins(tmp_path, "age,y,3\nage,o,4\nsex,F,3\nsex,M,5\n")
    how, _ = calibration(PEOPLE, WEIGHT, "rake", held)
    with pytest.raises(FirstContactError, match="the targets of age sum to 7 and those of sex to 8"):
        how.weights(WEIGHT)


def test_sums_that_differ_by_rounding_are_brought_together(tmp_path):
    held = margins(tmp_path, "age,y,3\nage,o,4\nsex,F,3.000001\nsex,M,4\n")
    how, _ = calibration(PEOPLE, WEIGHT, "rake", held)
    assert how.weights(WEIGHT).sum() == pytest.approx(7, rel=1e-12)


def test_raking_that_cannot_converge_names_the_worst_cell():
    codes = [np.array([0, 1]), np.array([0, 1])]
    cells = [
        Cells("age", codes[0], ("y", "o"), np.array([5.0, 5.0])),
        Cells("sex", codes[1], ("F", "M"), np.array([4.0, 6.0])),
    ]
    with pytest.raises(FirstContactError) as refused:
        rake(np.ones(2), cells)
    assert str(refused.value) == (
        "raking did not converge in 1000 cycles; worst cell age = y is at 0.8 of its target. "
        "Merge levels or check that the margins describe the same population."
    )


def test_poststratify_takes_one_margin_or_crossed_columns(tmp_path):
    with pytest.raises(FirstContactError, match=r"takes one margin, and the files hold 2 \(age, sex\).*age\|sex"):
        calibration(PEOPLE, WEIGHT, "poststratify", margins(tmp_path, "age,y,3\nage,o,4\nsex,F,3\nsex,M,4\n"))
    crossed = margins(tmp_path, "age|sex,y|F,1\nage|sex,y|M,2\nage|sex,o|F,3\nage|sex,o|M,4\n")
    how, _ = calibration(PEOPLE, WEIGHT, "poststratify", crossed)
    assert how.weights(WEIGHT).tolist() == pytest.approx([1, 2, 3, 4 * 4 / 9, 4 * 5 / 9])


def test_small_cells_are_merged_in_the_order_of_the_file_and_told():
    cells = Cells("age", np.array([0, 0, 1, 2, 2, 2]), ("a", "b", "c"), np.array([10.0, 20.0, 30.0]))
    made = poststratify(np.ones(6), cells, min_cell=2)
    assert made.cells.levels == ("a", "b + c")
    assert made.weight.tolist() == [5, 5, 12.5, 12.5, 12.5, 12.5]
    assert made.merged == ("post-stratification by age: 'b' has 1 respondents, fewer than 2; merged with 'c'.",)


def test_the_last_class_is_merged_with_the_one_before_it():
    groups, _ = merge_until(["a", "b", "c"], lambda g: "small" if g == [2] else None, "test")
    assert groups == [[0], [1, 2]]


@settings(max_examples=60, derandomize=True)
@given(
    rows=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), st.floats(0.1, 50)), min_size=1, max_size=40),
    shares=st.tuples(*[st.floats(0.5, 2)] * 5),
)
def test_raking_agrees_with_the_slow_twin(rows, shares):
    rows = rows + [(a, s, 1.0) for a in range(3) for s in range(2)]
    ages, sexes, weight = (np.array(c) for c in zip(*rows, strict=True))
    age, sex = np.array(shares[:3]) / sum(shares[:3]) * 100, np.array(shares[3:]) / sum(shares[3:]) * 100
    found = rake(weight, [Cells("a", ages, ("0", "1", "2"), age), Cells("s", sexes, ("0", "1"), sex)])
    wanted = slow.rake(weight.tolist(), [ages.tolist(), sexes.tolist()], [dict(enumerate(age)), dict(enumerate(sex))])
    assert found.tolist() == pytest.approx(wanted, rel=1e-10)


@settings(max_examples=100, derandomize=True)
@given(weight=st.lists(st.floats(0.01, 1000), min_size=1, max_size=30))
def test_trimming_keeps_the_sum_or_says_that_it_cannot(weight):
    weight = np.array(weight)
    cap = median_cap(weight)
    if cap * weight.size <= weight.sum():
        return
    trimmed = trim(weight, cap)
    assert trimmed.max() <= cap * (1 + 1e-12)
    assert trimmed.sum() == pytest.approx(weight.sum(), rel=1e-12)
    kept = trimmed < cap
    ratio = trimmed[kept] / weight[kept]
    assert not kept.any() or ratio.max() == pytest.approx(ratio.min(), rel=1e-9)


def test_a_cap_below_the_mean_is_refused():
    with pytest.raises(FirstContactError, match="a cap of 2 is below the mean weight"):
        trim(np.array([1.0, 5.0, 9.0]), 2.0)
