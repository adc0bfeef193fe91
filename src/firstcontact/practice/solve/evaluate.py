"""Outcomes of a run by practice and draw, for solvers that ask many times."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from firstcontact.practice import suggest
from firstcontact.practice.draws.table import draw_parameters
from firstcontact.practice.engine import lane_outcomes
from firstcontact.practice.names import OUTCOME_NAMES
from firstcontact.practice.population.model import Population
from firstcontact.practice.problems import refuse
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.solve.lever import Lever, Value, subset

TARGETS = {"net": "operating_net_usd", "cash_min": "min_cash_usd", "gross": "gross_revenue_usd"}


def used_parameters(scenario: Scenario, population: Population) -> list[str]:
    return sorted({*scenario.used, *population.parameters})


def drawn(scenario: Scenario, population: Population) -> Mapping[str, np.ndarray]:
    """The draws of every parameter that the run reads: {name: (draws,)}."""
    names = used_parameters(scenario, population)
    table = draw_parameters(scenario.parameters, names, scenario.seed, scenario.draws, scenario.correlations)
    return table.values


def outcome(
    scenario: Scenario,
    population: Population,
    name: str,
    draws: Mapping[str, np.ndarray],
    n: int,
    reference: bool = False,
) -> np.ndarray:
    """One outcome: (practices, n). Raises PracticeError PM003 for a name that is no outcome."""
    if name not in OUTCOME_NAMES:
        raise refuse("PM003", suggest.unknown(name, OUTCOME_NAMES, f"{name!r} is not an outcome"), "outcome")
    return lane_outcomes(scenario, population, draws, n, reference=reference, names=[name])[name]


def weighted_mean(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Mean over practices in each draw: (n,). Practices in which the outcome did not happen (NaN) do not count."""
    happened = ~np.isnan(values)
    total = (weight[:, None] * happened).sum(axis=0)
    mean = (weight[:, None] * np.where(happened, values, 0.0)).sum(axis=0)
    return np.divide(mean, total, out=np.full(values.shape[1], np.nan), where=total > 0)


@dataclass(frozen=True)
class Target:
    """h(x): the outcome with the lever at x minus that of the reference run, by practice and draw, same draws."""

    lever: Lever
    name: str
    draws: Mapping[str, np.ndarray]
    n: int
    reference: np.ndarray

    def at(self, x: Value, mask: np.ndarray | None = None) -> np.ndarray:
        """(practices, n); only the practices of the mask where one is given."""
        moved = self.lever.at(x, self.n)
        population = moved.population if mask is None else subset(moved.population, mask)
        reference = self.reference if mask is None else self.reference[mask]
        return outcome(moved.scenario, population, self.name, {**self.draws, **moved.draws}, self.n) - reference


def target_of(lever: Lever, target: str, reference: str) -> Target:
    """`target`: net, cash_min or gross. `reference`: `baseline` (the scenario's own, as written) or `zero`."""
    if target not in TARGETS:
        raise refuse("PM003", f"{target!r} is not a target. Allowed: {', '.join(TARGETS)}.", "target")
    scenario, population, name = lever.scenario, lever.population, TARGETS[target]
    draws = drawn(scenario, population)
    zero = np.zeros((population.n, scenario.draws))
    if reference == "zero":
        return Target(lever, name, draws, scenario.draws, zero)
    if reference != "baseline":
        raise refuse("PM003", f"{reference!r} is not a reference. Allowed: baseline, zero.", "reference")
    base = outcome(scenario, population, name, draws, scenario.draws, reference=True)
    return Target(lever, name, draws, scenario.draws, base)
