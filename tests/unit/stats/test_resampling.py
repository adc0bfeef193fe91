from hashlib import sha256

import numpy as np
import pytest

from firstcontact.stats import bootstrap, draw_interval, generator, inequality, quantile


def test_the_seed_is_the_first_eight_bytes_of_the_digest_of_inputs_measure_and_group():
    seed = int.from_bytes(sha256(b"d|m|g").digest()[:8], "big")
    expected = np.random.Generator(np.random.PCG64(seed)).random(3)
    assert generator("d", "m", "g").random(3).tolist() == expected.tolist()
    assert generator("d", "m", "other").random() != expected[0]


def test_bootstrap_repeats_and_holds_the_value():
    people = np.arange(1, 201, dtype=float)
    first = bootstrap(people, np.ones(200), generator("d", "m", "g"))
    assert first == bootstrap(people, np.ones(200), generator("d", "m", "g"))
    assert first[0] < people.mean() < first[1]


def test_bootstrap_without_a_denominator_has_no_interval():
    assert np.isnan(bootstrap([1.0], [0.0], generator("d", "m", "g"), draws=5)).all()


def test_drawn_interval_of_an_index_holds_its_value():
    p, y = [0.3, 0.4, 0.3], np.array([50.0, 60.0, 70.0])
    lower, upper = draw_interval(lambda v: inequality.aci(p, v), y, y - 4, y + 4, generator("d", "aci", "g"))
    assert lower < inequality.aci(p, y) < upper


def test_values_without_uncertainty_have_an_interval_of_no_width():
    y = np.array([1.0, 2.0])
    assert draw_interval(lambda v: v[1] - v[0], y, y, y, generator("d", "gap", "g")) == (1.0, 1.0)


@pytest.mark.parametrize(("q", "expected"), [(0, 1), (0.25, 1.75), (0.5, 2.5), (0.75, 3.25), (1, 4)])
def test_quantile_interpolates_between_neighbours(q, expected):
    assert quantile([4, 2, 1, 3], q) == expected


def test_quantile_of_one_value_is_that_value():
    assert quantile([7], 0.975) == 7
