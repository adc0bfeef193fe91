"""What practices do: shares and mean levels, by group, with floors and gaps. Source: specs/surveys/README.md 19."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.errors import FirstContactError
from firstcontact.stats.proportions import t_quantile
from firstcontact.survey.instrument import find
from firstcontact.survey.inventory import activities, inventory, strategies
from firstcontact.survey.inventory.groups import size_class
from firstcontact.survey.inventory.levels import any_regular, domain_score
from support.inventory_wave import ACTIVITY, inventory_wave
from support.shared import SHARED, needs_specs

WORKED = [0, 3, 4, -8]
LEVEL = st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, np.nan])


def rows(table, **keys) -> list[dict]:
    return [r for r in table.to_pylist() if all(r[k] == v for k, v in keys.items())]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """40 practices with the worked levels over and over; the first 28 have 2 clinicians, then 10 with 4, one each."""
    sizes = [2] * 28 + [4] * 10 + [20, None]
    return inventory(inventory_wave(tmp_path_factory.mktemp("wave"), WORKED * 10, sizes))


def test_levels_0_3_4_and_does_not_apply_are_three_answers_of_which_two_are_regular():
    levels = np.array([0, 3, 4, np.nan])
    any_, regular = any_regular(levels)
    assert (np.nanmean(any_), np.nanmean(regular), np.nanmean(levels)) == pytest.approx((2 / 3, 2 / 3, 7 / 3))


def test_the_worked_levels_have_the_worked_shares(made):
    (row,) = rows(made.activity, link_id=ACTIVITY, group_kind="all")
    assert (row["n"], row["status"], row["strategy_id"]) == (30, "ok", "PREP-01")
    assert row["share_any"] == pytest.approx(2 / 3, rel=1e-14)
    assert row["share_regular"] == pytest.approx(2 / 3, rel=1e-14)
    assert row["mean_level"] == pytest.approx(2.333333, abs=1e-6)
    assert 0 < row["lower"] < 2 / 3 < row["upper"] < 1


def test_a_group_of_fewer_than_ten_practices_has_no_number(made):
    groups = {r["group_id"]: r for r in rows(made.activity, link_id=ACTIVITY, group_kind="size_class")}
    assert list(groups) == ["1-2", "3-5", "11+", "unknown"]
    assert groups["1-2"]["n"] == 21
    assert (groups["3-5"]["n"], groups["3-5"]["status"], groups["3-5"]["mean_level"]) == (8, "too_few", None)


def test_groups_add_to_all(made):
    for activity in activities(find("patient_engagement_inventory")):
        held = rows(made.activity, link_id=activity.link_id)
        whole = sum(r["n"] for r in held if r["group_kind"] == "all")
        assert whole == sum(r["n"] for r in held if r["group_kind"] == "size_class")


def test_an_activity_that_nobody_answered_is_not_applicable(made):
    (row,) = rows(made.activity, link_id="prep_02", group_kind="all")
    assert (row["n"], row["status"], row["share_any"]) == (0, "not_applicable", None)


def test_a_gap_is_the_difference_of_two_means_with_its_interval(tmp_path):
    levels = [0, 1, 2, 3, 4, 3] * 8
    sizes = [2 if i % 3 else 4 for i in range(48)]
    made = inventory(inventory_wave(tmp_path, levels, sizes))
    (row,) = rows(made.gap, strategy_id="PREP-01", group_kind="size_class")
    y, small = np.array(levels) >= 3, np.array(sizes) == 2
    a, b = y[small].mean(), y[~small].mean()
    u = np.where(small, (y - a) / small.sum(), -(y - b) / (~small).sum())
    se = np.sqrt(48 / 47 * ((u - u.mean()) ** 2).sum())
    half = float(t_quantile(0.95, 47)) * se
    assert (row["group_a"], row["group_b"], row["status"]) == ("1-2", "3-5", "ok")
    assert (row["value_a"], row["value_b"], row["gap"]) == pytest.approx((a, b, a - b), rel=1e-12)
    assert (row["lower"], row["upper"]) == pytest.approx((a - b - half, a - b + half), rel=1e-9)


def test_a_gap_with_a_thin_group_has_no_number(made):
    (row,) = rows(made.gap, strategy_id="PREP-01", group_a="1-2", group_b="3-5")
    assert (row["status"], row["gap"], row["p"]) == ("too_few", None, None)


@given(st.lists(st.lists(LEVEL, min_size=3, max_size=3), min_size=1, max_size=8))
def test_the_score_of_a_domain_is_the_mean_of_what_was_answered_where_half_was(levels):
    for given_, score in zip(levels, domain_score(np.array(levels)), strict=True):
        held = [v for v in given_ if not np.isnan(v)]
        if len(held) < 2:
            assert np.isnan(score)
        else:
            assert score == pytest.approx(100 * sum(held) / len(held) / 4)


@pytest.mark.parametrize(
    ("clinicians", "name"), [(1, "1-2"), (2, "1-2"), (3, "3-5"), (10, "6-10"), (11, "11+"), (None, "unknown")]
)
def test_size_classes_follow_the_clinicians(clinicians, name):
    assert size_class(clinicians) == name


def test_an_instrument_without_levels_of_strategies_is_refused_in_a_sentence():
    with pytest.raises(FirstContactError, match="has no item with a strategy that is answered on levels 0 to 4"):
        activities(find("practice_impact_pulse"))


@needs_specs
def test_the_library_of_strategies_is_the_specified_one():
    with (SHARED / "specs/surveys/strategies.csv").open(newline="", encoding="utf-8") as f:
        stated = {r["strategy_id"]: r["domain"] for r in csv.DictReader(f)}
    assert {s.strategy_id: s.domain for s in strategies().values()} == stated
    assert len(stated) == 46


def test_every_activity_of_the_shipped_inventory_is_in_the_library():
    held = activities(find("patient_engagement_inventory"))
    assert len(held) == 46
    assert {a.strategy_id for a in held} == set(strategies())
    assert Path(ACTIVITY).name in {a.link_id for a in held}
