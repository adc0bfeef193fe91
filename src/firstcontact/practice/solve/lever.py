"""A lever: one number of the scenario, or one parameter, that a solver moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from firstcontact.practice.population.model import LEVER, Population
from firstcontact.practice.problems import PracticeError, refuse
from firstcontact.practice.scenario import expression, paths
from firstcontact.practice.scenario.load import rebuild
from firstcontact.practice.scenario.model import Scenario

Value = float | np.ndarray


@dataclass(frozen=True)
class Moved:
    """The scenario and population with the lever at a value, and the draws that it replaces."""

    scenario: Scenario
    population: Population
    draws: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Lever:
    """`path` is None for a parameter. `ties`: other paths that move with x, as expressions in x."""

    name: str
    scenario: Scenario
    population: Population
    path: tuple | None
    ties: Mapping[tuple, str] = field(default_factory=dict)

    def at(self, x: Value, n: int) -> Moved:
        """The lever at x: one number, or an array with one number for each of the n draws."""
        if self.path is None:
            return Moved(self.scenario, self.population, {self.name: np.broadcast_to(np.asarray(x, dtype=float), (n,))})
        data = self._data()
        for path, value in [(self.path, x), *((p, expression.value(e, x)) for p, e in self.ties.items())]:
            data = paths.with_value(data, path, value)
        scenario = rebuild(self.scenario, data)
        population = Population.load(scenario) if self.moves_population else self.population
        draws = {LEVER: x} if isinstance(x, np.ndarray) else {}
        return Moved(scenario, population, draws)

    @property
    def moves_population(self) -> bool:
        return any(path[0] == "population" for path in (self.path or (None,), *self.ties))

    def takes_arrays(self, x: float) -> bool:
        """Whether every draw can have its own x: not where the number shapes the run, as the number of weeks does."""
        if any(path[0] == "population" for path in self.ties):
            return False
        try:
            self.at(np.array([x, x]), 2)
        except PracticeError:
            return False
        return True

    def _data(self) -> Mapping[str, Any]:
        return _holder(self.scenario, self.path)


def resolve(scenario: Scenario, population: Population, name: str, tie: Mapping[str, str] | None = None) -> Lever:
    """The lever of this name. Raises PracticeError PM011 where it is not one number of the scenario."""
    used = {*scenario.used, *population.parameters}
    if name in scenario.parameters and name in used:
        if tie:
            raise refuse("PM011", f"{name} is a parameter, and a tie needs a path. Name the path instead.", name)
        return Lever(name, scenario, population, None)
    path = paths.parse(name)
    if path is None or not _is_number(scenario, path):
        raise refuse("PM011", _why(scenario, name), name)
    return Lever(name, scenario, population, path, _ties(scenario, path, tie or {}))


def _ties(scenario: Scenario, lever: tuple, tie: Mapping[str, str]) -> dict[tuple, str]:
    ties = {}
    for name, text in tie.items():
        path = paths.parse(name)
        if path is None or not _is_number(scenario, path) or _holder(scenario, path) is not _holder(scenario, lever):
            raise refuse("PM011", _why(scenario, name), name)
        fault = expression.fault(text)
        if fault:
            raise refuse(
                "PM003", f"{text!r} is no expression in x: {fault}. Use numbers, x, + - * / and brackets.", name
            )
        ties[path] = text
    return ties


def _holder(scenario: Scenario, path: tuple) -> Mapping[str, Any]:
    """The scenario as written, or with presets expanded where only that holds the path."""
    return scenario.written if _number_in(scenario.written, path, scenario) else scenario.data


def _is_number(scenario: Scenario, path: tuple) -> bool:
    return _number_in(scenario.written, path, scenario) or _number_in(scenario.data, path, scenario)


def _number_in(data: Mapping[str, Any], path: tuple, scenario: Scenario) -> bool:
    """A number stands there, plain or with its source, or the name of a parameter."""
    try:
        value = paths.get(data, path)
    except KeyError:
        return False
    value = value.get("value") if isinstance(value, dict) else value
    if isinstance(value, str):
        return value in scenario.parameters
    return isinstance(value, int | float) and not isinstance(value, bool)


def _why(scenario: Scenario, name: str) -> str:
    if name in scenario.parameters:
        return f"the parameter {name} is not used by this scenario, so moving it changes nothing. Name one that is."
    return (
        "does not lead to one number of the scenario. Write a path such as payment[0].components[0].pmpm, "
        "or the name of a parameter that the scenario uses."
    )


def subset(population: Population, mask: np.ndarray) -> Population:
    """The practices of the mask alone."""
    rows = {
        name: value[mask]
        for name, value in vars(population).items()
        if isinstance(value, np.ndarray) and len(value) == population.n
    }
    scalings = tuple(replace(s, mask=s.mask[mask]) for s in population.scalings)
    return replace(population, **rows, scalings=scalings)
