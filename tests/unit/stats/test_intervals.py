import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact import stats

CLOSE = {"rel": 0, "abs": 6e-10}


@pytest.mark.parametrize(
    ("x", "n", "lower", "upper"),
    [
        (0, 20, 0, 0.161125158),
        (7, 40, 0.087454137, 0.319499903),
        (18, 24, 0.551005560, 0.880006338),
        (40, 40, 0.912378399, 1),
        (412, 530, 0.740015933, 0.810709371),
    ],
)
def test_wilson_gives_the_worked_values(x, n, lower, upper):
    assert [float(v) for v in stats.wilson(x, n)] == [pytest.approx(lower, **CLOSE), pytest.approx(upper, **CLOSE)]


def test_wilson_limits_at_nobody_and_everybody_are_exact():
    lower, upper = stats.wilson([0, 40], [20, 40])
    assert lower[0] == 0.0
    assert upper[1] == 1.0


def test_wilson_has_no_answer_without_people():
    assert np.isnan(stats.wilson(0, 0)).all()


@pytest.mark.parametrize(
    ("x", "sentence"),
    [
        (0.887, "Wilson needs whole counts; measure breadth has 0.887"),
        (-1, "Wilson needs counts of 0 or more; measure breadth has -1"),
        (float("nan"), "Wilson needs finite counts; measure breadth has a value that is not a number."),
        (12, "Wilson: measure breadth has 1 numerators greater than their denominator."),
    ],
)
def test_wilson_refuses_what_it_cannot_take(x, sentence):
    with pytest.raises(stats.StatisticsError) as refused:
        stats.wilson(x, 10, measure="breadth")
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("x", "lower", "upper", "method"),
    [
        (4, 1.089865374, 10.241588675, "exact_poisson"),
        (9, 4.115373097, 17.084803451, "exact_poisson"),
        (10, 4.787449914, 18.391458606, "byar"),
        (27, 17.788964471, 39.285098668, "byar"),
        (140, 117.769022770, 165.206507995, "byar"),
    ],
)
def test_counts_take_the_exact_form_below_ten_and_byar_from_ten(x, lower, upper, method):
    low, high, name = stats.count_interval(x)
    assert (float(low), float(high)) == (pytest.approx(lower, **CLOSE), pytest.approx(upper, **CLOSE))
    assert str(name) == method


@pytest.mark.parametrize(
    ("x", "value", "lower", "upper"),
    [(9, 1.730769231, 0.791417903, 3.285539125), (27, 5.192307692, 3.420954706, 7.554826667)],
)
def test_rate_limits_are_count_limits_over_the_denominator(x, value, lower, upper):
    low, high, _ = stats.count_interval(x)
    found = [1000 * v / 5200 for v in (x, float(low), float(high))]
    assert found == [pytest.approx(v, **CLOSE) for v in (value, lower, upper)]


def test_no_event_has_a_lower_limit_of_zero():
    assert stats.exact_poisson(0)[0] == 0
    assert stats.byar(0)[0] == 0


def test_t_interval_is_clipped_and_needs_two_units():
    lower, upper = stats.t_interval([0.5, 0.95, 0.5], [0.2, 0.3, 0.0], [4, 4, 1])
    assert lower[0] == pytest.approx(0.5 - 3.182446305284263 * 0.1, abs=1e-12)
    assert upper[1] == 1.0
    assert np.isnan(lower[2])
    assert np.isnan(upper[2])


def test_newcombe_difference_joins_the_two_wilson_intervals():
    """56/70 against 48/80: Newcombe 1998, table II, method 10: 0.0524 to 0.3339."""
    (l1, u1), (l2, u2) = stats.wilson(56, 70), stats.wilson(48, 80)
    lower, upper = stats.newcombe_difference(0.8, l1, u1, 0.6, l2, u2)
    assert (round(float(lower), 4), round(float(upper), 4)) == (0.0524, 0.3339)


def test_ratio_on_the_log_scale_has_no_interval_with_a_zero():
    lower, upper = stats.ratio_log([20, 0], [100, 100], [10, 10], [100, 100])
    spread = np.exp(stats.Z95 * np.sqrt(0.8 / 20 + 0.9 / 10))
    assert (lower[0], upper[0]) == (pytest.approx(2 / spread), pytest.approx(2 * spread))
    assert np.isnan(lower[1])
    assert np.isnan(upper[1])


def test_ratio_of_rates_counts_events_only():
    lower, upper = stats.ratio_log_rates(20, 1000, 10, 1000)
    assert float(np.log(upper / lower)) == pytest.approx(2 * stats.Z95 * np.sqrt(1 / 20 + 1 / 10))


counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_wilson_holds_its_value_and_stays_in_0_to_1(pair):
    x, n = pair
    lower, upper = stats.wilson(x, n)
    assert 0 <= lower <= x / n + 1e-12
    assert x / n - 1e-12 <= upper <= 1


@given(counts)
def test_wilson_of_the_complement_is_the_mirror(pair):
    x, n = pair
    lower, upper = stats.wilson(x, n)
    mirrored, reflected = stats.wilson(n - x, n)
    assert lower == pytest.approx(1 - reflected, abs=1e-12)
    assert upper == pytest.approx(1 - mirrored, abs=1e-12)


@given(st.integers(0, 100_000))
def test_count_limits_hold_the_count_and_grow_with_it(x):
    low, high, _ = stats.count_interval([x, x + 10])
    assert low[0] <= x <= high[0]
    assert low[0] <= low[1]
    assert high[0] < high[1]
