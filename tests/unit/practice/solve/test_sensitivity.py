"""Tornado, rank correlation and Sobol indices."""

from pathlib import Path

import numpy as np
import pytest

from firstcontact.practice.population.model import Population
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.solve.rank_correlation import correlate, rank_correlation
from firstcontact.practice.solve.sobol import indices, sobol
from firstcontact.practice.solve.tornado import tornado
from support.practice_files import problems_of, read, small

PRICED = {"preset": "per_visit", "base_amount": "revenue_per_visit_all_payer"}


def scenario(folder: Path, **changes: object) -> tuple[Scenario, Population]:
    found = read(folder, small(**{"prices": PRICED, **changes}))
    return found, Population.load(found)


def test_the_largest_swing_comes_first_and_no_effect_is_said(tmp_path: Path) -> None:
    table = tornado(*scenario(tmp_path), "operating_net_usd").to_pylist()
    assert [row["rank"] for row in table] == list(range(1, len(table) + 1))
    assert table[0]["parameter"] == "revenue_per_visit_all_payer"
    swings = [row["swing"] for row in table]
    assert swings == sorted(swings, reverse=True)
    still = {row["parameter"]: row["status"] for row in table if row["swing"] == 0}
    assert still["ar_lag_weeks_ffs"] == "no_effect" if "ar_lag_weeks_ffs" in still else True
    assert set(still.values()) == {"no_effect"}


def test_a_swing_is_the_outcome_at_high_less_that_at_low(tmp_path: Path) -> None:
    found, population = scenario(tmp_path, parameters={"set": {"revenue_per_visit_cv": 0}})
    (row,) = tornado(found, population, "gross_revenue_usd", ["revenue_per_visit_all_payer"]).to_pylist()
    visits = (20 + 60) / 2 * 4
    assert (row["low_value"], row["high_value"]) == (91.0, 113.0)
    assert row["outcome_base"] == pytest.approx(102 * 0.95 * visits)
    assert row["swing"] == pytest.approx((113 - 91) * 0.95 * visits)


def test_a_parameter_without_an_interval_is_refused(tmp_path: Path) -> None:
    said = problems_of(tornado, *scenario(tmp_path), "gross_revenue_usd", ["collection_rate"])
    assert said[0].startswith("PM003 parameters: collection_rate has no low and high. Allowed: ")
    said = problems_of(tornado, *scenario(tmp_path), "gross_revenue_usd", ["wage_loaded_scribe"])
    assert said[0].startswith("PM003 parameters: wage_loaded_scribe is not read by this run. Allowed: ")


def test_an_outcome_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    said = problems_of(tornado, *scenario(tmp_path), "visit")
    assert said[0].startswith("PM003 outcome: 'visit' is not an outcome. Did you mean visits? Allowed: ")


def test_rank_correlation_of_draws_with_the_outcome() -> None:
    x = np.arange(10.0)
    table = correlate({"b": -x, "a": x, "c": np.zeros(10)}, x**3).to_pylist()
    assert [(r["parameter"], r["status"]) for r in table] == [("a", "ok"), ("b", "ok"), ("c", "constant_input")]
    assert [r["spearman"] for r in table[:2]] == pytest.approx([1, -1])
    mixed = correlate({"a": np.array([1.0, 2, 3, 4, 5])}, np.array([2.0, 1, 4, 3, 5])).to_pylist()[0]
    assert (mixed["spearman"], mixed["mcse"]) == (pytest.approx(0.8), pytest.approx((0.36 / 3) ** 0.5))


def test_a_constant_outcome_has_no_correlation() -> None:
    (row,) = correlate({"a": np.arange(5.0)}, np.ones(5)).to_pylist()
    assert row == {"parameter": "a", "spearman": None, "mcse": None, "status": "constant_output"}


def test_the_rounding_of_sums_is_no_effect(tmp_path: Path) -> None:
    found = rank_correlation(*scenario(tmp_path, draws=60), "visits").to_pylist()
    assert {row["status"] for row in found} == {"constant_output"}


def test_the_price_of_a_visit_goes_with_gross_revenue(tmp_path: Path) -> None:
    found = rank_correlation(*scenario(tmp_path, draws=60), "gross_revenue_usd").to_pylist()
    by_name = {row["parameter"]: row for row in found}
    assert by_name["revenue_per_visit_all_payer"]["spearman"] == pytest.approx(1)


def test_sobol_indices_of_a_sum_are_its_parts_of_the_variance() -> None:
    table = indices(lambda u: u[:, 0] + 2 * u[:, 1], ["x1", "x2"], 1024, 20240601).to_pylist()
    for row, expected in zip(table, (0.2, 0.8), strict=True):
        assert row["s1"] == pytest.approx(expected, abs=0.02)
        assert row["st"] == pytest.approx(expected, abs=0.02)
        assert 0 < row["s1_conf"] < 0.2


def test_sobol_is_the_same_with_the_same_seed() -> None:
    first, second = (indices(lambda u: u.prod(axis=1), ["a", "b"], 64, 5) for _ in range(2))
    assert first.equals(second)


def test_pm003_names_the_nearest_powers_of_two() -> None:
    said = problems_of(indices, lambda u: u[:, 0], ["a"], 1000, 1)
    assert said == ["PM003 n: 1000 is not a power of 2. The nearest are 512 and 1024."]


def test_pm041_a_constant_outcome_has_no_variance_to_share() -> None:
    said = problems_of(indices, lambda u: np.ones(len(u)), ["a"], 8, 1)
    assert said == ["PM041: the outcome is the same in every draw (constant_output). Choose another outcome."]


def test_pm041_correlated_parameters_are_refused(tmp_path: Path) -> None:
    pair = {"a": "revenue_per_visit_all_payer", "b": "turnover_cost_per_event", "rank": 0.5}
    said = problems_of(sobol, *scenario(tmp_path, parameters={"correlations": [pair]}), "gross_revenue_usd", 8)
    assert said == ["PM041: Sobol indices need independent parameters. Take parameters.correlations out."]


def test_sobol_of_a_run_names_the_parameter_that_matters(tmp_path: Path) -> None:
    table = sobol(*scenario(tmp_path), "gross_revenue_usd", 64).to_pylist()
    by_name = {row["parameter"]: row["st"] for row in table}
    assert max(by_name, key=lambda name: by_name[name]) == "revenue_per_visit_all_payer"
    assert by_name["revenue_per_visit_all_payer"] == pytest.approx(1, abs=0.05)
