"""Monte Carlo standard errors: case M9."""

import numpy as np
import pytest

from firstcontact.practice.draws.mcse import (
    difference_mcse,
    draws_needed,
    mean_mcse,
    probability_mcse,
    quantile_mcse,
    quantile_ranks,
)

A = [100, 110, 90, 105, 95]
B = [112, 121, 103, 116, 108]


def test_a_paired_difference_is_much_more_exact_than_an_unpaired_one():
    assert difference_mcse(A, B) == pytest.approx(0.447214, abs=5e-7)
    assert np.hypot(mean_mcse(A), mean_mcse(B)) == pytest.approx(4.711688, abs=5e-7)


def test_probability():
    assert probability_mcse(0.31, 1000) == pytest.approx(0.014625, abs=5e-7)


def test_quantile_ranks():
    assert quantile_ranks(0.95, 1000) == (936, 965)
    assert quantile_ranks(0.50, 1000) == (469, 532)


def test_quantile_of_ordered_numbers():
    assert quantile_mcse(np.arange(1, 1001), 0.95) == pytest.approx((965 - 936) / 3.92)


def test_one_draw_has_no_standard_error():
    assert np.isnan(mean_mcse([3.0]))


def test_draws_needed_for_one_percent():
    assert draws_needed(mean=100, mcse=2, draws=50) == 200
