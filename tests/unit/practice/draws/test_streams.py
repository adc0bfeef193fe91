"""Random streams: case M8 and what they promise."""

import csv

import numpy as np
import pytest

from firstcontact.practice.draws import heterogeneity
from firstcontact.practice.draws.hashing import mix, uniform, uniform_by_practice, word, words
from firstcontact.practice.draws.streams import stream_key, stream_uniforms
from firstcontact.practice.draws.table import draw_parameters, fitted
from firstcontact.practice.parameters import load_parameters
from support.shared import SHARED, needs_specs

M8 = SHARED / "specs" / "practice-model" / "examples" / "m8_streams_expected.csv"
SEED = 20240601


@needs_specs
def test_every_number_of_the_worked_case_is_met():
    with M8.open(newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    for row in rows:
        if row["kind"] == "uniform_hash":
            name, *numbers = row["key"].split()
            assert uniform(SEED, row["name"], name, *map(int, numbers)) == float(row["u"])
        else:
            draw = int(row["key"].removeprefix("draw "))
            assert stream_uniforms(SEED, row["name"], 3)[draw] == float(row["u"])


def test_the_mixer_and_the_keys_are_those_of_the_specification():
    assert int(mix(words([0]))[0]) == 0xE220A8397B1DCDAF
    assert word("P001") == 0x0F5BDF03B5E422B2
    assert stream_key("revenue_per_visit_all_payer") == (1499968871, 2292742413)
    assert stream_key("capitation_pmpm_national") == (123049008, 1683209327)


def test_values_follow_from_the_numbers_by_the_inverse_distribution():
    values = draw_parameters(load_parameters(), ["revenue_per_visit_all_payer"], SEED, 3).values
    expected = [95.23872806, 109.95695737, 101.04129839]
    assert values["revenue_per_visit_all_payer"] == pytest.approx(expected, abs=5e-9)


def test_more_draws_leave_the_first_ones_as_they_are():
    assert (stream_uniforms(1, "a", 10) == stream_uniforms(1, "a", 1000)[:10]).all()


def test_another_parameter_leaves_the_draws_of_the_others_as_they_are():
    table = load_parameters()
    few = draw_parameters(table, ["wage_loaded_ma"], 5, 50).values
    more = draw_parameters(table, ["collection_rate", "wage_loaded_ma", "turnover_per_month_ma"], 5, 50).values
    assert (few["wage_loaded_ma"] == more["wage_loaded_ma"]).all()


def test_a_practice_has_its_number_whatever_the_others_are():
    together = uniform_by_practice(SEED, "panel_per_fte", ["P001", "P002"])
    assert together[1] == uniform(SEED, "panel_per_fte", "P002")


def test_shares_stay_inside_0_and_1_and_amounts_above_0():
    table = load_parameters()
    names = [name for name, p in table.rows.items() if p.drawn]
    for name, values in draw_parameters(table, names, 3, 2000).values.items():
        assert (values > 0).all(), name
        assert not table[name].is_share or (values < 1).all(), name


def test_practice_factors_have_mean_1_and_the_stated_spread():
    factors = heterogeneity.factors(1, "x", [f"p{i}" for i in range(20_000)], 0.2)
    assert factors.mean() == pytest.approx(1, abs=0.005)
    assert factors.std() == pytest.approx(0.2, abs=0.005)
    assert (heterogeneity.factors(1, "x", ["a", "b"], 0.0) == 1).all()


def test_the_spread_of_a_parameter_is_found_by_its_name():
    table = load_parameters()
    assert heterogeneity.spread_of("revenue_per_visit_all_payer", table) == 0.1
    assert heterogeneity.spread_of("patients_per_fte_md", table) == 0.2
    assert heterogeneity.spread_of("wage_loaded_ma", table) == 0


def test_weeks_of_cash_differ_between_practices():
    parameter = load_parameters()["cash_on_hand_weeks"]
    weeks = heterogeneity.values(1, parameter, [f"p{i}" for i in range(5000)])
    assert np.quantile(weeks, 0.025) == pytest.approx(fitted(parameter).low, rel=0.1)
