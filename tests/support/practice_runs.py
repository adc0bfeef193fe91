"""Small practices and scenarios for tests: state what matters, the rest is filled in."""

from pathlib import Path
from typing import Any

import numpy as np

from firstcontact.practice.draws.table import DrawTable, draw_parameters
from firstcontact.practice.engine.outcomes import LANE_OUTCOMES
from firstcontact.practice.engine.tile_run import TileRun
from firstcontact.practice.engine.tiles import Watcher, blocks
from firstcontact.practice.engine.week import Week
from firstcontact.practice.population.model import Population
from firstcontact.practice.scenario.document import Document
from firstcontact.practice.scenario.load import build
from firstcontact.practice.scenario.model import Scenario

START = "2023-01-01"
FEES = [{"kind": "ffs", "share": 1}]
NOBODY = {  # the loader wants to know where practices come from; here they come as tables
    "n": 1,
    "region": "r",
    "settings": {"independent": 1},
    "specialty": {"family": 1},
    "payer_mix": {"medicare": 1},
    "visits_per_patient_year": {"medicare": 2},
    "overhead_usd_per_fte_md": 1,
    "physician_pay_usd_year": 1,
    "wages": {},
    "locality": "national",
}
QUIET: dict[str, Any] = {
    "schema": "firstcontact.practice/1",
    "id": "case",
    "title": "Case",
    "start": START,
    "weeks": 4,
    "seed": 7,
    "draws": 1,
    "population": {"generate": NOBODY},
    "prices": {"preset": "per_visit", "base_amount": 100, "collection_rate": 1, "sequestration": False},
    "demand": {"backlog": {"return_rate": 0, "deferred_share": 0, "leak": 0}},
    "telemedicine": {"share": 0, "video_share": 0.5},
    "payment": [{"payers": ["medicare", "medicaid", "commercial"], "from": "2020-01-01", "components": FEES}],
    "costs": {"turnover": {}, "turnover_cost": 0, "rehire_share": 0, "furlough_paid_share": 0},
    "staffing": {"response": False},
    "physician_pay": {"default": {"rule": "fixed"}},
}
PRACTICE = {
    "practice_id": "A",
    "region": "r",
    "setting": "independent",
    "specialty": "family",
    "overhead_usd_year": 52_000,
    "variable_cost_per_visit_usd": 5,
    "physician_pay_usd_year": 104_000,
    "cash_start_usd": 10_000,
}
PAYER = {
    "practice_id": "A",
    "payer": "medicare",
    "panel": 1200,
    "visits_per_patient_year": 2.6,
    "risk": 1,
    "ar_lag_weeks": 0,
}
STAFF = {"practice_id": "A", "role": "md", "fte": 1, "wage_loaded_usd_year": None}


def scenario(**changes: Any) -> Scenario:
    """The quiet scenario with other top-level keys, read by the production loader; None takes a key away."""
    data = {k: v for k, v in {**QUIET, **changes}.items() if v is not None}
    return build(Document(data, {}, Path(__file__).with_name("case.yaml")))


def rows(base: dict[str, Any], *changes: dict[str, Any]) -> dict[str, list]:
    """Rows of a table: the base row with changes, once for each of them."""
    made = [{**base, **change} for change in changes or ({},)]
    columns = dict.fromkeys(key for row in made for key in row)
    return {column: [row.get(column) for row in made] for column in columns}


def population(of: Scenario, practices: list[dict] = (), payers: list[dict] = (), staff: list[dict] = ()) -> Population:
    """One practice of 1,200 Medicare patients and one physician, or the rows given."""
    return Population.from_frames(rows(PRACTICE, *practices), rows(PAYER, *payers), rows(STAFF, *staff), of)


def drawn(of: Scenario, people: Population) -> DrawTable:
    names = {*of.used, *people.parameters}
    return draw_parameters(of.parameters, names, of.seed, of.draws, of.correlations)


class Recorder(Watcher):
    """Every week of the run and of its baseline, for each tile."""

    def __init__(self) -> None:
        self.weeks: dict[bool, list[tuple[TileRun, Week, Any]]] = {True: [], False: []}

    def of(self, rows: slice, draws: slice, lanes: TileRun, is_baseline: bool) -> tuple:
        return (lambda week: self.weeks[is_baseline].append((lanes, week, lanes.receivables.outstanding(week.t))),)

    def series(self, pick: Any, lane: tuple[int, int] = (0, 0), baseline: bool = False) -> list[float]:
        """`pick(week)` in each week for one lane of the first tile."""
        return [float(np.broadcast_to(pick(week), lanes.tile.shape)[lane]) for lanes, week, _ in self.weeks[baseline]]


def run(of: Scenario, people: Population, **options: Any) -> tuple[Recorder, np.ndarray, np.ndarray]:
    """The weeks, and the outcomes (practices, LANE_OUTCOMES, draws) of the run and its baseline."""
    recorder = Recorder()
    found = list(blocks(of, people, drawn(of, people), watcher=recorder, **options))
    return recorder, np.concatenate([b.here for b in found]), np.concatenate([b.baseline for b in found])


def outcome(found: np.ndarray, name: str) -> np.ndarray:
    """(practices, draws)."""
    return found[:, LANE_OUTCOMES.index(name)]
