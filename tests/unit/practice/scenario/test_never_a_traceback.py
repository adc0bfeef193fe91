"""Whatever stands at any place of a scenario, the answer is a Scenario or a list of problems."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from firstcontact.practice.population.model import Population
from firstcontact.practice.problems import PracticeError
from firstcontact.practice.scenario.document import Document
from firstcontact.practice.scenario.load import build
from firstcontact.practice.scenario.paths import show, with_value
from support.practice_files import small

STRANGE: tuple[Any, ...] = (
    *(None, True, -1, 1e300, float("nan"), "x", "", "1 USD"),
    *([], [1], {}, {"a": 1}, {"value": None}),
)

FULL = yaml.safe_load("""
demand: {season: s.csv, backlog: {return_rate: 0, deferred_share: 0.4, leak: 0.1}}
shock:
  series: series.csv
  kind: demand
  by_specialty: {family: fall}
  scale: 1
  after: hold
  overrides: [{from: 2020-03-08, until: 2020-03-14, factor: 0.5}]
  recovery: {from: 2020-03-15, weeks: 3, to: 1}
telemedicine: {share: 0.1, video_share: 0.5, parity: [{payer: medicare, mode: phone, ratio: 0.5, from: 2020-01-01}]}
capacity:
  - {where: {setting: [system]}, rule: rate, days: 200, visits_per_day: 10}
  - {rule: time, hours_week: 40, nonvisit: 0.2, npp_rel: 0.8, minutes: {office: 20}}
payer_shift: [{from_payer: medicare, to_payer: medicaid, share: 0.1, start: 2020-03-08, ramp_weeks: 2}]
costs:
  turnover: {ma: 0.01}
  turnover_cost: 2600
  programme: [{date: 2020-03-08, amount_usd: 100, where: {region: [north]}}]
staffing:
  response: true
  floor: {ma: 0.5}
  down: 0.2
  up: {ma: 0.1}
  changes: [{role: ma, from: 2020-03-08, add_fte: 1}]
relief:
  - {kind: ppp, date: 2020-03-08, take_up: 0.5}
  - {kind: loan, date: 2020-03-08, amount_usd: 5, term_weeks: 3, annual_rate: 0.1}
exit: {enabled: true, weeks_below: 4, weekly_hazard: 0.1}
reference: {shock: false}
parameters:
  set: {collection_rate: {value: 0.9, low: 0.8, high: 0.95, level: 0.9, dist: beta}}
  correlations: [{a: collection_rate, b: capitation_pmpm_national, rank: 0.2}]
  vary_given: [wage_loaded_ma]
outputs:
  by: [[setting]]
  breakeven: [{lever: seed, target: net, lo: 0, hi: 1, tie: {draws: x}}]
  tornado: [{outcome: visits}]
""")


def places(data: Any, path: tuple = ()) -> Iterator[tuple]:
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in children:
        yield (*path, key)
        yield from places(value, (*path, key))


def components() -> list[dict]:
    kinds = [
        {"kind": "ffs", "share": 0.5},
        {"kind": "capitation", "share": 0.5, "pmpm": 5, "paid_every": "month"},
        {"kind": "performance", "adj": 0.1, "of": ["ffs"]},
        {"kind": "service", "rate": 5, "minutes": 3, "role": "ma"},
        {"kind": "one_time", "date": "2020-03-08", "amount": 5},
        {"kind": "sub_capitation", "base_pmpm": 3, "in_set_share": 0.5},
    ]
    return [{"payers": ["medicare", "commercial"], "from": "2020-01-01", "components": kinds}]


@pytest.mark.parametrize("strange", STRANGE, ids=repr)
def test_a_strange_value_anywhere_is_refused_or_read(tmp_path: Path, strange: Any) -> None:
    data = {**small(payment=components()), **copy.deepcopy(FULL)}
    for path in places(data):
        changed = with_value(data, path, strange)
        try:
            scenario = build(Document(changed, {}, tmp_path / "s.yaml"))
        except PracticeError:
            continue
        assert scenario.weeks >= 1, show(path)


def test_the_scenario_that_is_disturbed_is_itself_complete(tmp_path: Path) -> None:
    from support.practice_files import read

    (tmp_path / "s.csv").write_text("week,factor\n" + "".join(f"{w},1\n" for w in range(1, 53)))
    data = {**small(payment=components()), **FULL}
    data["payment"][0]["payers"] = ["medicare", "medicaid", "commercial"]
    assert Population.load(read(tmp_path, data)).n == 2
