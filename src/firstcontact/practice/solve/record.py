"""run.json of a command that asks the model many times."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from firstcontact.practice.draws.table import draw_parameters
from firstcontact.practice.engine.guard import Residuals
from firstcontact.practice.population.model import Population
from firstcontact.practice.results.record import run_record
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.solve.evaluate import used_parameters


def solver_record(
    scenario: Scenario,
    population: Population,
    command: str,
    tables: Mapping[str, pa.Table],
    asked: Mapping[str, Any],
    warnings: Sequence[str] = (),
) -> dict[str, Any]:
    """The record of a run, without the balances, which every single evaluation has checked; `asked`: the arguments."""
    names = used_parameters(scenario, population)
    draws = draw_parameters(scenario.parameters, names, scenario.seed, scenario.draws, scenario.correlations)
    found = [*scenario.warnings, *draws.warnings, *warnings]
    record = run_record(scenario, population, draws, "float64", Residuals(), found, tables, {})
    return {**{k: v for k, v in record.items() if k != "invariants"}, "command": command, "asked": dict(asked)}
