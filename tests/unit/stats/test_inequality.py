import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.stats import NotApplicable, StatisticsError, inequality, slope_index

P = [0.15, 0.20, 0.25, 0.22, 0.18]
Y = [52, 58, 61, 69, 74]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (inequality.mean, 63.15),
        (inequality.aci, 4.1055),
        (inequality.rci, 0.065012),
        (inequality.bgv, 53.8275),
        (inequality.bgsd, 7.336723),
        (inequality.cov, 11.617930),
        (inequality.theil, 6.752395),
        (inequality.mld, 6.784075),
        (inequality.mdm, 7.03),
        (inequality.idis, 10.261283),
        (inequality.par, 10.85),
        (inequality.paf, 17.181314),
    ],
)
def test_the_worked_quintiles_give_the_worked_value(form, expected):
    assert form(P, Y) == pytest.approx(expected, abs=6e-7)


def test_mean_difference_weighted_by_people():
    assert inequality.mdm(P, Y, weighted=True) == pytest.approx(6.48, abs=1e-12)


def test_gap_and_ratio_of_ordered_groups_compare_last_with_first():
    assert inequality.gap(Y, ordered=True) == 22
    assert inequality.ratio(Y, ordered=True) == pytest.approx(1.423077, abs=6e-7)
    assert inequality.gap(Y[::-1], ordered=True) == -22


def test_gap_without_order_is_greatest_minus_least_and_the_first_wins_a_tie():
    assert inequality.gap([5, 9, 2], ordered=False) == 7
    assert inequality.pair([9, 2, 9, 2], ordered=False) == (0, 1)


def test_ratio_with_a_divisor_of_zero_is_not_applicable():
    with pytest.raises(NotApplicable):
        inequality.ratio([0, 5], ordered=True)


def test_slope_indices_give_the_worked_values():
    linear, logistic = slope_index(P, Y), slope_index(P, np.array(Y) / 100, "logistic")
    assert (linear.sii, linear.rii) == (pytest.approx(25.752729, abs=6e-7), pytest.approx(1.512251, abs=6e-7))
    assert 100 * logistic.sii == pytest.approx(25.515631, abs=6e-7)
    assert logistic.rii == pytest.approx(1.512794, abs=6e-7)


@pytest.mark.parametrize("values", [[0, 0, 1], [0, 0.5, 1], [0, 0, 0.1]])
def test_a_logistic_slope_that_grows_without_end_is_not_applicable(values):
    with pytest.raises(NotApplicable, match="did not converge"):
        slope_index([0.3, 0.4, 0.3], values, "logistic")


def test_slope_needs_three_groups_a_known_model_and_shares_for_logistic():
    with pytest.raises(NotApplicable, match="fewer than 3 groups"):
        slope_index([0.5, 0.5], [1, 2])
    with pytest.raises(StatisticsError, match="'cubic' is not one of linear, logistic"):
        slope_index(P, Y, "cubic")
    with pytest.raises(StatisticsError, match=r"needs values in 0\.\.1; there is 52"):
        slope_index(P, Y, "logistic")


def test_slope_refuses_groups_without_order():
    with pytest.raises(StatisticsError) as refused:
        inequality.require_order("sex", ordered=False)
    assert str(refused.value) == "slope index needs an ordered stratifier; sex has no order"


def test_relative_slope_is_undefined_when_the_fit_starts_below_zero():
    assert np.isnan(slope_index([1, 1, 1], [-5, 0, 9]).rii)


def test_theil_takes_a_zero_group_and_mld_does_not():
    p, y = [0.2, 0.5, 0.3], [0, 10, 20]
    assert inequality.theil(p, y) == pytest.approx(282.770101, abs=6e-7)
    with pytest.raises(NotApplicable):
        inequality.mld(p, y)
    with pytest.raises(StatisticsError):
        inequality.theil(p, [-1, 10, 20])


def test_best_group_below_the_mean_gives_no_attributable_risk():
    assert inequality.par([0.5, 0.5], [4, 4]) == 0
    assert inequality.par(P, Y, higher_is_better=False) == pytest.approx(11.15)


def test_concentration_at_the_extremes():
    np.testing.assert_allclose(inequality.ice([320, 50, 1], [180, 410, 1], [1000, 900, 0]), [0.14, -0.40, np.nan])


groups = st.lists(st.tuples(st.floats(0.05, 1), st.floats(1, 100)), min_size=3, max_size=8)
WEIGHTED = (inequality.aci, inequality.bgv, inequality.theil, inequality.mld)


@given(groups, st.floats(0.5, 50))
def test_scaling_values_leaves_relative_indices_alone(pairs, c):
    p, y = map(np.array, zip(*pairs, strict=True))
    for form in (inequality.rci, inequality.theil, inequality.mld, inequality.cov):
        assert form(p, c * y) == pytest.approx(form(p, y), rel=1e-6, abs=1e-7)


@given(groups)
def test_reversing_the_order_turns_the_sign_of_slope_and_concentration(pairs):
    p, y = map(np.array, zip(*pairs, strict=True))
    assert inequality.aci(p[::-1], y[::-1]) == pytest.approx(-inequality.aci(p, y), abs=1e-9)
    assert slope_index(p[::-1], y[::-1]).sii == pytest.approx(-slope_index(p, y).sii, abs=1e-8)
    assert inequality.theil(p[::-1], y[::-1]) == pytest.approx(inequality.theil(p, y), abs=1e-9)


@given(groups)
def test_splitting_a_group_changes_no_weighted_index(pairs):
    p, y = map(np.array, zip(*pairs, strict=True))
    halves = np.concatenate([[p[0] / 2, p[0] / 2], p[1:]]), np.concatenate([[y[0]], y])
    for form in WEIGHTED:
        assert form(*halves) == pytest.approx(form(p, y), rel=1e-9, abs=1e-9)


@given(st.lists(st.floats(0.05, 1), min_size=3, max_size=8), st.floats(1, 100))
def test_equal_values_have_no_inequality(p, value):
    y = np.full(len(p), value)
    for form in (*WEIGHTED, inequality.mdm, inequality.par):
        assert form(p, y) == pytest.approx(0, abs=1e-7)
    assert slope_index(p, y).rii == pytest.approx(1)
    assert inequality.gap(y, ordered=False) == 0
    assert inequality.ratio(y, ordered=True) == 1
