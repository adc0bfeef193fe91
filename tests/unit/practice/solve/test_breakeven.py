"""Break-even of the two practices of M1 and of small scenarios with uncertainty."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firstcontact.practice.population.model import Population
from firstcontact.practice.solve.breakeven import breakeven
from support.practice_examples import EXAMPLES
from support.practice_files import problems_of, read, small
from support.shared import needs_specs

ALL = ["medicare", "commercial"]
YEAR = {"weeks": 52, "start": "2020-03-01"}
FIXED = {"default": {"rule": "fixed"}}


def hybrid(**changes: Any) -> dict:
    """From week 0, half the fees and a monthly amount; fees alone in the baseline would be week 0's arrangement."""
    entries = [
        {"payers": ALL, "from": "2020-01-01", "until": "2020-03-07", "components": [{"kind": "ffs"}]},
        {
            "payers": ALL,
            "from": "2020-03-08",
            "components": [{"kind": "ffs", "share": 0.5}, {"kind": "capitation", "share": 0.5, "pmpm": 20}],
        },
    ]
    return small(**{**YEAR, "payment": entries, "staffing": {"response": False}, **changes})


def solve(folder: Path, data: dict, *args: Any, **kwargs: Any) -> Any:
    scenario = read(folder, data)
    return breakeven(scenario, Population.load(scenario), *args, **kwargs)


PMPM = "payment[1].components[1].pmpm"


def test_a_monthly_amount_under_fixed_pay_is_linear(tmp_path: Path) -> None:
    """A: 520 x 2 visits at 100 a year; half of them is 520 x 12 x 0.5 x pmpm, so 16.67; B pays 25: together 200/9."""
    found = solve(tmp_path, hybrid(), PMPM, "net", (0, 100), per="practice")
    rows = found.table.to_pylist()
    assert [r["status"] for r in rows] == ["solved", "solved"]
    assert [r["method"] for r in rows] == ["linear", "linear"]
    assert [r["value"] for r in rows] == pytest.approx([100 * 2 / 12, 100 * 3 / 12])
    both = solve(tmp_path, hybrid(), PMPM, "net", (0, 100)).table.to_pylist()[0]
    assert both["value"] == pytest.approx((1040 + 3120) * 100 / (12 * 1560))


def test_the_curve_has_33_points_and_counts_practices(tmp_path: Path) -> None:
    curve = solve(tmp_path, hybrid(), PMPM, "net", (0, 32)).curve.to_pydict()
    assert curve["lever_value"] == [float(x) for x in range(33)]
    assert curve["share_practices_better"] == [0.0] * 17 + [0.5] * 9 + [1.0] * 7
    assert curve["lo"] == [None] * 33


def test_a_tie_moves_the_share_of_fees_with_that_of_capitation(tmp_path: Path) -> None:
    found = solve(
        tmp_path,
        hybrid(),
        "payment[1].components[1].share",
        "gross",
        (0, 1),
        tie={"payment[1].components[0].share": "1 - x"},
    )
    (row,) = found.table.to_pylist()
    assert (row["status"], row["method"], row["value"]) == ("solved", "linear", pytest.approx(0, abs=1e-9))


def test_practices_under_a_floor_are_solved_by_bisection(tmp_path: Path) -> None:
    data = hybrid(physician_pay={"default": {"rule": "floor", "share": 0.5}})
    (row,) = solve(tmp_path, data, PMPM, "net", (0, 100)).table.to_pylist()
    assert (row["status"], row["method"]) == ("solved", "bisection")
    scenario = read(tmp_path, data)
    at_root = breakeven(scenario, Population.load(scenario), PMPM, "net", (row["value"] - 0.001, row["value"] + 0.001))
    assert at_root.table["status"].to_pylist() == ["solved"]


@pytest.mark.parametrize("rule", ["fixed", "floor"])
def test_the_interval_holds_the_root_of_each_draw(tmp_path: Path, rule: str) -> None:
    data = hybrid(
        draws=60,
        prices={"preset": "per_visit", "base_amount": "revenue_per_visit_all_payer"},
        parameters={"set": {"revenue_per_visit_cv": 0}},
        physician_pay={"default": {"rule": rule, "share": 0.5}},
    )
    (row,) = solve(tmp_path, data, PMPM, "gross", (0, 100)).table.to_pylist()
    scenario = read(tmp_path, data)
    from firstcontact.practice.solve.evaluate import drawn

    prices = drawn(scenario, Population.load(scenario))["revenue_per_visit_all_payer"]
    exact = prices * 0.95 * 4160 / (12 * 1560)
    assert row["lo"] == pytest.approx(np.quantile(exact, 0.025), rel=1e-5)
    assert row["hi"] == pytest.approx(np.quantile(exact, 0.975), rel=1e-5)
    assert row["mcse"] == pytest.approx(exact.std(ddof=1) / 60**0.5, rel=1e-3)


