"""The measure file is strict, and says where it is wrong."""

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.score import from_mapping, load_measures
from support.score_case import document

GOOD = """\
format: firstcontact-measures/1
unit: practice
missing: ["", NA, 099]
exclude_units: [007]
items:
  q1: {min: 1, max: 4}
  q2: {min: 1, max: 4, recode: {"8": null, often: 4}}
adjusters:
  sex: {coding: dummies, reference: "1"}
measures:
  - measure: composite
    items: [q1, q2]
    adjusters: [sex]
    boxes: {bottom: [1, 2], middle: [3, 3], top: [4, 4]}
"""


def load(tmp_path, text: str):
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    return load_measures(path)


def refused(tmp_path, old: str, new: str) -> str:
    assert old in GOOD
    with pytest.raises(FirstContactError) as e:
        load(tmp_path, GOOD.replace(old, new, 1))
    return str(e.value)


def test_defaults_are_those_of_the_method(tmp_path):
    (measure,) = load(tmp_path, GOOD).measures
    assert measure.item_weights.k == 1
    assert (measure.kind, measure.impute, measure.min_items_answered, measure.alpha) == ("adjusted", True, 1, 0.05)
    assert (measure.min_respondents, measure.min_reliability, measure.change) == (30, 0.70, 0)


def test_codes_and_units_stay_as_written(tmp_path):
    file = load(tmp_path, GOOD)
    assert file.missing == ["", "NA", "099"]
    assert file.exclude_units == ["007"]
    assert file.items["q2"].recode == {"8": None, "often": 4}


def test_an_empty_list_of_units_may_be_null(tmp_path):
    assert load(tmp_path, GOOD + "include_units: null\n").include_units is None


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("unit: practice", "unit: practice\nunits: x", "m.yaml line 3: units: is not a key of a measure file."),
        ("min: 1, max: 4}\n  q2", "min: 1, max: 4, lo: 2}\n  q2", "line 6: items.q1.lo: is not a key of an item."),
        ("reference: ", "ref: 2, reference: ", "line 9: adjusters.sex.ref: is not a key of an adjuster."),
        ("    adjusters: [sex]", "    adjuster: [sex]", "line 13: measures.0.adjuster: is not a key of a measure."),
        ("unit: practice\n", "", "line 1: unit: is missing. Add it; a measure file needs it."),
        ("q1: {min: 1, max: 4}", "q1: {min: 1}", "line 6: items.q1.max: is missing. Add it; an item needs it."),
        ("measures/1", "measures/2", "line 1: format: 'firstcontact-measures/2' is not one of"),
        ("q1: {min: 1, max: 4}", "q1: {min: 4, max: 1}", "line 6: items.q1: min 4 is not below max 1."),
        ("q1: {min: 1, max: 4}", "q1: {min: true, max: 4}", "items.q1.min: is a truth value; a number is needed."),
        ('reference: "1"', "min: 1", "line 9: adjusters.sex: coding dummies needs a reference"),
        ("items: [q1, q2]", "items: [q1, q3]", "line 12: items: 'q3' is not under items of the file (q1, q2)."),
        ("items: [q1, q2]", "items: [q1, q1]", "line 12: items: 'q1' stands twice in measure 'composite'."),
        ("adjusters: [sex]", "adjusters: [age]", "line 13: adjusters: 'age' is not under adjusters of the file (sex)."),
        ("q2: {min: 1", "q2: {min: 0", "items: 'q2' has scores 0 to 4, 'q1' 1 to 4. All items of a measure need"),
        ("[3, 3]", "[2, 3]", "line 14: boxes: middle is 2 to 3 but must begin at 3;"),
        ("top: [4, 4]", "top: [4, 5]", "line 14: boxes: two or three boxes must cover 1 to 4 once; these end at 5."),
        ("adjusters: [sex]", "min_items_answered: 3", "min_items_answered 3 is more than the 2 items."),
        ("adjusters: [sex]", "item_weights: {fixed: {q1: 1}}", "fixed needs one weight for each item of the measure"),
        ("adjusters: [sex]", "item_weights: {fixed: {q1: 0, q2: 0}}", "fixed weights are all 0."),
        (
            "adjusters: [sex]",
            "item_weights: {k: 0}",
            "item_weights.k: '0': input should be greater than or equal to 1.",
        ),
        ("adjusters: [sex]", "item_weights: some", "line 13: measures.0.item_weights: 'some' is not one of"),
        ("adjusters: [sex]", "item_weights: {j: 1}", "item_weights"),
        ("adjusters: [sex]", "smoothing: auto", "line 13: measures.0.smoothing"),
        ("adjusters: [sex]", "substratum: wing", "substratum and substratum_weights belong together."),
        ("adjusters: [sex]", "alpha: 5", "line 13: measures.0.alpha: '5'"),
        ("adjusters: [sex]", "adjusters: [sex]\n    kind: item_mean", "kind item_mean is not adjusted."),
        ("adjusters: [sex]", "kind: item_mean\n    item_weights: {k: 9}", "kind item_mean weighs its items equally."),
        ("measure: composite", "measure: a b", "measures.0.measure: 'a b' may hold letters, digits"),
        ("[q1, q2]", "[]", "line 12: measures.0.items: '[]'"),
        ("format: ", "? [", "line "),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, old, new, sentence):
    assert sentence in refused(tmp_path, old, new)


def test_the_allowed_keys_are_listed(tmp_path):
    assert "Allowed keys: min, max, column, recode, reverse." in refused(tmp_path, "max: 4}", "max: 4, top: 3}")


def test_two_measures_need_two_names():
    twice = document()
    twice["measures"] *= 2
    with pytest.raises(FirstContactError, match="measure 'm' stands 2 times"):
        from_mapping(twice)


def test_an_item_cannot_take_the_name_of_the_composite():
    items = {"composite": {"min": 1, "max": 4}, "q2": {"min": 1, "max": 4}}
    boxes = {"bottom": [1, 2], "top": [3, 4]}
    with pytest.raises(FirstContactError, match="'composite' is the name of the whole measure"):
        from_mapping(document({"items": ["composite", "q2"], "boxes": boxes}, items=items))


def test_a_file_that_is_absent_or_not_utf8_is_a_sentence(tmp_path):
    with pytest.raises(FirstContactError, match="no readable measure file"):
        load_measures(tmp_path / "none.yaml")
    (tmp_path / "m.yaml").write_bytes(b"unit: \xff")
    with pytest.raises(FirstContactError, match=r"m.yaml is not UTF-8 \(byte 7\)"):
        load_measures(tmp_path / "m.yaml")
    with pytest.raises(FirstContactError, match="begins with format"):
        load(tmp_path, "- 1\n")
