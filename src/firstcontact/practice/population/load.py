"""Population.load, from_frames: from files, tables or published distributions to arrays."""

from typing import Any

import numpy as np

from firstcontact.practice.names import ROLES
from firstcontact.practice.parameters.load import load_parameters
from firstcontact.practice.parameters.model import ParameterTable
from firstcontact.practice.population.draft import Draft
from firstcontact.practice.population.fill import fill, vary_given
from firstcontact.practice.population.from_rows import draft_from_rows
from firstcontact.practice.population.generate import generate_draft
from firstcontact.practice.population.hash import population_hash
from firstcontact.practice.population.model import Population
from firstcontact.practice.population.overrides import apply_overrides
from firstcontact.practice.population.read import read_file, read_frame
from firstcontact.practice.population.suits import suits
from firstcontact.practice.problems import Problem, ScenarioError
from firstcontact.practice.scenario.model import Scenario

TABLES = ("practices", "payers", "staff")


def load(scenario: Scenario) -> Population:
    """The population that the scenario names. Raises ScenarioError with every problem of its files."""
    asked = scenario.population
    if asked.generate is not None:
        draft = generate_draft(asked.generate, scenario.seed)
    else:
        draft = _draft([(name, asked.files[name]) for name in TABLES], read_file)
    return _population(draft, scenario.parameters, scenario)


def from_frames(practices: Any, payers: Any, staff: Any, scenario: Scenario | None = None) -> Population:
    """A population from tables in memory: pyarrow Tables, data frames or {column: values}, with the file columns.

    `scenario` adds its parameters, overrides, vary_given and checks. Raises ScenarioError.
    """
    draft = _draft(list(zip(TABLES, (practices, payers, staff), strict=True)), read_frame)
    table = scenario.parameters if scenario else load_parameters()
    return _population(draft, table, scenario)


def _draft(sources: list[tuple[str, Any]], read: Any) -> Draft:
    problems: list[Problem] = []
    rows = []
    for name, source in sources:
        try:
            rows.append(read(name, source))
        except ScenarioError as e:
            problems.extend(e.problems)
    if problems:
        raise ScenarioError(problems)
    draft = draft_from_rows(*rows)
    _refuse(draft)
    return draft


def _population(draft: Draft, table: ParameterTable, scenario: Scenario | None) -> Population:
    digest = population_hash(draft)
    given = {column: ~np.isnan(values) for column, values in draft.columns.items() if values.dtype == float}
    fill(draft, table)
    if scenario is not None:
        vary_given(draft, table, scenario.vary_given, given)
        apply_overrides(draft, scenario.population.overrides)
    empty = np.isnan(draft["employees"])
    draft["employees"][empty] = np.ceil(draft["fte"].sum(axis=1))[empty]
    population = _arrays(draft, digest)
    draft.problems.extend(suits(population, scenario))
    _refuse(draft)
    return population


def _arrays(draft: Draft, digest: str) -> Population:
    columns = dict(draft.columns)
    columns["ar_lag_weeks"] = columns["ar_lag_weeks"].astype(np.int64)
    columns["employees"] = columns["employees"].astype(np.int64)
    wages = columns["wage_loaded_usd_year"].copy()
    wages[:, ROLES.index("md")] = np.nan
    columns["wage_loaded_usd_year"] = wages
    scalings = tuple(s for s in draft.scalings if s.mask.any())
    return Population(
        **columns, exit_eligible=draft.exit_eligible, has_payer=draft.has_payer, scalings=scalings, hash=digest
    )


def _refuse(draft: Draft) -> None:
    if draft.problems:
        raise ScenarioError(draft.problems)