def test_draws_that_are_not_solved_are_counted(tmp_path: Path) -> None:
    data = hybrid(
        draws=60,
        prices={"preset": "per_visit", "base_amount": "revenue_per_visit_all_payer"},
        parameters={"set": {"revenue_per_visit_cv": 0}},
    )
    found = solve(tmp_path, data, PMPM, "gross", (0, 21.5))
    assert found.unsolved["all"]["never"] > 0
    assert sum(found.unsolved["all"].values()) < 60


def test_visits_of_the_population_are_a_lever_for_each_draw(tmp_path: Path) -> None:
    """Fees alone: the target is zero where visits x price pay the cost, a bend because the floor holds below."""
    override = {"table": "payers", "column": "visits_per_patient_year", "multiply": 1}
    data = small(
        **YEAR,
        draws=45,
        staffing={"response": False},
        prices={"preset": "per_visit", "base_amount": "revenue_per_visit_all_payer"},
    )
    data["population"]["overrides"] = [override]
    lever = "population.overrides[0].multiply"
    found = solve(tmp_path, data, lever, "net", (0.2, 5), reference="zero")
    (row,) = found.table.to_pylist()
    assert row["status"] == "solved"
    assert row["lo"] < row["value"] < row["hi"]


def test_a_parameter_is_a_lever(tmp_path: Path) -> None:
    data = hybrid(prices={"preset": "per_visit", "base_amount": "revenue_per_visit_all_payer", "collection_rate": 1})
    (row,) = solve(tmp_path, data, "revenue_per_visit_all_payer", "gross", (1, 500), reference="zero").table.to_pylist()
    assert row["status"] == "always"


@pytest.mark.parametrize(
    ("lever", "sentence"),
    [
        (
            "payment[9].components[0].pmpm",
            "PM011 payment[9].components[0].pmpm: does not lead to one number of the scenario. Write a path such as "
            "payment[0].components[0].pmpm, or the name of a parameter that the scenario uses.",
        ),
        (
            "payment[0].components",
            "PM011 payment[0].components: does not lead to one number of the scenario. Write a path such as "
            "payment[0].components[0].pmpm, or the name of a parameter that the scenario uses.",
        ),
        (
            "wage_loaded_scribe",
            "PM011 wage_loaded_scribe: the parameter wage_loaded_scribe is not used by this scenario, "
            "so moving it changes nothing. Name one that is.",
        ),
    ],
)
def test_pm011_a_lever_is_one_number(tmp_path: Path, lever: str, sentence: str) -> None:
    assert problems_of(solve, tmp_path, hybrid(), lever, "net", (0, 1)) == [sentence]


def test_an_empty_range_and_an_unknown_target_are_refused(tmp_path: Path) -> None:
    assert problems_of(solve, tmp_path, hybrid(), PMPM, "net", (5, 5)) == [
        "PM003 bounds: the range 5 to 5 is empty. Give lo below hi."
    ]
    assert problems_of(solve, tmp_path, hybrid(), PMPM, "profit", (0, 5)) == [
        "PM003 target: 'profit' is not a target. Allowed: net, cash_min, gross."
    ]


@needs_specs
def test_full_capitation_replaces_the_fees_of_practice_a_at_the_stated_amount(tmp_path: Path) -> None:
    """M5: 3,760 x 52 / (1,040 x 12) = 15.666667 a month."""
    files = {
        table: (EXAMPLES / f"m1_{table}.csv").read_text(encoding="utf-8") for table in ("practices", "payers", "staff")
    }
    payers = ["medicare", "medicaid", "commercial"]
    multipliers = {"medicare": 1, "medicaid": 0.66, "commercial": 1.22}
    prices = {"preset": "per_visit", "base_amount": 100, "collection_rate": 1, "payer_multiplier": multipliers}
    fees = {"payers": payers, "from": "2020-01-01", "until": "2020-03-07", "components": [{"kind": "ffs"}]}
    paid = {"payers": payers, "from": "2020-03-08", "components": [{"kind": "capitation", "pmpm": 20}]}
    scenario = read(tmp_path, small(**{**YEAR, "prices": prices, "payment": [fees, paid]}), **files)
    population = Population.load(scenario)
    found = breakeven(scenario, population, "payment[1].components[0].pmpm", "gross", (0, 100), per="practice")
    row = found.table.to_pylist()[0]
    assert (row["group_id"], row["status"], row["method"]) == ("A", "solved", "linear")
    assert row["value"] == pytest.approx(15.666667, abs=5e-7)
