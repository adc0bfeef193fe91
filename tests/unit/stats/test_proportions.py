"""Intervals of estimated proportions."""

import numpy as np
import pytest

from firstcontact.stats.proportions import clopper_pearson, logit_interval, t_p_value, t_quantile


def test_the_logit_interval_of_the_published_example():
    lower, upper = logit_interval(0.410958904110, 0.146261345918, 9)
    assert (lower, upper) == (pytest.approx(0.150995638664, abs=1e-11), pytest.approx(0.732394986018, abs=1e-11))


def test_a_proportion_of_0_or_1_has_no_logit_interval():
    assert np.isnan(logit_interval([0.0, 1.0], [0.0, 0.0], 9)).all()


def test_fewer_than_one_degree_of_freedom_gives_no_interval():
    assert np.isnan(t_quantile(0.95, 0))
    assert np.isnan(logit_interval(0.5, 0.1, 0)).all()


def test_quantiles_of_t():
    assert t_quantile(0.95, [1, 4, 9]).tolist() == pytest.approx([12.706204736175, 2.776445105198, 2.262157162798])
    assert t_quantile(0.90, 4) == pytest.approx(2.131846786327)


def test_the_two_sided_p_value():
    assert t_p_value(-3.40192710332, 9) == pytest.approx(0.00784932832664, rel=1e-10)
    assert t_p_value(0.0, 9) == 1


def test_clopper_pearson_at_the_ends_is_a_power_of_the_tail():
    lower, upper = clopper_pearson([0, 7.5], [7.5, 7.5])
    assert lower.tolist() == [0.0, pytest.approx(0.025 ** (1 / 7.5))]
    assert upper.tolist() == [pytest.approx(1 - 0.025 ** (1 / 7.5)), 1.0]


def test_clopper_pearson_inside_has_the_tails_of_the_binomial():
    lower, upper = clopper_pearson(3, 10)
    assert (lower, upper) == (pytest.approx(0.06673951117773, rel=1e-9), pytest.approx(0.65245285, rel=1e-7))
