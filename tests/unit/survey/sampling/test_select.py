"""Selection against slow twins written from the definition."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.errors import FirstContactError
from firstcontact.survey.sampling.allocation import (
    allocate,
    cluster_deff,
    completes_for_margin,
    largest_remainder,
    to_invite,
)
from firstcontact.survey.sampling.random_numbers import permanent
from firstcontact.survey.sampling.select import positions, proportional_to_size, simple_random

unit = st.integers(0, 16**13 - 1).map(lambda i: i / 16**13)


def slow_positions(total, n, start):
    """Unit j is hit where a point (start + i) * k lies in [j - 1, j)."""
    points = [(Fraction(start) + i) * total / n for i in range(n)]
    return [j for p in points for j in range(1, total + 1) if j - 1 <= p < j]


def slow_by_size(sizes, n, start):
    """Units taken, and the probability of each, walking along the cumulated sizes."""
    certain = set()
    while True:
        left = n - len(certain)
        total = sum(s for i, s in enumerate(sizes) if i not in certain)
        new = {i for i, s in enumerate(sizes) if i not in certain and left > 0 and left * s >= total}
        if not new:
            break
        certain |= new
    points = [(Fraction(start) + i) * total / left for i in range(left)]
    taken, reached = set(certain), 0
    for i, size in enumerate(sizes):
        if i not in certain:
            taken |= {i for p in points if reached <= p < reached + size}
            reached += size
    return taken, [1.0 if i in certain else left * s / total for i, s in enumerate(sizes)]


@given(st.integers(1, 80), st.data(), unit)
def test_systematic_positions_equal_the_twin_and_are_all_different(total, data, start):
    n = data.draw(st.integers(1, total))
    found = (positions(total, n, start) + 1).tolist()
    assert found == slow_positions(total, n, start)
    assert len(set(found)) == n


@given(st.lists(st.integers(1, 60), min_size=1, max_size=25), st.data(), unit)
def test_samples_in_proportion_to_size_equal_the_twin(sizes, data, start):
    n = data.draw(st.integers(1, len(sizes)))
    selection = proportional_to_size(sizes, n, start)
    taken, probability = slow_by_size(sizes, n, start)
    assert set(selection.taken.tolist()) == taken
    assert selection.taken.size == n
    assert selection.probability == pytest.approx(probability, abs=1e-12)
    assert selection.probability.sum() == pytest.approx(n)


@given(st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=30, unique=True), st.data())
def test_a_simple_random_sample_is_the_first_of_the_sorted_numbers(ids, data):
    n = data.draw(st.integers(0, len(ids)))
    prn = [permanent("s", i) for i in ids]
    found = [ids[i] for i in simple_random(prn, ids, n).taken]
    assert found == [i for _, i in sorted(zip(prn, ids, strict=True))][:n]


def test_a_smaller_sample_of_the_same_seed_is_part_of_the_larger():
    ids = [f"u{i}" for i in range(50)]
    prn = [permanent("s", i) for i in ids]
    small, large = (set(simple_random(prn, ids, n).taken.tolist()) for n in (10, 20))
    assert small < large


def test_a_unit_without_a_size_is_refused():
    with pytest.raises(FirstContactError, match="1 units have no size above 0"):
        proportional_to_size([3.0, 0.0], 1, 0.5)


def test_a_margin_of_five_points_needs_the_printed_number_of_completes():
    completes = completes_for_margin(0.05, 1200, 0.5, 1.3)
    assert completes == pytest.approx(352.6, abs=0.05)
    assert math.ceil(completes) == 353


def test_units_to_invite_are_exact():
    assert to_invite(75, Decimal("0.25")) == 300
    assert to_invite(30, Decimal("0.3")) == 100
    assert to_invite(31, Decimal("0.3")) == 104


def test_twenty_six_people_of_a_practice_make_the_design_effect_one_and_a_half():
    assert cluster_deff(26) == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("method", "expected"), [("proportional", {"a": 2, "b": 5, "c": 23}), ("square_root", {"a": 4, "b": 8, "c": 18})]
)
def test_allocation_takes_at_least_two_and_adds_up(method, expected):
    found = allocate(30, {"a": 5, "b": 20, "c": 100}, method)
    assert sum(found.values()) == 30
    assert found == expected


@given(st.dictionaries(st.text(max_size=3), st.integers(2, 500), min_size=1, max_size=8), st.data())
def test_allocation_stays_within_every_stratum(frame, data):
    total = data.draw(st.integers(2 * len(frame), sum(frame.values()) + 5))
    for method in ("proportional", "square_root"):
        found = allocate(total, frame, method)
        assert sum(found.values()) == min(total, sum(frame.values()))
        assert all(2 <= found[s] <= n for s, n in frame.items())


def test_too_few_units_for_two_in_each_stratum_is_refused():
    with pytest.raises(FirstContactError, match="n is 3, but 2 strata"):
        allocate(3, {"a": 9, "b": 9}, "proportional")


@given(st.lists(st.floats(0.1, 100), min_size=1, max_size=9), st.integers(0, 500))
def test_largest_remainders_add_up(sizes, total):
    found = largest_remainder(total, {str(i): s for i, s in enumerate(sizes)})
    assert sum(found.values()) == total
    assert np.all(np.abs(np.array(list(found.values())) - total * np.array(sizes) / sum(sizes)) < 1)
