"""Outcomes of one run by practice and draw, for solvers that ask many times."""

from collections.abc import Mapping, Sequence

import numpy as np

from firstcontact.practice.draws.table import DrawTable
from firstcontact.practice.engine.guard import refuse_if_broken
from firstcontact.practice.engine.history import History
from firstcontact.practice.engine.outcomes import EVER_BELOW, LANE_OUTCOMES, outcomes
from firstcontact.practice.engine.tile import make_tile
from firstcontact.practice.engine.tile_run import TileRun
from firstcontact.practice.engine.tiles import CHUNK, Run, layout, run_pair
from firstcontact.practice.names import OUTCOMES
from firstcontact.practice.population.model import Population
from firstcontact.practice.scenario.model import Scenario


def lane_outcomes(
    scenario: Scenario,
    population: Population,
    draws: Mapping[str, np.ndarray],
    n: int,
    reference: bool = False,
    names: Sequence[str] = (*OUTCOMES, EVER_BELOW),
) -> dict[str, np.ndarray]:
    """{outcome: (practices, n)} of the run, or with `reference` of its baseline; float64.

    `draws`: the value of each parameter in each of the `n` draws. Name the outcomes that are wanted: each takes
    practices x n x 8 bytes. Raises PracticeError PM050 where the accounts do not balance.
    """
    table = DrawTable(n, draws)
    run, baseline = run_pair(scenario, population, table)
    wanted = [LANE_OUTCOMES.index(name) for name in names]
    found = np.empty((len(names), population.n, n))
    for rows, parts in layout(scenario, population.n, n, CHUNK):
        for part in parts:
            lanes = _finished(run, baseline, reference, population, table, rows, part)
            found[:, rows, part] = outcomes(lanes)[:, wanted].swapaxes(0, 1)
    return dict(zip(names, found, strict=True))


def _finished(
    run: Run, baseline: Run, reference: bool, population: Population, table: DrawTable, rows: slice, part: slice
) -> TileRun:
    """The lanes of one tile after the last week; the baseline first, where the run or its programmes need it."""
    history: History | None = None
    if reference or run.plan.look_back:
        usual = _run(baseline, population, table, rows, part, None)
        if reference:
            return usual
        history = usual.history
    return _run(run, population, table, rows, part, history)


def _run(
    run: Run, population: Population, table: DrawTable, rows: slice, part: slice, history: History | None
) -> TileRun:
    lanes = TileRun(make_tile(run.scenario, population, table, rows, part, np.dtype(np.float64)), run.plan, history)
    refuse_if_broken(lanes.run(), "float64")
    return lanes
