"""How each parameter's draws go with the outcome. Source: specs/practice-model/uncertainty.md 9."""

import math
from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from firstcontact.practice.population.model import Population
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.solve.evaluate import drawn, outcome, weighted_mean

COLUMNS = pa.schema(
    [("parameter", pa.string()), ("spearman", pa.float64()), ("mcse", pa.float64()), ("status", pa.string())]
)
FEWEST = 3
ROUNDING = 1e-12


def rank_correlation(scenario: Scenario, population: Population, outcome_name: str) -> pa.Table:
    """Spearman correlation of every drawn parameter with the outcome (mean over practices) per draw.

    Raises PracticeError PM003 for a name that is no outcome.
    """
    draws = drawn(scenario, population)
    means = weighted_mean(outcome(scenario, population, outcome_name, draws, scenario.draws), population.weight)
    varying = {name: values for name, values in draws.items() if scenario.parameters[name].drawn}
    return correlate(varying, means)


def correlate(draws: Mapping[str, np.ndarray], outcomes: np.ndarray) -> pa.Table:
    """One row per parameter by name: correlation, standard error sqrt((1 - r^2)/(n - 2)), status.

    `status`: ok, constant_output (the outcome is the same in every draw), constant_input, few_draws (below 3).
    """
    rows = [_row(name, draws[name], outcomes) for name in sorted(draws)]
    return pa.Table.from_pylist(rows, COLUMNS)


def _row(name: str, values: np.ndarray, outcomes: np.ndarray) -> dict:
    kept = ~np.isnan(outcomes)
    n, x, y = int(kept.sum()), values[kept], outcomes[kept]
    status = _status(n, x, y)
    if status != "ok":
        return {"parameter": name, "spearman": None, "mcse": None, "status": status}
    r = float(np.corrcoef(ranks(x), ranks(y))[0, 1])
    return {"parameter": name, "spearman": r, "mcse": math.sqrt(max(0.0, 1 - r * r) / (n - 2)), "status": status}


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1; equal values share the mean of their ranks."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return (last - (count - 1) / 2)[place]


def _status(n: int, x: np.ndarray, y: np.ndarray) -> str:
    if n < FEWEST:
        return "few_draws"
    if is_constant(y):
        return "constant_output"
    return "constant_input" if is_constant(x) else "ok"


def is_constant(values: np.ndarray) -> bool:
    """All the same, but for the rounding of sums."""
    return bool(np.ptp(values) <= ROUNDING * np.abs(values).max())
