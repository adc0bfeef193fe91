import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.stats import bands, funnel_proportion, funnel_rate, overdispersion, proportion_funnel, rate_funnel


def test_limits_of_a_proportion_are_the_worked_ones():
    inner, outer = funnel_proportion(0.6, [25, 100, 400]), funnel_proportion(0.6, [25, 100, 400], 0.001)
    np.testing.assert_allclose(inner[0], [0.407394574, 0.502002587, 0.551259070], atol=6e-10)
    np.testing.assert_allclose(inner[1], [0.765966977, 0.690598714, 0.646838471], atol=6e-10)
    np.testing.assert_allclose(outer[0], [0.313322650, 0.446379446, 0.522824730], atol=6e-10)
    np.testing.assert_allclose(outer[1], [0.831397095, 0.736186366, 0.672511836], atol=6e-10)


def test_limits_of_a_rate_are_the_worked_ones():
    inner, outer = funnel_rate([4, 20]), funnel_rate([4, 20], 0.001)
    np.testing.assert_allclose(inner, [[0.272466343, 0.610825979], [2.560397169, 1.544418895]], atol=6e-10)
    np.testing.assert_allclose(outer, [[0.107138103, 0.447910663], [3.698537306, 1.902094068]], atol=6e-10)


def test_expected_events_need_not_be_whole():
    lower, upper = funnel_rate(4.5)
    assert 0.27 < lower < 1 < upper < 2.57


def test_bands_are_outside_only_when_beyond_the_limit():
    found = bands([0.1, 0.2, 0.5, 0.8, 0.9, 0.21], 0.2, 0.8, 0.15, 0.85)
    assert found.tolist() == [-2, 0, 0, 0, 2, 0]
    assert bands([0.16, 0.84], 0.2, 0.8, 0.15, 0.85).tolist() == [-1, 1]


def test_fewer_than_five_groups_have_no_funnel():
    assert proportion_funnel([1, 2, 3, 4], [10, 10, 10, 10]) is None
    assert rate_funnel([1, 2, 3, 4], [10, 10, 10, 10]) is None


def test_groups_that_only_vary_by_chance_are_within():
    funnel = proportion_funnel([58, 60, 63, 61, 59], [100] * 5)
    assert funnel.band.tolist() == [0] * 5
    assert not funnel.widened


def test_overdispersed_groups_widen_the_funnel_by_the_root_of_phi():
    x, n = np.array([400, 600, 500, 450, 550, 610]), np.full(6, 1000)
    funnel = proportion_funnel(x, n)
    plain = funnel_proportion(funnel.centre, n)[1]
    assert funnel.widened
    assert funnel.phi > 2
    np.testing.assert_allclose((funnel.upper - funnel.centre) / (plain - funnel.centre), np.sqrt(funnel.phi))


def test_phi_is_the_mean_square_after_winsorising():
    z = np.array([0.0] * 9 + [100.0])
    assert overdispersion(z) == pytest.approx(np.mean(np.minimum(z, 10.0) ** 2))


def test_a_rate_far_from_the_centre_is_well_above():
    funnel = rate_funnel([10, 11, 9, 10, 60], [1000] * 5, centre=0.01)
    assert funnel.band[-1] > 0
    assert funnel.centre == 0.01


def test_a_centre_of_zero_has_no_rate_funnel():
    assert rate_funnel([0] * 5, [10] * 5) is None


@given(st.floats(0.01, 0.99), st.integers(1, 100_000))
def test_limits_hold_the_centre_and_the_outer_limits_hold_the_inner(p, n):
    (low, high), (outer_low, outer_high) = funnel_proportion(p, n), funnel_proportion(p, n, 0.001)
    assert 0 <= outer_low <= low <= p <= high <= outer_high <= 1
