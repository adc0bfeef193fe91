import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.practice.report import charts

values = st.lists(st.floats(-1e6, 1e6).map(lambda v: round(v, 2)), min_size=1, max_size=60)


@given(values)
def test_a_histogram_counts_every_practice_once_and_has_an_edge_at_zero(values):
    bars = charts.histogram(values)
    assert sum(bar["practices"] for bar in bars) == len(values)
    assert bars[-1]["share"] == 1
    assert bars[0]["from"] <= min(*values, 0)
    assert bars[-1]["to"] >= max(*values, 0)
    assert all(bar["to"] <= 0 or bar["from"] >= 0 for bar in bars)
    assert len(bars) <= 60


@given(values)
def test_a_slow_count_fills_the_same_bars(values):
    bars = charts.histogram(values)
    step = bars[0]["to"] - bars[0]["from"]
    inside = [v for v in values if abs(v / step - round(v / step)) > 1e-6]
    slow = Counter(next(i for i, b in enumerate(bars) if b["from"] < v <= b["to"]) for v in inside)
    assert all(bars[i]["practices"] >= n for i, n in slow.items())


def test_equal_changes_still_make_a_histogram():
    assert sum(bar["practices"] for bar in charts.histogram([0.0, 0.0])) == 2
    assert "<svg" in charts.change([5.0, 5.0, 5.0])


def test_a_chart_is_one_drawing_without_names_of_marks_or_links():
    svg = charts.dollars([{"group": "a", "usd": 5.0}, {"group": "b", "usd": 2.0}])
    assert svg.startswith("<svg ")
    assert not re.findall(r'(?:aria-\w+|role|href)="', svg)


def test_the_same_rows_give_the_same_drawing():
    rows = [{"role": "medical assistants", "weeks": 3.0}]
    assert charts.staff(rows) == charts.staff(rows)


@pytest.mark.parametrize(("largest", "top"), [(0.02, "10%"), (0.2, "25%"), (0.9, "100%")])
def test_the_axis_of_a_share_begins_at_zero_and_ends_at_a_round_number(largest, top):
    rows = [{"week_start": f"2020-01-{day:02d}", "share": largest, "scenario": "s"} for day in (5, 12, 19)]
    found = re.findall(r">(\d+%)<", charts.below_zero(rows))
    assert found[0] == "0%"
    assert top in found
