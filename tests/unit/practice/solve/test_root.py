"""Roots on an interval: closed form, scan, bisection, and never beyond the bounds. Case M5."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.practice.solve.root import (
    QUARTERS,
    grid,
    is_linear,
    linear_root,
    linear_roots_by_draw,
    roots_by_draw,
    scanned_root,
)

POINTS = grid(0, 1)


def test_a_linear_lever_is_solved_in_closed_form() -> None:
    root = linear_root(0, 1, -12_000, 48_000)
    assert (root.status, root.value, root.method) == ("solved", 0.2, "linear")


@pytest.mark.parametrize(("at_low", "at_high", "status"), [(5000, 5000, "always"), (-1, -9, "never"), (0, 0, "always")])
def test_equal_signs_at_both_ends_have_no_value(at_low: float, at_high: float, status: str) -> None:
    root = linear_root(0, 1, at_low, at_high)
    assert (root.status, root.value) == (status, None)


def test_a_line_is_told_from_a_bend() -> None:
    line = 3 * POINTS - 1
    bend = np.maximum(0.1, POINTS)
    assert is_linear(np.array([line[list(QUARTERS)], bend[list(QUARTERS)]]).T).tolist() == [True, False]


def test_a_bend_that_only_the_middle_would_miss_is_found_at_the_quarters() -> None:
    values = np.array([0, 2.0, 5, 8.0, 10])
    assert not is_linear(values)


def test_one_change_of_sign_is_bisected_to_the_tolerance() -> None:
    root = scanned_root(grid(0, 100), grid(0, 100) ** 2 - 2000, lambda x: x * x - 2000)
    assert root.status == "solved"
    assert root.value == pytest.approx(2000**0.5, abs=1e-4)
    assert root.method == "bisection"


def test_a_falling_function_is_bisected_too() -> None:
    root = scanned_root(POINTS, 1e6 * (0.3 - POINTS**3), lambda x: 1e6 * (0.3 - x**3))
    assert root.value == pytest.approx(0.3 ** (1 / 3), abs=1e-6)


def test_more_than_one_change_of_sign_is_multiple() -> None:
    values = np.full(33, -5000.0)
    values[11] = 1
    root = scanned_root(POINTS, values, lambda x: -5000)
    assert (root.status, root.value) == ("multiple", None)


def test_no_change_of_sign_on_the_grid() -> None:
    assert scanned_root(POINTS, np.full(33, 5000.0), lambda x: 5000).status == "always"
    assert scanned_root(POINTS, np.full(33, -1.0), lambda x: -1).status == "never"


def test_every_draw_is_solved_at_once() -> None:
    targets = np.array([0.2, 0.7, 2.0, -1.0])

    def h(x: np.ndarray) -> np.ndarray:
        return 1e6 * (x**3 - targets**3)

    roots, status = roots_by_draw(POINTS, np.array([h(np.full(4, x)) for x in POINTS]), h)
    assert status.tolist() == ["solved", "solved", "never", "always"]
    np.testing.assert_allclose(roots[:2], [0.2, 0.7], atol=1e-6)
    assert np.isnan(roots[2:]).all()


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=6))
def test_linear_draws_agree_with_the_closed_form_of_each(ends: list[tuple[float, float]]) -> None:
    low, high = np.array(ends).T
    roots, status = linear_roots_by_draw(0.0, 10.0, low, high)
    for (a, b), root, word in zip(ends, roots, status, strict=True):
        single = linear_root(0.0, 10.0, a, b)
        assert word == single.status
        assert (single.value is None and np.isnan(root)) or root == single.value
        assert np.isnan(root) or 0 <= root <= 10
