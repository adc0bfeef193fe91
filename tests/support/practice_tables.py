"""Small result tables of the practice model in the columns of the specification, for tests of the report."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

START = date(2020, 1, 5)
WEEKS = 30
SETTINGS = {"independent": 6, "system": 4, "fqhc": 2}
MONEY = (
    "gross_revenue_usd", "claims_usd", "prospective_usd", "performance_usd", "relief_recognised_usd",
    "cost_excl_physician_usd", "physician_pay_usd", "operating_net_usd", "net_after_relief_usd", "net_per_fte_md_usd",
    "min_cash_usd", "end_cash_usd",
)  # fmt: skip
COUNTS = ("min_cash_weeks", "visits", "lost_visits", "weeks_below_zero", "staff_fte_weeks_lost")
ROLES = tuple(f"staff_fte_weeks_lost.{role}" for role in ("ma", "admin", "rn"))

RUN = {
    "scenario": {
        "id": "toy",
        "title": "A toy of a fall in visits",
        "description": "Twelve practices lose visits in spring.",
        "start": "2020-01-05",
        "weeks": WEEKS,
    },
    "seed": 7,
    "draws": 100,
    "dtype": "float64",
    "hashes": {"run": "0123456789abcdef" * 4},
    "versions": {"firstcontact": "0.1"},
    "row_counts": {"practices": 12},
    "pay_rules": {"independent": "floor, share 0.5", "system": "fixed"},
    "reference": {"shock": False, "relief": False, "payment": False},
    "warnings": ["MCSE of min_cash_usd is 1.4% of its mean; 196 draws would bring it to 1%."],
    "share_assumed": 0.31,
    "assumed": [{"path": "prices.base_amount", "value": 90, "status": "assumed", "source": ""}],
    "parameters": [
        {"name": "wage_loaded_ma", "value": 41360, "low": 34122, "high": 48598, "level": 0.95, "dist": "normal",
         "fit_error": 0.0},
    ],
    "outputs": {"practice_rows": False},
}  # fmt: skip


def _value(outcome: str, shift: float) -> float:
    base = 100_000.0 if outcome in MONEY else 12.0
    return base * (1 + shift)


def summary() -> pa.Table:
    groups = [("all", "all", 12), *(("setting", name, n) for name, n in SETTINGS.items())]
    rows = []
    for g, (by, group_id, n) in enumerate(groups):
        for outcome in (*MONEY, *COUNTS, *ROLES):
            mean = _value(outcome, -0.1 * g)
            spread = {f"het_p{q}": mean * (0.5 + q / 100) for q in (5, 25, 50, 75, 95)}
            rows.append(
                {"scenario_id": "toy", "by": by, "group_id": group_id, "outcome": outcome, "n_practices": n,
                 "weight_sum": float(n), "mean": mean, "mean_lo": 0.9 * mean, "mean_hi": 1.1 * mean, "mcse": mean / 200,
                 "baseline_mean": 1.2 * mean, "diff_mean": -0.2 * mean, **spread, "share_loss": 0.25,
                 "share_below_zero": 0.1, "dollars_to_neutralise_usd": 1000.0 * n, "status": "ok"}
            )  # fmt: skip
    return pa.Table.from_pylist(rows)


def weekly() -> pa.Table:
    rows = []
    for scenario, fall in (("toy", 0.5), ("toy.baseline", 0.0)):
        for week in range(WEEKS):
            factor = 1 - fall * np.exp(-(((week - 10) / 4) ** 2))
            cash = 20_000 - 40_000 * fall * week / WEEKS
            rows.append(
                {"scenario_id": scenario, "by": "all", "group_id": "all", "week": week,
                 "week_start": START + timedelta(7 * week), "visits_mean": 100 * factor, "visits_office": 80 * factor,
                 "visits_video": 12 * factor, "visits_phone": 8 * factor, "gross_mean": 9_000 * factor,
                 "cash_mean": cash, "cash_p5": cash - 9_000, "cash_p50": cash - 500, "cash_p95": cash + 9_000,
                 "share_below_zero": fall * week / WEEKS, "fte_mean": 4.0, "status": "ok"}
            )  # fmt: skip
    return pa.Table.from_pylist(rows)


def practice_results() -> pa.Table:
    settings = [name for name, n in SETTINGS.items() for _ in range(n)]
    rows = []
    for i, setting in enumerate(settings):
        for outcome in (*MONEY, *COUNTS):
            rows.append(
                {"scenario_id": "toy", "practice_id": f"P{i:03d}", "setting": setting, "size_class": "le2",
                 "outcome": outcome, "mean": _value(outcome, 0.0), "diff_mean": (i - 8) * 1000.0}
            )  # fmt: skip
    return pa.Table.from_pylist(rows)


def breakeven() -> pa.Table:
    row = {"group_id": "all", "lever": "payment[0].components[0].pmpm", "target": "net", "status": "solved",
           "value": 30.0, "lo": 27.5, "hi": 33.1, "mcse": 0.2, "method": "linear", "at_low": -90.0,
           "at_high": 270.0}  # fmt: skip
    return pa.Table.from_pylist([row])


def breakeven_curve() -> pa.Table:
    rows = [
        {"lever_value": x, "mean": 3000 * x - 90_000, "lo": 2800 * x - 95_000, "hi": 3200 * x - 85_000,
         "prob_better": float(x > 30), "share_practices_better": min(1.0, x / 60)}
        for x in np.linspace(0, 120, 33).tolist()
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def tornado() -> pa.Table:
    swings = {
        "capitation_pmpm_national": (10_000.0, 60_000.0),
        "wage_loaded_ma": (40_000.0, 25_000.0),
        "idle": (3e4, 3e4),
    }
    rows = [
        {"rank": i, "parameter": name, "low_value": 1.0, "high_value": 2.0, "outcome_low": low, "outcome_high": high,
         "outcome_base": 30_000.0, "swing": abs(high - low), "status": "ok" if low != high else "no_effect",
         "outcome": "net_per_fte_md_usd"}
        for i, (name, (low, high)) in enumerate(swings.items(), 1)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def comparison() -> pa.Table:
    rows = [
        {"by": by, "group_id": group_id, "outcome": outcome, "a_mean": 100.0, "b_mean": 90.0, "diff": -10.0,
         "diff_lo": -12.0, "diff_hi": -8.0, "diff_mcse": 0.1, "share_better": 0.3, "share_worse": 0.6,
         "share_same": 0.1, "dollars_to_neutralise_usd": 500.0, "status": "ok"}
        for by, group_id in (("all", "all"), ("setting", "independent"), ("setting", "fqhc"))
        for outcome in MONEY
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def run_tables() -> dict[str, pa.Table]:
    """Everything that a run with break-even and tornado writes."""
    return {
        "summary": summary(),
        "weekly": weekly(),
        "practice_results": practice_results(),
        "breakeven": breakeven(),
        "breakeven_curve": breakeven_curve(),
        "tornado": tornado(),
    }
