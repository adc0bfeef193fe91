"""Reliability, numbers of respondents, smoothing."""

import numpy as np
import pytest

from firstcontact.survey.score.reliability import Between, between_units, smoothed

MEAN = np.array([3.68491768521, 2.01325251931, 2.71603962704, 2.58162350177])
VARIANCE = np.array([0.0384068393054, 0.0251591320194, 0.0260921085117, 0.0662950866627])
N = np.array([10, 9, 9, 10])


def test_the_worked_between_variance():
    found = between_units(MEAN, VARIANCE, N)
    assert (found.between, found.within) == (pytest.approx(0.447419278238), pytest.approx(0.384777449469))


@pytest.mark.parametrize(("wanted", "respondents"), [(0.70, 105), (0.80, 180), (0.90, 405)])
def test_respondents_that_a_reliability_needs(wanted, respondents):
    known = Between(between=0.02, within=0.9)
    assert known.needed(wanted) == respondents
    assert known.with_respondents(respondents) == pytest.approx(wanted)


def test_without_differences_no_number_of_respondents_is_enough():
    none = Between(0.0, 0.9)
    assert none.with_respondents(1000) == 0
    with pytest.raises(ValueError, match="do not differ"):
        none.needed(0.7)


def test_the_worked_smoothed_variances():
    found = smoothed(VARIANCE, N, 20)
    assert found == pytest.approx([0.0385182739738, 0.0377981802394, 0.0380647449515, 0.0471732472916])


def test_a_strength_of_0_leaves_the_variances_as_they_are():
    assert smoothed(VARIANCE, N, 0) == pytest.approx(VARIANCE)


def test_estimated_strength_pools_completely_where_variances_do_not_differ():
    assert smoothed(np.full(4, 0.04), N, "estimate") == pytest.approx(np.sum((N - 1) * N * 0.04) / np.sum(N - 1) / N)
