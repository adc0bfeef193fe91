"""What must hold for any scenario. Source: specs/practice-model/model.md 11."""

from typing import Any

import numpy as np
import pytest

from firstcontact.practice.draws import draw_parameters
from firstcontact.practice.engine import lane_outcomes
from firstcontact.practice.engine.outcomes import LANE_OUTCOMES
from firstcontact.practice.results import simulate
from support.practice_runs import FEES, START, outcome, population, run, scenario

ROLES = [{"role": r, "fte": f, "wage_loaded_usd_year": 50_000} for r, f in (("ma", 2), ("admin", 1), ("rn", 0.5))]
SHOCK = {
    "series": "builtin:shock_weekly_2020",
    "kind": "realised",
    "by_specialty": {"family": "all_specialties"},
    "after": "baseline",
}
MIXED = [
    {"payer": "medicare", "from": "2020-01-01", "components": FEES},
    {
        "payers": ["medicaid", "commercial"],
        "from": "2020-01-01",
        "components": [
            {"kind": "ffs", "share": 0.5},
            {"kind": "capitation", "share": 0.5, "pmpm": "capitation_pmpm_national", "paid_every": "month"},
        ],
    },
]
BUSY: dict[str, Any] = {
    "start": "2020-03-01",
    "weeks": 30,
    "draws": 12,
    "shock": SHOCK,
    "payment": MIXED,
    "telemedicine": {"share": "from_shock", "video_share": "video_share_of_telemedicine"},
    "prices": {
        "preset": "per_visit",
        "base_amount": 90,
        "payer_multiplier": {"medicaid": "price_ratio_medicaid_to_medicare"},
        "collection_rate": 0.95,
        "sequestration": False,
    },
    "costs": {"turnover": {"ma": "turnover_per_month_ma"}, "turnover_cost": 2700, "rehire_share": 0.5},
    "staffing": {"response": True, "down": 0.25, "up": 0.1},
    "physician_pay": {"default": {"rule": "floor", "share": 0.5}},
    "relief": [
        {"kind": "prf", "phase": 1, "date": "2020-04-12"},
        {"kind": "medicare_advance", "date": "2020-04-12", "recoup_start_months": 2, "phase1_months": 2},
        {"kind": "ppp", "date": "2020-04-19", "covered_weeks": 8, "nonpayroll_share": 0.5},
    ],
}
IDS = ("A", "B", "C", "D", "E")


def practices(ids=IDS, factor=1.0, **changes) -> dict[str, list]:
    """Practices that differ in panel, overhead, cash and lag by their id alone."""
    at = {name: 1 + 0.37 * IDS.index(name[0]) for name in ids}
    payers = ("medicare", "medicaid", "commercial")
    return {
        "practices": [
            {
                "practice_id": i,
                "overhead_usd_year": 90_000 * at[i] * factor,
                "cash_start_usd": 9_000 * factor,
                "physician_pay_usd_year": 180_000,
                "employees": 4,
                **changes,
            }
            for i in ids
        ],
        "payers": [
            {"practice_id": i, "payer": p, "panel": 600 * at[i] * factor, "ar_lag_weeks": lag}
            for i in ids
            for lag, p in zip((2, None, 4), payers, strict=True)
        ],
        "staff": [{"practice_id": i, "fte": factor} for i in ids]
        + [{"practice_id": i, **role, "fte": role["fte"] * factor} for i in ids for role in ROLES],
    }


def busy(ids=IDS, **changes) -> np.ndarray:
    made = scenario(**{**BUSY, **changes})
    return run(made, population(made, **practices(ids)))[1]


def test_no_shock_no_relief_no_change_is_the_baseline_to_the_last_bit():
    made = scenario(**{**BUSY, "shock": None, "relief": None, "telemedicine": {"share": 0, "video_share": 0.5}})
    recorder, here, baseline = run(made, population(made, **practices()))
    np.testing.assert_array_equal(here, baseline)
    for pick in (lambda w: w.seen.visits, lambda w: w.claims, lambda w: w.gross, lambda w: w.cost):
        assert len(set(recorder.series(pick))) == 1


def test_net_is_a_straight_line_in_the_capitation_share():
    def net(share):
        parts = [{"kind": "ffs", "share": 1 - share}, {"kind": "capitation", "share": share, "pmpm": 26}]
        quiet = {"staffing": {"response": False}, "physician_pay": {"default": {"rule": "fixed"}}, "relief": None}
        entry = [{"payers": ["medicare", "medicaid", "commercial"], "from": "2020-01-01", "components": parts}]
        return outcome(busy(payment=entry, **quiet), "operating_net_usd")

    zero, one = net(0), net(1)
    for share in (0.25, 0.6):
        assert net(share) == pytest.approx((1 - share) * zero + share * one, rel=1e-11)


def test_a_practice_of_double_size_has_double_the_money():
    made = scenario(**BUSY)
    small = run(made, population(made, **practices()))[1]
    large = run(made, population(made, **practices(factor=2.0)))[1]
    for name in (
        "gross_revenue_usd",
        "cost_excl_physician_usd",
        "physician_pay_usd",
        "net_after_relief_usd",
        "end_cash_usd",
    ):
        assert outcome(large, name) == pytest.approx(2 * outcome(small, name), rel=1e-9, abs=1e-6), name


def test_the_order_of_rows_changes_no_bit():
    made = scenario(**BUSY)
    rows = practices()
    turned = {name: list(reversed(table)) for name, table in rows.items()}
    one, two = (simulate(made, population(made, **r)) for r in (rows, turned))
    assert one.practice.equals(two.practice)
    assert one.summary.equals(two.summary)
    assert one.run["hashes"] == two.run["hashes"]


