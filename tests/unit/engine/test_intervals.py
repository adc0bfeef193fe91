import numpy as np
import pytest

from firstcontact.engine.definition import BaseMeasure
from firstcontact.engine.definitions import catalogue, find
from firstcontact.engine.intervals import METHODS, Basis, factor_of, intervals


def meta(measure: str, **changes: object) -> BaseMeasure:
    return find(catalogue(), measure).meta.model_copy(update=changes)


def interval(
    of: BaseMeasure, x: float, n: float, square: float = 0.0, whole: bool = True, one: bool = True, summed: bool = False
) -> tuple:
    arrays = (np.array([v], dtype=float) for v in (x, n, square))
    lower, upper, method = intervals(of, "m", Basis(whole, one, 0.95), *arrays, np.array([summed]))
    return lower[0], upper[0], METHODS[method[0]]


def test_proportions_have_wilson() -> None:
    lower, upper, method = interval(meta("any_primary_care_visit"), 7, 40)
    assert (lower, upper, method) == (pytest.approx(0.087454137), pytest.approx(0.319499903), "wilson")


def test_fractions_and_units_that_are_summed_over_months_have_none() -> None:
    assert interval(meta("ed_primary_care_treatable_share"), 7.5, 40, whole=False)[2] == "none"
    monthly = meta("any_primary_care_visit", window="month")
    assert interval(monthly, 7, 40, summed=True)[2] == "none"
    assert interval(monthly, 7, 40)[2] == "wilson"
    assert interval(meta("telehealth_share"), 7, 40, summed=True)[2] == "wilson"


def test_rates_are_exact_below_ten_and_byar_from_ten() -> None:
    volume = meta("visit_volume")
    assert interval(volume, 9, 5200) == (pytest.approx(0.791417903), pytest.approx(3.285539125), "exact_poisson")
    assert interval(volume, 27, 5200) == (pytest.approx(3.420954706), pytest.approx(7.554826667), "byar")
    assert interval(volume, 27, 5200, whole=False)[2] == "none"


def test_person_years_count_months() -> None:
    assert factor_of(meta("care_averted_stays")) == 1_200_000
    assert factor_of(meta("ed_visits_per_1000")) == 12_000
    assert factor_of(meta("visit_volume")) == 1000
    assert factor_of(meta("any_primary_care_visit")) == 1


def test_means_of_units_that_count_once_have_t() -> None:
    score = meta("continuity_coc")
    lower, upper, method = interval(score, 2.0, 4, square=1.5)
    assert (lower, upper, method) == (0.0, 1.0, "t")
    assert interval(score, 2.0, 4, square=1.5, one=False)[2] == "none"
    assert interval(score, 0.5, 1, square=0.25)[2] == "none"


def test_money_has_none() -> None:
    assert interval(meta("primary_care_spend_share"), 1, 2, whole=False)[2] == "none"
    assert interval(meta("total_spend_pmpm"), 1, 2, whole=False)[2] == "none"
