"""Two layers: the uncertainty of the estimate and the differences between practices are never mixed."""

import numpy as np
import pytest

from firstcontact.practice.engine.outcomes import LANE_OUTCOMES
from firstcontact.practice.population.model import Population
from firstcontact.practice.results import simulate
from firstcontact.practice.results.layout import groups
from firstcontact.practice.results.practice_rows import practice_stats
from firstcontact.practice.results.quantiles import over_draws, over_practices
from firstcontact.practice.results.summary_rows import PerDraw, per_draw, summary_table
from firstcontact.practice.results.sums import GroupSums
from support.practice_runs import population, scenario

NET = LANE_OUTCOMES.index("operating_net_usd")
PRACTICES = [{}, {"practice_id": "B", "overhead_usd_year": 104_000}]


def summary_of(net: list[list[float]], weight: list[float]) -> dict[str, dict]:
    """Summary rows of made-up nets, (practices, draws)."""
    values = np.zeros((len(net), len(LANE_OUTCOMES), len(net[0])))
    values[:, NET] = net
    weights = np.array(weight)
    all_of_them = groups({}, len(net), [()])
    sums = GroupSums(all_of_them, weights, values.shape[1:])
    sums.add(slice(0, len(net)), values)
    means = per_draw(sums.total, sums.weight_sums())
    stats = practice_stats(values, np.zeros_like(values))
    table = summary_table("s", all_of_them, weights, PerDraw(means, means * 0), stats, np.zeros((len(net), 8)))
    return {row["outcome"]: row for row in table.to_pylist()}


def test_region_means_come_before_the_spread_over_draws():
    row = summary_of([[10, 14], [30, 38]], [1, 1])["operating_net_usd"]
    assert row["mean"] == 23
    assert row["mcse"] == pytest.approx(3.0)
    assert (row["het_p5"], row["het_p95"]) == (12, 34)


def test_a_practice_of_weight_three_counts_three_times():
    one = summary_of([[10, 14], [30, 38]], [3, 1])["operating_net_usd"]
    three = summary_of([[10, 14]] * 3 + [[30, 38]], [1] * 4)["operating_net_usd"]
    for column in ("mean", "mcse", "het_p25", "het_p50", "het_p75", "dollars_to_neutralise_usd"):
        assert one[column] == pytest.approx(three[column]), column


def test_without_uncertain_parameters_intervals_have_no_width_and_practices_still_differ():
    made = scenario(draws=50)
    table = simulate(made, people(made)).summary.to_pylist()
    row = next(r for r in table if r["outcome"] == "operating_net_usd" and r["by"] == "all")
    assert row["mean_lo"] == row["mean"] == row["mean_hi"]
    assert row["mcse"] == 0
    assert row["het_p95"] - row["het_p5"] == pytest.approx(4000)


def people(made) -> Population:
    same = [{}, {"practice_id": "B"}]
    return population(made, PRACTICES, same, same)


def test_uncertain_parameters_widen_the_interval_and_leave_the_practices_apart():
    prices = {"preset": "per_visit", "base_amount": "fee", "collection_rate": 1, "sequestration": False}
    fee = {"fee": {"value": 100, "low": 80, "high": 120, "level": 0.95, "dist": "normal", "status": "assumed"}}
    made = scenario(draws=200, prices=prices, parameters={"set": fee})
    table = simulate(made, people(made)).summary.to_pylist()
    row = next(r for r in table if r["outcome"] == "operating_net_usd" and r["by"] == "all")
    assert row["mean_hi"] - row["mean_lo"] > 4000
    assert row["het_p95"] - row["het_p5"] == pytest.approx(4000)


def test_quantiles_over_draws_leave_out_what_did_not_happen():
    values = np.array([[1.0, 2.0, 3.0, np.nan], [np.nan] * 4])
    assert over_draws(values, (0.5,))[0, 0] == 2
    assert np.isnan(over_draws(values, (0.5,))[1, 0])


def test_weighted_quantiles_are_those_of_the_practices_represented():
    values, weight = np.array([5.0, 1.0, 3.0]), np.array([1.0, 2.0, 1.0])
    assert list(over_practices(values, weight, (0.25, 0.5, 0.75, 1.0))) == [1, 2, 4, 5]
