"""Worked examples of the specifications, and properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact import stats
from firstcontact.engine import formulas
from firstcontact.engine.formulas import Stratum


def stratum(name: str, x: float, n: float, people: int = 100, usable: bool = True) -> Stratum:
    lower, upper = stats.wilson(x, n)
    return Stratum(name, x / n, float(lower), float(upper), x, n, people, "wilson", usable)


def test_without_an_order_the_highest_stands_against_the_lowest_of_thirty_people() -> None:
    strata = [stratum("a", 20, 100), stratum("b", 60, 100), stratum("c", 9, 10, people=10)]
    first, second = formulas.pair(strata)
    assert (first.name, second.name) == ("b", "a")


def test_of_equal_strata_the_first_in_order_is_named() -> None:
    strata = [stratum("a", 50, 100), stratum("b", 50, 100), stratum("c", 10, 100), stratum("d", 10, 100)]
    first, second = formulas.pair(strata)
    assert (first.name, second.name) == ("a", "c")


def test_with_an_order_the_last_stands_against_the_first_whatever_their_values() -> None:
    strata = [stratum("1", 60, 100), stratum("3", 90, 100), stratum("5", 20, 100)]
    first, second = formulas.pair(strata, ("1", "5"))
    assert formulas.gap(first, second).value == pytest.approx(-0.4)


def test_an_end_of_the_order_without_a_number_gives_nothing() -> None:
    assert formulas.pair([stratum("1", 60, 100, usable=False), stratum("5", 20, 100)], ("1", "5")) is None


def test_a_region_without_an_end_of_the_order_has_no_gap_along_it() -> None:
    assert formulas.pair([stratum("3", 60, 100), stratum("5", 20, 100)], ("1", "5")) is None


def test_fewer_than_two_strata_give_nothing() -> None:
    assert formulas.pair([stratum("a", 1, 100)]) is None
    assert formulas.pair([stratum("a", 1, 100), stratum("b", 1, 10, people=10)]) is None


def test_the_gap_has_the_square_root_interval() -> None:
    first, second = stratum("a", 56, 70), stratum("b", 48, 80)
    found = formulas.gap(first, second)
    assert (found.value, found.method) == (pytest.approx(0.2), "newcombe")
    assert (found.lower, found.upper) == (
        pytest.approx(0.0524, abs=5e-5),
        pytest.approx(0.3339, abs=5e-5),
    )  # Newcombe 1998, method 10


def test_the_ratio_has_the_interval_on_the_log_scale() -> None:
    found = formulas.ratio(stratum("a", 60, 100), stratum("b", 30, 100))
    width = np.exp(1.959963984540054 * np.sqrt((1 - 0.6) / 60 + (1 - 0.3) / 30))
    assert (found.value, found.lower, found.upper) == (
        pytest.approx(2.0),
        pytest.approx(2 / width),
        pytest.approx(2 * width),
    )


def test_a_ratio_by_zero_has_no_value_and_of_zero_no_interval() -> None:
    assert formulas.ratio(stratum("a", 60, 100), stratum("b", 0, 100)) is None
    assert formulas.ratio(stratum("a", 0, 100), stratum("b", 60, 100)).method == "none"


def test_money_has_a_gap_without_an_interval() -> None:
    one, other = (Stratum(n, v, np.nan, np.nan, v, 1, 99, "none", True) for n, v in (("a", 0.2), ("b", 0.1)))
    assert formulas.gap(one, other).method == "none"


BASE = np.array([310.0, 298, 305, 312, 300, 305])


def test_the_shock_monitor_example() -> None:
    values = np.append(BASE, [140.0, 175.0, 305.0])[:, None]
    months = np.arange(24243, 24243 + len(values))
    expected = formulas.baseline(values, months, months < 24249, "mean")
    assert expected[0, 0] == 305.0
    assert formulas.index(values, expected)[6:, 0] == pytest.approx([45.9016, 57.3770, 100.0], abs=1e-4)
    assert formulas.shortfall(values[6], expected[6], np.array([1200.0])) == pytest.approx(198.0)


def test_five_months_are_too_few_for_the_mean() -> None:
    values, months = BASE[:5, None], np.arange(5)
    assert np.isnan(formulas.baseline(values, months, months < 5, "mean")).all()


def test_the_same_month_is_compared_with_the_same_month() -> None:
    months = np.arange(36)
    values = np.repeat([100.0, 200.0, 50.0], 12)[:, None]
    expected = formulas.baseline(values, months, months < 24, "same_month")
    assert expected[30, 0] == 150.0


@given(st.floats(-2, 2), st.floats(100, 500), st.lists(st.floats(-20, 20), min_size=12, max_size=12))
def test_a_line_with_seasons_is_its_own_trend(slope: float, level: float, season: list[float]) -> None:
    months = np.arange(24240, 24240 + 48)
    values = (level + slope * (months - 24240) + np.array(season)[months % 12])[:, None]
    expected = formulas.baseline(values, months, months < 24240 + 24, "trend")
    assert expected[:, 0] == pytest.approx(values[:, 0], abs=1e-6)


def test_the_trend_needs_two_years() -> None:
    months = np.arange(23)
    assert np.isnan(formulas.baseline(np.ones((23, 1)), months, months < 23, "trend")).all()


def test_without_an_event_the_prior_years_are_the_baseline() -> None:
    months = np.arange(60)
    values = np.repeat([1.0, 2.0, 3.0, 4.0, 5.0], 12)[:, None]
    expected = formulas.rolling(values, months)
    assert np.isnan(expected[:12]).all()
    assert (expected[12, 0], expected[47, 0], expected[48, 0]) == (1.0, 2.0, 3.0)


def test_an_index_on_nothing_is_nothing() -> None:
    assert np.isnan(formulas.index(np.array([1.0, 1.0]), np.array([0.0, np.nan]))).all()


def test_recovery_is_the_first_of_three_months_at_the_level() -> None:
    assert formulas.recovery([90, 100, 99, 101, 100, 102, 90]) == 3
    assert formulas.recovery([90, 100, 99]) is None