def test_another_practice_changes_no_bit_of_the_others():
    np.testing.assert_array_equal(busy(("A", "B")), busy(("A", "B", "C"))[:2])


@pytest.mark.parametrize("chunk", [1, 13, 24, 36, 1000])
def test_the_chunk_changes_no_bit(chunk):
    made = scenario(**BUSY)
    people = population(made, **practices())
    one, two = simulate(made, people), simulate(made, people, chunk=chunk)
    for name in ("practice", "summary", "weekly", "paired_groups", "paired_practices"):
        assert getattr(one, name).equals(getattr(two, name)), name


def test_the_chunk_changes_no_bit_with_many_draws():
    made = scenario(**{**BUSY, "draws": 300, "weeks": 12})
    people = population(made, **practices())
    one, two = simulate(made, people), simulate(made, people, chunk=300)
    assert one.practice.equals(two.practice)
    assert one.weekly.equals(two.weekly)


def test_a_draw_is_the_same_among_few_and_among_many():
    np.testing.assert_array_equal(busy(draws=12), busy(draws=300)[:, :, :12])


def test_single_precision_gives_the_same_answer_to_four_digits():
    made = scenario(**BUSY)
    people = population(made, **practices())
    double, single = (run(made, people, dtype=d)[1] for d in ("float64", "float32"))
    for name in ("gross_revenue_usd", "cost_excl_physician_usd", "end_cash_usd", "visits"):
        assert outcome(single, name) == pytest.approx(outcome(double, name), rel=1e-4, abs=1), name


def test_a_lag_moves_cash_only():
    earned = ("gross_revenue_usd", "cost_excl_physician_usd", "visits", "staff_fte_weeks_lost")
    quiet = {**BUSY, "physician_pay": {"default": {"rule": "fixed"}}}
    made = scenario(**quiet)
    found = []
    for lag in (0, 3, 9):
        rows = practices()
        rows["payers"] = [{**row, "ar_lag_weeks": lag} for row in rows["payers"]]
        found.append(run(made, population(made, **rows)))
    for name in earned:
        values = [outcome(here, name) for _, here, _ in found]
        np.testing.assert_array_equal(values[0], values[1])
        np.testing.assert_array_equal(values[0], values[2])
    assert (outcome(found[0][1], "min_cash_usd") != outcome(found[2][1], "min_cash_usd")).any()


@pytest.mark.parametrize(
    ("change", "name", "sign"),
    [
        ({"prices": {**BUSY["prices"], "base_amount": 95}}, "gross_revenue_usd", 1),
        ({"prices": {**BUSY["prices"], "collection_rate": 1}}, "gross_revenue_usd", 1),
        ({"costs": {**BUSY["costs"], "turnover_cost": 4000}}, "operating_net_usd", -1),
        ({"shock": {**SHOCK, "scale": 0.5}}, "visits", 1),
        ({"capacity": {"rule": "rate", "days": 100, "visits_per_day": 10, "headroom": 1}}, "lost_visits", 1),
    ],
)
def test_more_gives_more(change, name, sign):
    difference = sign * (outcome(busy(**change), name) - outcome(busy(), name))
    assert (difference >= -1e-9).all()


def test_cash_at_the_start_is_cash_at_every_later_week():
    made = scenario(**{**BUSY, "physician_pay": {"default": {"rule": "fixed"}}})
    poor, rich = (run(made, population(made, **practices(cash_start_usd=c)))[1] for c in (1_000, 6_000))
    assert outcome(rich, "min_cash_usd") - outcome(poor, "min_cash_usd") == pytest.approx(5_000)


def test_accounts_balance_at_the_end_of_every_kind_of_run():
    calm = {"shock": None, "telemedicine": {"share": 0.1, "video_share": 0.5}}
    for change in ({}, calm, {"relief": None}, {"exit": {"enabled": True, "weeks_below": 2, "weekly_hazard": 0.3}}):
        made = scenario(**{**BUSY, **change})
        invariants = simulate(made, population(made, **practices())).run["invariants"]
        assert max(invariants.values()) < 1e-12, change


def test_a_solver_sees_what_the_run_sees():
    made = scenario(**BUSY)
    people = population(made, **practices())
    names = {*made.used, *people.parameters}
    draws = draw_parameters(made.parameters, names, made.seed, made.draws).values
    asked = lane_outcomes(made, people, draws, made.draws, names=("operating_net_usd", "min_cash_usd"))
    usual = lane_outcomes(made, people, draws, made.draws, reference=True, names=("operating_net_usd",))
    _, here, baseline = run(made, people)
    np.testing.assert_array_equal(asked["operating_net_usd"], outcome(here, "operating_net_usd"))
    np.testing.assert_array_equal(asked["min_cash_usd"], outcome(here, "min_cash_usd"))
    np.testing.assert_array_equal(usual["operating_net_usd"], outcome(baseline, "operating_net_usd"))


def test_outcomes_hold_no_number_that_is_not_finite():
    here = busy()
    first = LANE_OUTCOMES.index("first_week_below_zero")
    assert np.isfinite(np.delete(here, first, axis=1)).all()


def test_an_empty_panel_costs_money_and_earns_none():
    made = scenario(start=START)
    _, here, _ = run(made, population(made, payers=[{"panel": 0}]))
    assert outcome(here, "gross_revenue_usd")[0, 0] == 0
    assert outcome(here, "cost_excl_physician_usd")[0, 0] == pytest.approx(4000)
