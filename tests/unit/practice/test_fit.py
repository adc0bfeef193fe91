import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from firstcontact.practice.fit import fit
from firstcontact.practice.problems import PracticeError
from support.practice_examples import example_rows
from support.shared import needs_specs


def numbers(row, *names):
    return [float(row[name]) for name in names]


@needs_specs
@pytest.mark.parametrize(
    "row", example_rows("m6_fit_expected.csv"), ids=lambda r: f"{r['parameter']} {r['dist']} {r['level']}"
)
def test_the_worked_fits_come_out_to_the_stated_digits(row):
    fitted = fit(*numbers(row, "mean", "low", "high", "level"), row["dist"])
    assert fitted.p == pytest.approx(numbers(row, "p1", "p2"), rel=1e-5)
    assert [fitted.low, fitted.high] == pytest.approx(numbers(row, "fitted_low", "fitted_high"), rel=1e-5)
    assert fitted.error == pytest.approx(float(row["fit_error"]), abs=1e-5)
    assert bool(fitted.warnings) == (float(row["fit_error"]) > 0.1)


@needs_specs
@pytest.mark.parametrize("row", example_rows("m6_shifted_expected.csv"), ids=lambda r: r["parameter"])
def test_a_shifted_lognormal_meets_mean_and_both_ends(row):
    mean, low, high, level = numbers(row, "mean", "low", "high", "level")
    fitted = fit(mean, low, high, level, "shifted_lognormal")
    assert fitted.p == pytest.approx(numbers(row, "s", "A", "c"), rel=2e-5)
    assert [fitted.low, fitted.high] == pytest.approx([low, high], rel=1e-12)
    assert fitted.error < 1e-12


@pytest.mark.parametrize(
    ("dist", "mean", "low", "high", "level"),
    [
        ("normal", 102, 91, 113, 0.95),
        ("gamma", 19.43, 16.65, 27.76, 0.95),
        ("beta", 0.06, 0.035, 0.115, 0.95),
        ("lognormal", 4, 2, 8, 0.9),
        ("shifted_lognormal", 4.68, 3.79, 6.43, 0.95),
        ("shifted_lognormal", 6, 2, 8, 0.95),
        ("triangular", 2700, 2400, 2900, 1),
        ("uniform", 1550, 1200, 1900, 1),
    ],
)
def test_the_mean_of_the_draws_is_the_published_mean(dist, mean, low, high, level):
    fitted = fit(mean, low, high, level, dist, "any")
    found, _ = integrate.quad(lambda u: float(fitted.quantile(np.array([u]))[0]), 0, 1, limit=400)
    assert found == pytest.approx(mean, rel=2e-5)


def test_a_mean_near_the_upper_end_is_fitted_as_a_mirror_image():
    up, down = (fit(mean, 2, 8, 0.95, "shifted_lognormal", "any") for mean in (4, 6))
    u = np.linspace(0.01, 0.99, 9)
    assert up.quantile(u) == pytest.approx(10 - down.quantile(1 - u))


def test_a_mean_in_the_middle_is_the_normal_distribution():
    assert fit(5, 2, 8, 0.95, "shifted_lognormal").dist == "normal"


def test_a_shifted_lognormal_that_would_begin_below_zero_becomes_a_gamma_and_says_so():
    fitted = fit(3, 1, 6, 0.95, "shifted_lognormal")
    assert fitted.dist == "gamma"
    assert fitted.warnings[0].startswith("shifted_lognormal would begin at")
    assert fit(3, 1, 6, 0.95, "shifted_lognormal", "any").dist == "shifted_lognormal"


@pytest.mark.parametrize(
    ("mean", "low", "high", "kind", "dist"),
    [
        (0.2, 0.1, 0.35, "share", "beta"),
        (102, 91, 113, None, "normal"),
        (4.68, 3.79, 6.43, None, "shifted_lognormal"),
        (3, 1, 6, None, "gamma"),
    ],
)
def test_auto_chooses_by_kind_and_by_the_place_of_the_mean(mean, low, high, kind, dist):
    assert fit(mean, low, high, 0.95, "auto", kind).dist == dist


