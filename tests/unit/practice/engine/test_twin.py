"""The engine and its slow twin agree on made-up practices."""

import csv
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcontact.practice.names import ROLES
from support import practice_twin
from support.practice_runs import population, run, scenario

FIRST = date(2023, 1, 1)
PAYERS = ("medicare", "medicaid", "commercial")
RESPONDING = ROLES[2:]
share = st.floats(0, 1)
part = st.floats(0.05, 1)
weekly = st.lists(st.floats(0, 1.3), min_size=8, max_size=8)
COMPONENTS = st.sampled_from(
    [
        [{"kind": "ffs", "share": 1}],
        [{"kind": "ffs", "share": 0.4}, {"kind": "capitation", "share": 0.6, "pmpm": 21.5}],
        [{"kind": "ffs", "share": 0.7}, {"kind": "prepaid_visits", "share": 0.3, "uplift": 1.1}],
        [{"kind": "prospective_visit", "base": 180, "gaf": 1.05, "new_share": 0.1, "new_multiplier": 1.3416}],
        [{"kind": "sub_capitation", "in_set_share": 0.7, "base_pmpm": 20, "tier_pmpm": 4}],
        [{"kind": "ffs", "share": 1}, {"kind": "service", "rate": 40, "enrolled_share": 0.3}],
        [
            {"kind": "flat_visit_fee", "amount": 33},
            {"kind": "care_management", "pmpm": 9, "enrolled_share": 0.5},
            {"kind": "performance", "adj": -0.1, "of": ["flat_visit_fee", "care_management"]},
        ],
    ]
)
payer = st.fixed_dictionaries(
    {
        "panel": st.floats(0, 2000),
        "use": st.floats(0, 6),
        "risk": st.floats(0.5, 2),
        "lag": st.integers(0, 6),
        "multiplier": st.floats(0.5, 2),
        "components": COMPONENTS,
    }
)
CASE = st.fixed_dictionaries(
    {
        "weeks": st.just(8),
        "payers": st.fixed_dictionaries(dict.fromkeys(PAYERS, payer)),
        "base_amount": st.floats(20, 200),
        "collection_rate": part,
        "video_ratio": share,
        "phone_ratio": share,
        "factor": weekly,
        "telemedicine": st.lists(st.floats(0, 0.5), min_size=8, max_size=8),
        "video_share": share,
        "rho": share,
        "phi": share,
        "leak": share,
        "rule": st.sampled_from(["none", "rate", "time"]),
        "days": st.floats(50, 260),
        "visits_per_day": st.floats(1, 25),
        "headroom": st.floats(0.5, 1.5),
        "hours_week": st.floats(5, 50),
        "nonvisit": st.floats(0, 0.9),
        "npp_rel": share,
        "minutes": st.fixed_dictionaries({m: st.floats(5, 40) for m in practice_twin.MODES}),
        "alpha": st.sampled_from([0, 0, 0.5, 1]),
        "fte": st.fixed_dictionaries({r: st.floats(0.5, 4) for r in ROLES}),
        "wage": st.fixed_dictionaries({r: st.floats(30_000, 150_000) for r in ROLES[1:]}),
        "turnover": st.fixed_dictionaries({"ma": share, "rn": share}),
        "turnover_cost": st.floats(0, 5000),
        "rehire_share": share,
        "furlough_paid_share": share,
        "overhead": st.floats(0, 500_000),
        "per_visit": st.floats(0, 20),
        "pay": st.floats(0, 300_000),
        "cash": st.floats(-50_000, 200_000),
        "pay_rule": st.sampled_from(["fixed", "floor", "residual"]),
        "pay_share": share,
        "floor": st.fixed_dictionaries(dict.fromkeys(RESPONDING, share)),
        "down": st.fixed_dictionaries(dict.fromkeys(RESPONDING, share)),
        "up": st.fixed_dictionaries(dict.fromkeys(RESPONDING, share)),
        "every_weeks": st.integers(1, 5),
        "lag_weeks": st.integers(0, 4),
    }
)
COMPARED = {
    "visits": lambda w: w.seen.visits,
    "lost": lambda w: w.seen.lost,
    "backlog": lambda w: w.seen.backlog,
    "claims": lambda w: w.claims,
    "prospective": lambda w: w.prospective,
    "performance": lambda w: w.performance,
    "collections": lambda w: w.collections,
    "cost": lambda w: w.cost,
    "margin": lambda w: w.margin,
    "pay": lambda w: w.pay,
    "net": lambda w: w.gross - w.cost - w.pay,
    "cash": lambda w: w.cash,
    "fte": lambda w: w.fte,
}


