"""Case M1 of the specification: two practices, four weeks, to the cent."""

import csv

import pytest

from firstcontact.practice.population.model import Population
from firstcontact.practice.results import simulate
from firstcontact.practice.scenario.load import load_scenario
from support.practice_runs import outcome, run
from support.shared import SHARED, needs_specs

EXAMPLES = SHARED / "specs" / "practice-model" / "examples"
pytestmark = needs_specs

WEEKLY = {
    "need_visits": lambda w: w.need,
    "shock_factor": lambda w: w.seen.factor,
    "returning": lambda w: w.seen.returning,
    "seeking": lambda w: w.seen.seeking,
    "visits": lambda w: w.seen.visits,
    "visits_office": lambda w: w.seen.by_mode[0],
    "visits_video": lambda w: w.seen.by_mode[1],
    "visits_phone": lambda w: w.seen.by_mode[2],
    "turned_away": lambda w: w.seen.turned,
    "avoided": lambda w: w.seen.avoided,
    "lost_visits": lambda w: w.seen.lost,
    "backlog_end": lambda w: w.seen.backlog,
    "claims_earned_usd": lambda w: w.claims,
    "claims_medicare_usd": lambda w: w.claims_by_payer[0],
    "claims_medicaid_usd": lambda w: w.claims_by_payer[2],
    "claims_commercial_usd": lambda w: w.claims_by_payer[3],
    "prospective_earned_usd": lambda w: w.prospective,
    "gross_revenue_usd": lambda w: w.gross,
    "collections_usd": lambda w: w.collections,
    "rehire_cost_usd": lambda w: w.rehire,
    "cost_excl_physician_usd": lambda w: w.cost,
    "relief_cash_usd": lambda w: w.relief_cash,
    "cash_margin_usd": lambda w: w.margin,
    "physician_pay_usd": lambda w: w.pay,
    "cash_end_usd": lambda w: w.cash,
}
PRACTICES = {"A": 0, "B": 1}


def expected(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / name).open(newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


@pytest.fixture(scope="module")
def worked():
    scenario = load_scenario(EXAMPLES / "m1.yaml")
    return run(scenario, Population.load(scenario))


@pytest.mark.parametrize("column", WEEKLY)
def test_every_weekly_number_is_met_to_the_cent(worked, column):
    recorder, _, _ = worked
    for row in expected("m1_weekly_expected.csv"):
        lane = (PRACTICES[row["practice_id"]], 0)
        series = recorder.series(WEEKLY[column], lane, row["scenario"] == "baseline")
        assert series[int(row["week"])] == pytest.approx(float(row[column] or 0), abs=0.005)


def test_receivables_and_staff_at_the_end_of_each_week(worked):
    recorder, _, _ = worked
    for row in expected("m1_weekly_expected.csv"):
        lane, baseline = (PRACTICES[row["practice_id"]], 0), row["scenario"] == "baseline"
        _, week, unpaid = recorder.weeks[baseline][int(row["week"])]
        assert unpaid[lane] == pytest.approx(float(row["receivables_end_usd"]), abs=0.005)
        present = 1 + (lane[0] == 1) + sum(float(row[f"fte_{r}"] or 0) for r in ("rn", "ma", "admin"))
        assert week.fte[lane] == pytest.approx(present, abs=1e-9)


def test_totals_of_the_run_and_of_its_baseline(worked):
    _, here, baseline = worked
    for row in expected("m1_summary_expected.csv"):
        found = baseline if row["scenario"] == "baseline" else here
        for name in set(row) - {"practice_id", "scenario", "relief_cash_usd"}:
            value = outcome(found, name)[PRACTICES[row["practice_id"]], 0]
            assert value == pytest.approx(float(row[name]), abs=0.005), name


def test_differences_against_the_baseline_stand_in_the_results():
    scenario = load_scenario(EXAMPLES / "m1.yaml")
    rows = simulate(scenario, Population.load(scenario)).practice.to_pylist()
    change = {(r["practice_id"], r["outcome"]): r["diff_mean"] for r in rows}
    assert change["A", "gross_revenue_usd"] == pytest.approx(-1786.00, abs=0.005)
    assert change["A", "operating_net_usd"] == pytest.approx(-1117.26, abs=0.005)
    assert change["B", "gross_revenue_usd"] == pytest.approx(-2445.96, abs=0.005)
    assert change["B", "operating_net_usd"] == pytest.approx(-1697.43, abs=0.005)
    assert change["B", "end_cash_usd"] == pytest.approx(7715.93, abs=0.005)
