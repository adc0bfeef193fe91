"""Tables of a run: columns, types, rounding, bytes."""

import csv
import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from firstcontact.errors import FirstContactError
from firstcontact.practice.names import OUTCOMES
from firstcontact.practice.results import simulate
from firstcontact.practice.results.rounding import cents, round_by_outcome
from support.practice_runs import population, scenario

PRACTICE_COLUMNS = (
    "scenario_id,practice_id,region,setting,size_class,specialty,outcome,mean,p2_5,p25,p50,p75,p97_5,mcse,layer,"
    "baseline_mean,diff_mean,diff_mcse,prob_better,status"
)
WEEKLY_COLUMNS = (
    "scenario_id,by,group_id,week,week_start,visits_mean,visits_office,visits_video,visits_phone,gross_mean,cash_mean,"
    "cash_p5,cash_p50,cash_p95,share_below_zero,fte_mean,status"
)
THIN = [{"cash_start_usd": 500, "overhead_usd_year": 300_000}]


def results(draws=50, practices=({},), **changes):
    made = scenario(draws=draws, **changes)
    return simulate(made, population(made, practices))


def row(found, outcome, table="practice"):
    return next(r for r in getattr(found, table).to_pylist() if r["outcome"] == outcome)


def test_columns_are_those_of_the_specification():
    found = results()
    assert ",".join(found.practice.column_names) == PRACTICE_COLUMNS
    assert ",".join(found.weekly.column_names) == WEEKLY_COLUMNS
    assert {"n_practices", "weight_sum", "mean", "mean_lo", "mean_hi", "mcse", "het_p5", "het_p95"} <= set(
        found.summary.column_names
    )


def test_every_outcome_has_a_row_for_each_practice():
    found = results()
    assert [r["outcome"] for r in found.practice.to_pylist()] == [*OUTCOMES, "ever_below_zero"]


def test_few_draws_give_no_quantiles():
    found = row(results(draws=39), "gross_revenue_usd")
    assert (found["p50"], found["status"]) == (None, "few_draws")
    assert row(results(draws=40), "gross_revenue_usd")["p50"] == 24_000


def test_one_draw_has_no_standard_error():
    assert row(results(draws=1), "gross_revenue_usd")["mcse"] is None


def test_the_first_week_below_zero_is_empty_where_it_never_came():
    assert row(results(), "first_week_below_zero")["mean"] is None
    poor = results(practices=THIN)
    assert row(poor, "first_week_below_zero")["mean"] == 0
    assert row(poor, "ever_below_zero")["mean"] == 1
    assert row(poor, "weeks_below_zero")["mean"] == 4
    assert row(poor, "first_week_below_zero", "summary")["mean"] == 0
    assert row(poor, "min_cash_usd", "summary")["share_below_zero"] == 1


def test_a_run_that_changes_nothing_differs_by_exactly_nothing():
    for r in results(draws=20).practice.to_pylist():
        assert r["diff_mean"] in (0, None), r["outcome"]
        assert r["prob_better"] in (0, None), r["outcome"]


def test_better_means_less_cost_and_more_net():
    entry = [
        {"payer": "medicare", "from": "2020-01-01", "until": "2023-01-07", "components": [{"kind": "ffs"}]},
        {"payer": "medicare", "from": "2023-01-08", "components": [{"kind": "ffs", "share": 0.5}]},
    ]
    found = results(draws=1, payment=entry)
    assert row(found, "gross_revenue_usd")["diff_mean"] == pytest.approx(-9000)
    assert row(found, "net_after_relief_usd")["prob_better"] == 0
    assert row(found, "net_after_relief_usd", "summary")["dollars_to_neutralise_usd"] == pytest.approx(9000)


def test_weekly_rows_hold_the_run_and_its_baseline():
    found = results(draws=1).weekly.to_pylist()
    assert {r["scenario_id"] for r in found} == {"case", "case.baseline"}
    assert [r["week"] for r in found if r["by"] == "all"] == [0, 1, 2, 3] * 2
    assert found[0]["visits_office"] == pytest.approx(60)
    assert found[0]["fte_mean"] == 1


def test_no_weekly_table_where_none_is_asked_for():
    assert results(draws=1, outputs={"weekly": False}).weekly is None


def test_halves_of_a_cent_go_away_from_zero():
    exact = [0.005, 1.005, 2.675, -0.005, 0.0049, 1e9 + 0.005, np.nan]
    assert cents(np.array(exact))[:6] == pytest.approx([0.01, 1.01, 2.68, -0.01, 0.0, 1e9 + 0.01], abs=1e-9)


def test_only_money_is_rounded():
    table = pa.table({"outcome": ["visits", "claims_usd"], "mean": [1.23456, 1.23456]})
    assert round_by_outcome(table, ("mean",))["mean"].to_pylist() == [1.23456, 1.23]


def test_the_same_run_writes_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        results(draws=40).write(tmp_path / name)
    files = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert "practice_results.csv" in files
    assert "summary.parquet" in files
    for name in files:
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("a", "b"))
        if name == "run.json":
            one, two = ({**json.loads(x), "created": 0, "timings": 0} for x in (one, two))
        assert one == two, name


def test_csv_and_parquet_hold_the_same_rows(tmp_path):
    results(draws=40).write(tmp_path / "out")
    table = pq.read_table(tmp_path / "out" / "weekly.parquet")
    with (tmp_path / "out" / "weekly.csv").open(newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    assert table.schema.field("cash_mean").type == pa.decimal128(18, 2)
    assert [r["cash_mean"] for r in rows] == [str(x) for x in table["cash_mean"].to_pylist()]


def test_a_folder_with_files_is_not_written_over(tmp_path):
    found = results(draws=1)
    found.write(tmp_path / "out")
    with pytest.raises(FirstContactError, match="not empty"):
        found.write(tmp_path / "out")
    found.write(tmp_path / "out", overwrite=True)


def test_run_json_says_what_was_run():
    run = results(draws=30).run
    assert run["scenario"]["id"] == "case"
    assert run["row_counts"]["practices"] == 1
    assert run["pay_rules"] == {"independent": "fixed"}
    assert len(run["hashes"]["run"]) == 64
    assert max(run["invariants"].values()) < 1e-9
    assert any(w.startswith("W-DRAWS") for w in run["warnings"])


def test_large_error_of_a_mean_is_warned_of_with_the_draws_it_takes():
    prices = {"preset": "per_visit", "base_amount": "fee", "collection_rate": 1, "sequestration": False}
    fee = {"fee": {"value": 100, "low": 40, "high": 160, "level": 0.95, "dist": "normal", "status": "assumed"}}
    run = results(draws=100, prices=prices, parameters={"set": fee}).run
    assert any(w.startswith("W-MCSE: gross_revenue_usd") and "draws would bring" in w for w in run["warnings"])
