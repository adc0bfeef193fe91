"""A whole run: all practices in all draws, tile by tile, each with its baseline."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from firstcontact.practice.draws.table import DrawTable
from firstcontact.practice.engine.arrangements import patients_sharing
from firstcontact.practice.engine.closing import needs_all_practices
from firstcontact.practice.engine.fee_amounts import check_payable, fee_amounts
from firstcontact.practice.engine.guard import Residuals, refuse_if_broken
from firstcontact.practice.engine.history import is_needed
from firstcontact.practice.engine.outcomes import LANE_OUTCOMES, outcomes
from firstcontact.practice.engine.segments import segments
from firstcontact.practice.engine.tile import Tile, make_tile
from firstcontact.practice.engine.tile_run import Observer, RunPlan, TileRun
from firstcontact.practice.population.model import Population
from firstcontact.practice.scenario.factors import telemedicine_share, visit_factor
from firstcontact.practice.scenario.model import Scenario

CHUNK = 20_000  # lanes computed together
DRAWS_TOGETHER = 16_384  # at most so many draws in a tile; sums over draws do not depend on the chunk
MOST_PRACTICES = 4_096  # in a tile: what is kept by practice and week stays small


@dataclass(frozen=True)
class Run:
    """A scenario, or its baseline, ready to be computed."""

    scenario: Scenario
    plan: RunPlan


@dataclass(frozen=True)
class Block:
    """Outcomes of some practices in all draws: (practices, outcomes, draws).

    `residuals`: how well the accounts balance. `bound`: capacity has limited visits in the run itself.
    """

    rows: slice
    here: np.ndarray
    baseline: np.ndarray
    residuals: Residuals
    bound: bool


class Watcher:
    """Told of every week of every tile. The default looks away."""

    def of(self, rows: slice, draws: slice, lanes: TileRun, is_baseline: bool) -> tuple[Observer, ...]:
        return ()


def baseline_of(scenario: Scenario) -> Scenario:
    """The scenario without what its reference leaves out."""
    kept = scenario.reference
    return replace(
        scenario, shock=scenario.shock if kept.shock else None, relief=scenario.relief if kept.relief else ()
    )


def make_run(scenario: Scenario, population: Population, table: DrawTable, hold: bool, look_back: bool) -> Run:
    specialties = sorted({str(s) for s in population.specialty})
    places = sorted({str(x) for x in population.locality})
    if scenario.prices.preset == "fee_schedule":
        check_payable(scenario)
    amounts = fee_amounts(scenario, places)
    plan = RunPlan(
        {s: visit_factor(scenario, s, table.values) for s in specialties},
        {s: telemedicine_share(scenario, s, table.values) for s in specialties},
        amounts,
        segments(scenario, amounts, hold),
        patients_sharing(scenario, population),
        hold,
        look_back,
    )
    return Run(scenario, plan)


def run_pair(scenario: Scenario, population: Population, table: DrawTable) -> tuple[Run, Run]:
    """The scenario and its baseline."""
    look_back = is_needed(scenario)
    return (
        make_run(scenario, population, table, False, look_back),
        make_run(baseline_of(scenario), population, table, not scenario.reference.payment, look_back),
    )


def blocks(
    scenario: Scenario,
    population: Population,
    table: DrawTable,
    dtype: str = "float64",
    chunk: int = CHUNK,
    watcher: Watcher | None = None,
) -> Iterator[Block]:
    """Compute the run and its baseline, some practices at a time, in the order of the population.

    Raises PracticeError PM050 where the accounts of a tile do not balance.
    """
    pair = run_pair(scenario, population, table)
    for rows, all_draws in layout(scenario, population.n, table.draws, chunk):
        shape = (rows.stop - rows.start, len(LANE_OUTCOMES), table.draws)
        block = Block(rows, np.empty(shape), np.empty(shape), Residuals(), False)
        for draws in all_draws:
            tiles = [make_tile(r.scenario, population, table, rows, draws, np.dtype(dtype)) for r in pair]
            block = _fill(block, tiles, pair, draws, watcher or Watcher())
        yield block


def _fill(block: Block, tiles: list[Tile], pair: tuple[Run, Run], draws: slice, watcher: Watcher) -> Block:
    """Run one tile and its baseline; their outcomes go into the block."""
    here, baseline = (run.plan for run in pair)
    usual = TileRun(tiles[1], baseline, None)
    worst = block.residuals.worst(usual.run(watcher.of(block.rows, draws, usual, True)))
    block.baseline[:, :, draws] = outcomes(usual)
    lanes = TileRun(tiles[0], here, usual.history)
    worst = worst.worst(lanes.run(watcher.of(block.rows, draws, lanes, False)))
    block.here[:, :, draws] = outcomes(lanes)
    refuse_if_broken(worst, tiles[0].dtype.name)
    return replace(block, residuals=worst, bound=block.bound or lanes.visits.capacity.bound)


def layout(scenario: Scenario, practices: int, draws: int, chunk: int) -> Iterator[tuple[slice, list[slice]]]:
    """Which practices, and for each in which parts the draws, are computed together."""
    if needs_all_practices(scenario.exit):
        together = max(1, CHUNK // practices)
        yield slice(0, practices), _parts(draws, together)
        return
    together = min(draws, DRAWS_TOGETHER)
    most = MOST_PRACTICES if draws <= DRAWS_TOGETHER else 1
    for rows in _parts(practices, min(most, max(1, chunk // together))):
        yield rows, _parts(draws, together)


def _parts(n: int, size: int) -> list[slice]:
    return [slice(i, min(i + size, n)) for i in range(0, n, size)]
