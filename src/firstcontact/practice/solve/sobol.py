"""Sobol indices: the part of an outcome's variance that each parameter causes.

Source: specs/practice-model/uncertainty.md 9; Saltelli et al. 2010, Jansen 1999.
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from firstcontact.practice.draws.table import fitted
from firstcontact.practice.population.model import Population
from firstcontact.practice.problems import refuse
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.solve.evaluate import outcome, used_parameters, weighted_mean
from firstcontact.practice.solve.rank_correlation import is_constant

RESAMPLES = 100
Z95 = 1.96
HALF_CELL = 2.0**-54  # keeps the first point of the sequence off 0, where an inverse distribution may be infinite
COLUMNS = pa.schema(
    [
        ("parameter", pa.string()),
        ("s1", pa.float64()),
        ("s1_conf", pa.float64()),
        ("st", pa.float64()),
        ("st_conf", pa.float64()),
        ("status", pa.string()),
    ]
)


def sobol(scenario: Scenario, population: Population, outcome_name: str, n: int) -> pa.Table:
    """First-order and total indices of every drawn parameter, with 95% half widths from 100 resamples.

    `n`: a power of 2; the model runs n x (parameters + 2) draws. Raises PracticeError: PM003 when n is no power of 2,
    PM041 with correlated parameters, or when the outcome is the same in every draw.
    """
    if scenario.correlations:
        raise refuse("PM041", "Sobol indices need independent parameters. Take parameters.correlations out.")
    used = used_parameters(scenario, population)
    names = [name for name in used if scenario.parameters[name].drawn and scenario.parameters[name].layer == "mean"]
    fits = {name: fitted(scenario.parameters[name]) for name in names}
    fixed = {name: scenario.parameters[name].value for name in used if name not in names}

    def f(u: np.ndarray) -> np.ndarray:
        draws = {name: fits[name].quantile(u[:, i]) for i, name in enumerate(names)}
        draws |= {name: np.full(len(u), value) for name, value in fixed.items()}
        lanes = outcome(scenario, population, outcome_name, draws, len(u))
        return weighted_mean(lanes, population.weight)

    return indices(f, names, n, scenario.seed)


def indices(f: Callable[[np.ndarray], np.ndarray], names: list[str], n: int, seed: int) -> pa.Table:
    """Indices of any function of points in the unit cube: `f` maps (m, q) to (m,). Parameters in name order."""
    _check_power(n)
    names = sorted(names)
    f_a, f_b, f_ab = _evaluate(f, len(names), n, seed)
    both = np.concatenate([f_a, f_b])
    if is_constant(both):
        raise refuse("PM041", "the outcome is the same in every draw (constant_output). Choose another outcome.")
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, n, size=(RESAMPLES, n))
    return pa.Table.from_pylist([_row(name, f_a, f_b, f_ab[i], rows) for i, name in enumerate(names)], COLUMNS)


def _check_power(n: int) -> None:
    if n < 2 or n & (n - 1):
        below = 1 << max(1, n.bit_length() - 1)
        raise refuse("PM003", f"{n} is not a power of 2. The nearest are {below} and {below * 2}.", "n")


def _evaluate(f: Callable, q: int, n: int, seed: int) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    from scipy.stats import qmc  # slow to import, and only this command needs it

    points = qmc.Sobol(2 * q, scramble=True, rng=np.random.default_rng(seed)).random(n)
    points = np.clip(points, HALF_CELL, 1 - HALF_CELL)
    a, b = points[:, :q], points[:, q:]
    mixed = []
    for i in range(q):
        ab = a.copy()
        ab[:, i] = b[:, i]
        mixed.append(ab)
    parts = np.split(f(np.concatenate([a, b, *mixed])), q + 2)
    return parts[0], parts[1], parts[2:]


def _row(name: str, f_a: np.ndarray, f_b: np.ndarray, f_ab: np.ndarray, rows: np.ndarray) -> dict:
    s1, st = _indices(f_a, f_b, f_ab)
    spread = np.array([_indices(f_a[r], f_b[r], f_ab[r]) for r in rows])
    conf = Z95 * spread.std(axis=0, ddof=1)
    status = "negative_within_error" if s1 < 0 else "ok"
    return {"parameter": name, "s1": s1, "s1_conf": conf[0], "st": st, "st_conf": conf[1], "status": status}


def _indices(f_a: np.ndarray, f_b: np.ndarray, f_ab: np.ndarray) -> tuple[float, float]:
    """First order and total; f is centred at the mean of A and B."""
    both = np.concatenate([f_a, f_b])
    center, variance = both.mean(), both.var()
    first = np.mean((f_b - center) * (f_ab - f_a)) / variance
    total = np.mean((f_a - f_ab) ** 2) / (2 * variance)
    return float(first), float(total)
