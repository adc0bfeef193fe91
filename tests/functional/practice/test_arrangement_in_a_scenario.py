"""An arrangement earns in 52 weeks of the model what its closed form says: model.md 13.1."""

import json
from decimal import Decimal

import pytest

from firstcontact.practice import arrangement
from firstcontact.practice.population.model import Population
from firstcontact.practice.results.simulate import simulate
from firstcontact.practice.scenario.load import load_scenario

PANEL, VISITS, PRICE, RISK = 1200, 2.6, 100, 1.25
PRACTICE = (
    "practice_id,region,setting,specialty,size_class,locality,weight,overhead_usd_year,variable_cost_per_visit_usd,\
physician_pay_usd_year,cash_start_usd,employees,exit_eligible\nA,here,system,family,,,1,10000,1,100000,1000,2,true\n"
)
SCENARIO = """schema: firstcontact.practice/1
id: year
title: One year of an arrangement
start: 2024-01-07
weeks: 52
seed: 1
draws: 1
population: {{files: {{practices: practices.csv, payers: payers.csv, staff: staff.csv}}}}
prices: {{preset: per_visit, base_amount: 100, collection_rate: 1, sequestration: false}}
demand: {{backlog: {{return_rate: 0, deferred_share: 0, leak: 0}}}}
physician_pay: {{system: {{rule: fixed}}}}
payment:
  - {{payer: commercial, from: 2024-01-01, components: {components}}}
"""
PBP = [{"kind": "population_payment", "pmpm": 40}, {"kind": "flat_visit_fee", "amount": 45}]
ARRANGEMENTS = {
    "fees": [{"kind": "ffs", "share": 0.9}],
    "hybrid": [{"kind": "ffs", "share": 0.6}, {"kind": "capitation", "share": 0.4, "pmpm": 20}],
    "unadjusted capitation": [{"kind": "ffs", "share": 0}, {"kind": "capitation", "pmpm": 20, "risk_exponent": 0}],
    "population payment": [*PBP, {"kind": "performance", "adj": 0.1, "of": ["population_payment", "flat_visit_fee"]}],
    "care management": [{"kind": "ffs"}, {"kind": "care_management", "pmpm": 15, "enrolled_share": 0.5}],
    "prepaid visits": [{"kind": "ffs", "share": 0.6}, {"kind": "prepaid_visits", "share": 0.4, "uplift": 1.1}],
    "visit rate": [{"kind": "prospective_visit", "base": 200, "gaf": 1.1, "new_share": 0.1, "new_multiplier": 1.34}],
    "service": [{"kind": "ffs"}, {"kind": "service", "rate": 48.84, "enrolled_share": 0.2, "minutes": 0, "role": "ma"}],
    "sub-capitation": [{"kind": "sub_capitation", "in_set_share": 0.8, "base_pmpm": 30, "tier_pmpm": 8}],
}


def simulated(folder, components):
    (folder / "practices.csv").write_text(PRACTICE)
    (folder / "payers.csv").write_text(
        f"practice_id,payer,panel,visits_per_patient_year,risk,ar_lag_weeks\nA,commercial,{PANEL},{VISITS},{RISK},2\n"
    )
    (folder / "staff.csv").write_text("practice_id,role,fte,wage_loaded_usd_year\nA,md,1,\nA,ma,1,40000\n")
    (folder / "s.yaml").write_text(SCENARIO.format(components=json.dumps(components)))
    scenario = load_scenario(folder / "s.yaml")
    rows = simulate(scenario, Population.load(scenario)).practice.to_pylist()
    return {row["outcome"]: row["mean"] for row in rows}


@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_a_year_of_the_model_is_the_closed_form(tmp_path, name):
    components = ARRANGEMENTS[name]
    found = simulated(tmp_path, components)
    closed = [c | {"historical_visits": VISITS} if c["kind"] == "prepaid_visits" else c for c in components]
    year = arrangement.annual(closed, PANEL, VISITS, PRICE, RISK)
    for kind in ("claims", "prospective", "performance"):
        assert found[f"{kind}_usd"] == pytest.approx(float(getattr(year, kind)), rel=1e-9, abs=1e-6), kind
    assert found["gross_revenue_usd"] == pytest.approx(float(year.total), rel=1e-9)
    assert year.one_time == Decimal(0)
