"""How well the numbers of a run are known: which are assumed, which sources they have."""

from firstcontact.practice.population.model import Population
from firstcontact.practice.scenario.model import Scenario, SourcedValue

MANY_ASSUMED = 0.20


def used_values(scenario: Scenario, population: Population) -> list[SourcedValue]:
    """Every number of the scenario and every parameter that it or the population reads."""
    names = sorted({*scenario.used, *population.parameters})
    parameters = [scenario.parameters[name] for name in names]
    rows = [SourcedValue(f"parameter {p.name}", p.value, p.status, p.source_id) for p in parameters]
    return [*scenario.sourced, *rows]


def assumed_values(scenario: Scenario, population: Population) -> list[SourcedValue]:
    return [v for v in used_values(scenario, population) if v.status == "assumed"]


def share_assumed(scenario: Scenario, population: Population) -> float:
    """Share of the used values whose status is assumed; above 0.20 a run warns."""
    used = used_values(scenario, population)
    return len(assumed_values(scenario, population)) / len(used) if used else 0.0


def source_titles(scenario: Scenario, population: Population) -> dict[str, str]:
    """The sources behind the used values: title by source_id; a source named in the scenario is its own title."""
    names = {v.source for v in used_values(scenario, population) if v.source}
    return {name: scenario.parameters.sources.get(name, name) for name in sorted(names)}
