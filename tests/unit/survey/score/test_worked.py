"""The worked run of the method: four practices, twelve variants, every column to 1e-9."""

import csv
from copy import deepcopy

import pyarrow as pa
import pytest
import yaml

from firstcontact.survey.score import from_mapping, load_measures, score
from firstcontact.survey.score.csv_input import read_responses
from support.score_twin import slow_scores
from support.shared import SHARED, needs_specs

pytestmark = needs_specs
WORKED = SHARED / "specs" / "surveys" / "worked" / "scoring"
UNADJUSTED = {"adjusters": []}
SMOOTHED, CHANGED = {"smoothing": 20}, {"change": 0.6}
UNIT_WEIGHTS = {"unit_weights": {"P01": 400, "P02": 300, "P03": 200, "P04": 100}}
VARIANTS = {
    "adjusted_equal": {},
    "unadjusted": UNADJUSTED,
    "adjusted_drop_missing": {"impute": False},
    "item_weights_responses": {"item_weights": "responses"},
    "item_weights_K5": {"item_weights": {"k": 5}},
    "respondent_weighted": {},
    "smoothed_A20": SMOOTHED,
    "unit_weights": UNIT_WEIGHTS,
    "practical_change_0.6": CHANGED,
    "rating_adjusted": {},
    "rating_unadjusted": UNADJUSTED,
}


def expected(name: str, **keys: str) -> list[dict[str, str]]:
    with (WORKED / f"{name}.csv").open(encoding="utf-8") as f:
        return [r for r in csv.DictReader(f) if all(r[k] == v for k, v in keys.items())]


def assert_same(found: dict, wanted: dict, *but: str) -> None:
    for column in wanted.keys() - set(but):
        text = wanted[column]
        if isinstance(found[column], str) or found[column] is None:
            assert (found[column] or "") == text, column
        else:
            assert float(found[column]) == pytest.approx(float(text), rel=1e-9, abs=1e-12), column


def responses() -> pa.Table:
    names = ["response_id", "unit_id", "q1", "q2", "rating", "age", "gen_health", "weight"]
    return read_responses(WORKED / "input_responses.csv", dict.fromkeys(names, ""))


def document() -> dict:
    return yaml.safe_load((WORKED / "measures.yaml").read_text(encoding="utf-8"))


def variant(name: str):
    changed = deepcopy(document())
    changed["measures"] = [m | VARIANTS[name] for m in changed["measures"]]
    if name == "respondent_weighted":
        changed["weight"] = "weight"
    return score(responses(), from_mapping(changed)), "rating" if name.startswith("rating") else "composite"


@pytest.mark.parametrize("table", ["score", "measure_test", "coefficient"])
def test_the_plain_csv_gives_the_stated_table(table):
    found = score(responses(), load_measures(WORKED / "measures.yaml")).tables[table].to_pylist()
    wanted = expected(f"cli_{table}")
    assert len(found) == len(wanted)
    for mine, stated in zip(found, wanted, strict=True):
        assert list(mine) == list(stated)
        assert_same(mine, stated)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_column_of_a_variant_equals_the_worked_one(name):
    found, measure = variant(name)
    mine = [r for r in found.score.to_pylist() if r["measure"] == measure]
    stated = expected("expected_unit", variant=name)
    assert [r["unit"] for r in mine] == [r["unit"] for r in stated]
    for one, other in zip(mine, stated, strict=True):
        assert_same(one, other, "variant")
    test = next(r for r in found.measure_test.to_pylist() if r["measure"] == measure)
    (overall,) = expected("expected_overall", variant=name)
    same = ("units", "n", "overall_mean", "grand_mean", "f", "df1", "df2", "p", "reliability")
    assert_same(test, {k: overall[k] for k in (*same, "within_variance", "between_variance")})


def test_means_of_adjusters_include_responses_that_are_not_usable():
    found, _ = variant("adjusted_equal")
    (wrong,) = expected("expected_unit", variant="WRONG_impute_after_drop", unit="P01")
    (right,) = expected("expected_unit", variant="adjusted_equal", unit="P01")
    mean = found.score.to_pylist()[0]["mean_adjusted"]
    assert mean == pytest.approx(float(right["mean_adjusted"]), abs=1e-9)
    assert abs(mean - float(wrong["mean_adjusted"])) > 0.005


def test_the_moment_form_of_the_between_variance_is_the_one_inside_the_fraction():
    found, _ = variant("adjusted_equal")
    between = found.measure_test.to_pylist()[0]["between_variance"]
    assert between == pytest.approx(0.447419278238, abs=1e-9)
    assert abs(between - 0.103144718187) > 0.3


def test_a_practical_difference_makes_a_practice_average():
    assert [r["stars"] for r in variant("practical_change_0.6")[0].score.to_pylist()[:4]] == [3, 2, 2, 2]
    assert [r["stars"] for r in variant("adjusted_equal")[0].score.to_pylist()[:4]] == [3, 1, 2, 2]


def test_boxes_equal_the_worked_ones_raw_adjusted_and_clamped():
    found = variant("adjusted_equal")[0].box_share.to_pylist()
    stated = {
        (r["item"].replace("composite_q1_q2", "composite"), r["unit"], r["box"]): r for r in expected("expected_boxes")
    }
    assert len(found) == len(stated)
    for row in found:
        assert_same(row, stated[row["item"], row["unit"], row["box"]], "item", "unit", "box")


def test_item_means_give_the_score_of_a_practice_not_the_mean_of_persons_means():
    table = read_responses(WORKED / "item_mean_input.csv", dict.fromkeys(["unit_id", "i1", "i2", "i3", "i4"], ""))
    items = {f"i{i}": {"min": 1, "max": 4} for i in range(1, 5)}
    measure = {"measure": "person_centred", "kind": "item_mean", "items": list(items), "min_items_answered": 3}
    spec = {"format": "firstcontact-measures/1", "unit": "unit_id", "items": items, "measures": [measure]}
    found = score(table, from_mapping(spec))
    for mine, stated in zip(found.score.to_pylist(), expected("item_mean_expected"), strict=True):
        assert (mine["unit"], mine["n_used"]) == (stated["unit_id"], int(stated["n_kept"]))
        assert mine["mean_adjusted"] == pytest.approx(float(stated["unit_score"]), abs=1e-9)
        assert mine["score_0_100"] == pytest.approx(float(stated["score_0_100"]), abs=1e-9)


def test_the_slow_twin_reproduces_the_worked_run_too():
    with (WORKED / "input_responses.csv").open(encoding="utf-8") as f:
        found = slow_scores(list(csv.DictReader(f)), document())
    for table in ("score", "measure_test", "coefficient"):
        for mine, stated in zip(found[table], expected(f"cli_{table}"), strict=True):
            assert_same(mine, stated, "status")
