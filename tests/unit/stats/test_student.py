"""Tails of t and F against closed forms and stated digits."""

import math

import numpy as np
import pytest
from scipy import stats as scipy_stats

from firstcontact.stats.student import two_sided_t, upper_f


@pytest.mark.parametrize("t", [0.0, 1e-9, 1e-3, 0.5, 1.0, 12.7, 1e6])
def test_with_one_degree_of_freedom_the_tail_of_t_is_an_arctangent(t):
    assert float(two_sided_t(t, 1)) == pytest.approx(1 - 2 / math.pi * math.atan(t), rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("t", [-40.0, -1.5, 0.2, 3.0])
def test_with_two_degrees_of_freedom_the_tail_of_t_is_a_root(t):
    assert float(two_sided_t(t, 2)) == pytest.approx(1 - abs(t) / math.sqrt(2 + t * t), rel=1e-12)


def test_a_t_close_to_0_keeps_its_digits_with_many_degrees_of_freedom():
    density = 1 / math.sqrt(2 * math.pi)
    assert 1 - float(two_sided_t(1e-5, 1e6)) == pytest.approx(2 * density * 1e-5, rel=1e-5)


def test_the_two_sides_of_the_middle_agree():
    t = np.linspace(0.9, 1.1, 9) * math.sqrt(32)
    assert two_sided_t(t, 32) == pytest.approx(2 * scipy_stats.t.sf(t, 32), rel=1e-12)


@pytest.mark.parametrize("f", [0.01, 0.5, 1.0, 14.7, 500.0])
def test_with_two_and_two_degrees_of_freedom_the_tail_of_f_is_a_quotient(f):
    assert float(upper_f(f, 2, 2)) == pytest.approx(1 / (1 + f), rel=1e-13)


def test_f_with_one_degree_of_freedom_is_the_square_of_t():
    t = np.array([0.1, 1.0, 2.5, 9.0])
    assert upper_f(t * t, 1, 17) == pytest.approx(two_sided_t(t, 17), rel=1e-12)


def test_a_far_tail_is_small_and_not_zero():
    assert float(upper_f(200.0, 3, 1000)) == pytest.approx(scipy_stats.f.sf(200.0, 3, 1000), rel=1e-10)
    assert 0 < float(upper_f(200.0, 3, 1000)) < 1e-90


def test_without_degrees_of_freedom_there_is_no_tail():
    assert np.isnan(two_sided_t([1.0, 2.0], 0)).all()
    assert np.isnan(upper_f(1.0, 3, -1))