def parts(case, name):
    """Components with the timing of performance written in."""
    timing = {"every_weeks": case["every_weeks"], "lag_weeks": case["lag_weeks"]}
    return [{**p, **timing} if p["kind"] == "performance" else p for p in case["payers"][name]["components"]]


def series(case, folder):
    """The factors of the case as a series file."""
    path = Path(folder) / "series.csv"
    fields = ["series", "week_start", "visit_factor", "telemedicine_share_of_baseline", "kind", "provenance", "status"]
    with path.open("w", newline="", encoding="utf-8") as f:
        writer = csv.writer(f)
        writer.writerow([*fields, "source_id"])
        for t, (factor, tele) in enumerate(zip(case["factor"], case["telemedicine"], strict=True)):
            day = FIRST + timedelta(days=7 * t)
            writer.writerow(["s", day, factor, tele, "demand", "assumed", "assumed", "spec"])
    return path


def as_scenario(case, path):
    ratios = [
        {"payer": k, "mode": mode, "ratio": case[f"{mode}_ratio"], "from": "2020-01-01"}
        for k in PAYERS
        for mode in ("video", "phone")
    ]
    keys = {
        "none": (),
        "rate": ("days", "visits_per_day", "headroom", "alpha"),
        "time": ("hours_week", "nonvisit", "npp_rel", "minutes", "alpha"),
    }
    return scenario(
        weeks=case["weeks"],
        start=FIRST.isoformat(),
        prices={
            "preset": "per_visit",
            "base_amount": case["base_amount"],
            "payer_multiplier": {k: case["payers"][k]["multiplier"] for k in PAYERS},
            "collection_rate": case["collection_rate"],
            "sequestration": False,
        },
        demand={"backlog": {"return_rate": case["rho"], "deferred_share": case["phi"], "leak": case["leak"]}},
        shock={"series": str(path), "kind": "demand", "by_specialty": {"family": "s"}},
        telemedicine={"share": "from_shock", "video_share": case["video_share"], "parity": ratios},
        capacity={"rule": case["rule"], **{k: case[k] for k in keys[case["rule"]]}},
        payment=[{"payer": k, "from": FIRST.isoformat(), "components": parts(case, k)} for k in PAYERS],
        costs={k: case[k] for k in ("turnover", "turnover_cost", "rehire_share", "furlough_paid_share")},
        staffing={"response": True, "floor": case["floor"], "down": case["down"], "up": case["up"]},
        physician_pay={"default": {"rule": case["pay_rule"], "share": case["pay_share"]}},
    )


def as_population(case, made):
    return population(
        made,
        [
            {
                "overhead_usd_year": case["overhead"],
                "variable_cost_per_visit_usd": case["per_visit"],
                "physician_pay_usd_year": case["pay"],
                "cash_start_usd": case["cash"],
            }
        ],
        [
            {
                "payer": k,
                "panel": p["panel"],
                "visits_per_patient_year": p["use"],
                "risk": p["risk"],
                "ar_lag_weeks": p["lag"],
            }
            for k, p in case["payers"].items()
        ],
        [{"role": r, "fte": case["fte"][r], "wage_loaded_usd_year": case["wage"].get(r)} for r in ROLES],
    )


@settings(max_examples=60, derandomize=True)
@given(CASE)
def test_engine_and_twin_agree_in_every_week(case):
    expected = practice_twin.simulate(case)
    with tempfile.TemporaryDirectory() as folder:
        made = as_scenario(case, series(case, folder))
        recorder, _, _ = run(made, as_population(case, made))
    for name, pick in COMPARED.items():
        assert recorder.series(pick) == pytest.approx([w[name] for w in expected], rel=1e-9, abs=1e-6), name