def test_draws_stay_inside_their_bounds_and_the_mass_cut_off_is_told():
    fitted = fit(0.5, 0.01, 0.99, 0.8, "normal", "share")
    drawn = fitted.quantile(np.linspace(1e-9, 1 - 1e-9, 1001))
    assert drawn.min() >= 0
    assert drawn.max() <= 1
    assert fitted.truncated == pytest.approx(0.1909, abs=1e-4)
    assert "19.1% of the normal distribution lies outside its bounds" in fitted.warnings[0]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((14.03, 14.03, 4.2, 0.95, "normal"), "low 14.03 is not below high 4.2"),
        ((5, 6, 8, 0.95, "normal"), "the value 5 lies outside 6 to 8"),
        ((7, 6, 8, 0, "normal"), "level 0 is not above 0 and at most 1"),
        ((7, 6, 8, 95, "normal"), "level 95 is not above 0 and at most 1"),
        ((7, 6, 8, 1, "gamma"), "level 1 means absolute bounds, which gamma does not have"),
        ((7, 6, 8, 0.95, "uniform"), "uniform has absolute bounds, so its level is 1, not 0.95"),
        ((0.5, 0.2, 1.2, 0.95, "beta"), "beta needs an interval inside 0 and 1, not 0.2 to 1.2"),
        ((0.5, 0.0001, 0.9999, 0.5, "beta"), "0.0001 to 0.9999 is too wide for a beta distribution with mean 0.5"),
        ((3, 0, 8, 0.95, "lognormal"), "lognormal needs low above 0, not 0"),
        ((1.22, 0.98, 1.88, 1, "triangular"), "puts the mode at 0.8, outside 0.98 to 1.88"),
        ((1.22, 0.98, 1.88, 1, "triangular"), "use triangular_mode"),
        ((7, 6, 9, 1, "uniform"), "the value of a uniform distribution is its midpoint 7.5, not 7"),
        ((6.2, 6, 9, 0.95, "shifted_lognormal"), "the value stands at 6.7% of the interval"),
        ((6.01, 6, 9, 0.95, "lognormal"), "lognormal misses an end of the interval by"),
        ((5, 4, 6, None, "fixed"), "a fixed value has no interval"),
        ((5, None, None, None, "normal"), "normal needs low, high and level"),
        ((5, 4, 6, 0.95, "cauchy"), "the distribution cauchy is not known"),
        ((float("nan"), 4, 6, 0.95, "normal"), "value nan is not a finite number"),
        (("14.03-4.2", 4, 6, 0.95, "normal"), "value 14.03-4.2 is not a finite number"),
    ],
)
def test_an_interval_that_cannot_be_represented_is_refused(arguments, sentence):
    with pytest.raises(PracticeError) as refused:
        fit(*arguments)
    assert refused.value.problems[0].code == "PM005"
    assert sentence in str(refused.value)


@given(
    st.floats(-1e6, 1e6, allow_subnormal=False),
    st.floats(1e-3, 1e6),
    st.floats(0.42, 0.58),
    st.sampled_from([0.9, 0.95, 0.99]),
)
def test_any_moderately_skewed_interval_is_met_at_both_ends(low, width, place, level):
    high = low + width
    mean = low + place * (high - low)
    if not low < mean < high:
        return
    fitted = fit(mean, low, high, level, "shifted_lognormal", "any")
    assert [fitted.low, fitted.high] == pytest.approx([low, high], rel=1e-6, abs=1e-6 * width)


@given(st.lists(st.floats(1e-6, 1 - 1e-6), min_size=2, max_size=20))
def test_a_larger_probability_never_gives_a_smaller_value(u):
    u = np.sort(u)
    for dist, arguments in {
        "triangular_mode": (0.6, 0.4, 0.9, 1),
        "beta": (0.06, 0.035, 0.115, 0.95),
        "shifted_lognormal": (6, 2, 8, 0.95),
        "lognormal": (4, 2, 8, 0.95),
    }.items():
        assert (np.diff(fit(*arguments, dist).quantile(u)) >= 0).all()
