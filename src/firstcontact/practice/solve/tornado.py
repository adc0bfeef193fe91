"""Which assumption drives the answer: one parameter at a time at its low and its high.

Source: specs/practice-model/uncertainty.md 7.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from firstcontact.practice.population.model import Population
from firstcontact.practice.problems import refuse
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.solve.evaluate import outcome, used_parameters, weighted_mean

COLUMNS = pa.schema(
    [
        ("rank", pa.int64()),
        ("parameter", pa.string()),
        ("low_value", pa.float64()),
        ("high_value", pa.float64()),
        ("outcome_low", pa.float64()),
        ("outcome_high", pa.float64()),
        ("outcome_base", pa.float64()),
        ("swing", pa.float64()),
        ("status", pa.string()),
    ]
)


def tornado(scenario: Scenario, population: Population, outcome_name: str, parameters: Sequence[str] = ()) -> pa.Table:
    """The swing of an outcome (mean over practices) for each parameter with low and high, largest first.

    All other parameters stand at their value; heterogeneity is kept. `parameters` empty means all that the run reads.
    Raises PracticeError PM003 for a name that the run does not read or that has no interval.
    """
    names = _varied(scenario, population, parameters)
    draws, n = _one_at_a_time(scenario, population, names)
    means = weighted_mean(outcome(scenario, population, outcome_name, draws, n), population.weight)
    rows = [_row(scenario, name, means, i) for i, name in enumerate(names)]
    rows.sort(key=lambda row: (-row["swing"], row["parameter"]))
    return pa.Table.from_pylist([{"rank": i, **row} for i, row in enumerate(rows, start=1)], COLUMNS)


def _varied(scenario: Scenario, population: Population, asked: Sequence[str]) -> list[str]:
    used = used_parameters(scenario, population)
    able = [name for name in used if scenario.parameters[name].low is not None]
    for name in asked:
        if name not in able:
            why = "has no low and high" if name in used else "is not read by this run"
            raise refuse("PM003", f"{name} {why}. Allowed: {', '.join(able)}.", "parameters")
    return sorted(asked or able)


def _one_at_a_time(scenario: Scenario, population: Population, names: list[str]) -> tuple[dict[str, np.ndarray], int]:
    """Draw 0 is the base; draws 2i + 1 and 2i + 2 have parameter i at its low and its high."""
    n = 2 * len(names) + 1
    values = {p: scenario.parameters[p].value for p in used_parameters(scenario, population)}
    draws = {name: np.full(n, value, dtype=float) for name, value in values.items()}
    for i, name in enumerate(names):
        draws[name][2 * i + 1] = scenario.parameters[name].low
        draws[name][2 * i + 2] = scenario.parameters[name].high
    return draws, n


def _row(scenario: Scenario, name: str, means: np.ndarray, i: int) -> dict:
    base, low, high = float(means[0]), float(means[2 * i + 1]), float(means[2 * i + 2])
    swing = abs(high - low)
    parameter = scenario.parameters[name]
    return {
        "parameter": name,
        "low_value": parameter.low,
        "high_value": parameter.high,
        "outcome_low": low,
        "outcome_high": high,
        "outcome_base": base,
        "swing": swing,
        "status": "ok" if swing else "no_effect",
    }
