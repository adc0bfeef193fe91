"""Numbers, names of parameters, sources, dates and defaults of a scenario."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firstcontact.practice.scenario.quantity import Quantity
from support.practice_files import FEES, problems_of, read, small

ALL = ["medicare", "commercial"]


def prices(folder: Path, **values: Any) -> Any:
    return read(folder, small(prices={"preset": "per_visit", "base_amount": 100, **values})).prices


def test_a_plain_number_is_a_value_of_the_user_without_a_source(tmp_path: Path) -> None:
    scenario = read(tmp_path, small())
    assert scenario.prices.base_amount == Quantity(100.0)
    (standing,) = [s for s in scenario.sourced if s.path == "prices.base_amount"]
    assert (standing.status, standing.source) == ("user", "")


def test_a_number_may_carry_its_source_and_status(tmp_path: Path) -> None:
    amount = {"value": 90, "source": "own survey 2024", "status": "assumed"}
    scenario = read(tmp_path, small(prices={"preset": "per_visit", "base_amount": amount}))
    assert scenario.prices.base_amount == Quantity(90.0)
    (standing,) = [s for s in scenario.sourced if s.path == "prices.base_amount"]
    assert (standing.status, standing.source) == ("assumed", "own survey 2024")


def test_the_status_of_a_value_is_one_of_a_closed_list(tmp_path: Path) -> None:
    amount = {"value": 90, "status": "guessed", "footnote": 3}
    said = problems_of(prices, tmp_path, base_amount=amount)
    assert said == [
        "PM003 s.yaml:17 prices.base_amount.status: 'guessed' is not one of verified, secondary, "
        "assumed, derived, user.",
        "PM001 s.yaml:18 prices.base_amount.footnote: unknown key. Allowed: value, source, status.",
    ]


def test_a_text_in_place_of_a_number_names_a_parameter_that_is_drawn(tmp_path: Path) -> None:
    scenario = read(tmp_path, small(prices={"preset": "per_visit", "base_amount": "revenue_per_visit_all_payer"}))
    assert scenario.prices.base_amount == Quantity(102.0, "revenue_per_visit_all_payer")
    assert "revenue_per_visit_all_payer" in scenario.used


def test_a_date_may_carry_its_status(tmp_path: Path) -> None:
    relief = [{"kind": "prf", "phase": 1, "date": {"value": date(2020, 3, 12), "status": "assumed"}}]
    assert read(tmp_path, small(relief=relief)).relief[0].day == date(2020, 3, 12)


def test_what_a_scenario_leaves_out_comes_from_the_parameters(tmp_path: Path) -> None:
    scenario = read(tmp_path, small(prices={"preset": "per_visit"}))
    assert scenario.prices.base_amount == Quantity(102.0, "revenue_per_visit_all_payer")
    assert scenario.costs.turnover["ma"] == Quantity(0.011, "turnover_per_month_ma")
    assert scenario.staffing.floor["rn"] == Quantity(0.6, "furlough_floor_share")
    assert scenario.demand.return_rate == Quantity(0.05, "backlog_return_rate")
    assert "md" not in scenario.staffing.down


def test_a_rate_of_a_published_model_is_read_for_the_day_on_which_the_entry_begins(tmp_path: Path) -> None:
    payment = [
        {
            "payers": ALL,
            "from": "2025-02-01",
            "components": [{"kind": "prospective_visit", "base": "fqhc_pps.base_rate"}],
        }
    ]
    scenario = read(tmp_path, small(start="2025-02-02", payment=payment))
    assert scenario.payment[0].components[0].base == Quantity(202.65)


def test_a_parameter_set_in_the_scenario_overrides_the_shipped_one(tmp_path: Path) -> None:
    own = {"collection_rate": 0.9, "days_worked_per_year": {"value": 200, "low": 190, "high": 210, "level": 0.9}}
    table = read(tmp_path, small(parameters={"set": own})).parameters
    assert (table["collection_rate"].value, table["collection_rate"].status) == (0.9, "user")
    assert (table["days_worked_per_year"].dist, table["days_worked_per_year"].low) == ("auto", 190.0)


def test_a_wage_that_is_a_user_input_can_be_set(tmp_path: Path) -> None:
    scenario = read(tmp_path, small(parameters={"set": {"wage_loaded.rn": {"value": 95000}}}))
    assert scenario.parameters["wage_loaded.rn"].value == 95000.0


def test_a_parameter_file_of_the_user_overrides_by_name(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("parameter,value,status,source_id\ncollection_rate,0.8,verified,cms_rvu\n")
    scenario = read(tmp_path, small(parameters={"files": ["builtin:parameters", "own.csv"]}))
    assert scenario.parameters["collection_rate"].value == 0.8
    assert next(iter(scenario.files)) == "parameters.files[0]"


def test_inflation_moves_money_by_the_index_and_says_by_how_much(tmp_path: Path) -> None:
    (tmp_path / "index.csv").write_text("year,factor\n2017,100\n2020,110\n")
    inflate = {"inflate": {"to": 2020, "index": "index.csv"}}
    amount = {"preset": "per_visit", "base_amount": "revenue_per_visit_all_payer"}
    costs = {"turnover_cost": 1}
    scenario = read(tmp_path, small(parameters=inflate, prices=amount, costs=costs))
    row = scenario.parameters["revenue_per_visit_all_payer"]
    assert (row.value, row.low, row.price_year) == (pytest.approx(112.2), pytest.approx(100.1), "2020")
    assert "revenue_per_visit_all_payer: prices of 2017 x 1.1 = 2020" in scenario.warnings
    assert scenario.parameters["days_worked_per_year"].value == 220


def test_inflation_without_the_price_year_of_a_used_parameter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.csv").write_text("year,factor\n2019,100\n2020,110\n")
    data = small(parameters={"inflate": {"to": 2020, "index": "index.csv"}}, costs={"turnover_cost": 1})
    data["prices"] = {"preset": "per_visit", "base_amount": "revenue_per_visit_all_payer"}
    assert problems_of(read, tmp_path, data) == [
        "PM003 s.yaml:29 parameters.inflate.index: the index has no row for 2017, the price year of "
        "revenue_per_visit_all_payer. Add it."
    ]


def test_a_season_gives_each_week_of_the_run_its_factor(tmp_path: Path) -> None:
    rows = "".join(f"{w},{1.2 if w == 10 else 0.99}\n" for w in range(1, 53))
    (tmp_path / "season.csv").write_text("week,factor\n" + rows)
    scenario = read(tmp_path, small(demand={"season": "season.csv"}))
    np.testing.assert_array_equal(scenario.demand.season, [0.99, 1.2, 0.99, 0.99])


def test_a_season_lists_all_weeks_once(tmp_path: Path) -> None:
    (tmp_path / "season.csv").write_text("week,factor\n1,1\n")
    assert problems_of(read, tmp_path, small(demand={"season": "season.csv"})) == [
        "PM003 season.csv:1 week: must hold the weeks 1 to 52, each once."
    ]


def test_a_rule_is_active_in_the_weeks_whose_first_day_it_holds(tmp_path: Path) -> None:
    scenario = read(tmp_path, small())
    active = scenario.active(date(2020, 3, 8), date(2020, 3, 21))
    np.testing.assert_array_equal(active, [False, True, True, False])
    np.testing.assert_array_equal(scenario.active(None, date(2020, 3, 7)), [True, False, False, False])
    assert (scenario.week_of(date(2020, 3, 14)), scenario.week_of(date(2020, 3, 29))) == (1, None)


def test_relief_holds_the_shipped_rules_with_the_scenario_laid_over(tmp_path: Path) -> None:
    relief = [
        {"kind": "ppp_second_draw", "date": "2020-03-12", "covered_weeks": 8, "nonpayroll_share": 0.5},
        {"kind": "medicare_advance", "date": "2020-03-12", "months": 2, "demand": "interest"},
    ]
    draw, advance = read(tmp_path, small(relief=relief)).relief
    assert draw.rules["max_employees"] == Quantity(300.0)
    assert draw.rules["covered_weeks"] == Quantity(8.0)
    assert draw.rules["pay_cap_per_employee"] == Quantity(100000.0)
    assert (advance.rules["months"], advance.demand) == (Quantity(2.0), "interest")


def test_an_advance_of_more_months_than_the_programme_pays_is_refused(tmp_path: Path) -> None:
    relief = [{"kind": "medicare_advance", "date": "2020-03-12", "months": 4}]
    assert problems_of(read, tmp_path, small(relief=relief)) == [
        "PM003 s.yaml:30 relief[0].months: 4 is more than the 3 months that the programme pays. Lower it."
    ]


def test_groupings_always_begin_with_all_practices(tmp_path: Path) -> None:
    scenario = read(tmp_path, small(outputs={"by": [["setting"], ["setting", "region"]]}))
    assert scenario.outputs.by == ((), ("setting",), ("setting", "region"))
    assert read(tmp_path, small()).outputs.by == ((), ("setting",), ("size_class",))


def test_the_same_file_read_twice_is_equal(tmp_path: Path) -> None:
    first, second = read(tmp_path, small(payment=FEES)), read(tmp_path, small(payment=FEES))
    assert first.data == second.data
    assert first.payment == second.payment
