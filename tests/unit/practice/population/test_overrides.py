"""Overrides and vary_given: population numbers as paths of the scenario."""

from pathlib import Path
from typing import Any

import numpy as np

from firstcontact.practice.names import ROLES
from firstcontact.practice.population.model import Population
from support.practice_files import problems_of, read, small

MEDICARE, COMMERCIAL = 0, 3


def overridden(folder: Path, *overrides: dict, **changes: Any) -> Population:
    data = small(**changes)
    data["population"] = data["population"] | {"overrides": list(overrides)}
    return Population.load(read(folder, data))


def test_overrides_are_applied_in_order(tmp_path: Path) -> None:
    column = {"table": "payers", "column": "visits_per_patient_year"}
    population = overridden(tmp_path, {**column, "multiply": 2}, {**column, "where": {"payer": ["medicare"]}, "set": 5})
    assert population.visits_per_patient_year[0, COMMERCIAL] == 4
    assert population.visits_per_patient_year[1, MEDICARE] == 5
    assert population.visits_per_patient_year[0, MEDICARE] == 0


def test_an_override_may_name_attributes_of_the_practice(tmp_path: Path) -> None:
    where = {"setting": ["system"], "role": ["ma"]}
    population = overridden(tmp_path, {"table": "staff", "column": "fte", "where": where, "multiply": 1.5})
    assert population.fte[:, ROLES.index("ma")].tolist() == [1, 3]
    assert population.employees.tolist() == [2, 5]


def test_the_hash_is_that_of_the_population_before_overrides(tmp_path: Path) -> None:
    changed = overridden(tmp_path, {"table": "practices", "column": "overhead_usd_year", "multiply": 1.1})
    assert changed.overhead_usd_year.tolist() == [26000 * 1.1, 52000 * 1.1]
    assert changed.hash == overridden(tmp_path).hash


def test_a_parameter_in_an_override_is_drawn(tmp_path: Path) -> None:
    name = "visits_per_patient_year_capitated"
    population = overridden(tmp_path, {"table": "payers", "column": "visits_per_patient_year", "set": name})
    assert population.visits_per_patient_year[1, MEDICARE] == 2.2
    assert name in population.parameters


def test_a_value_that_is_set_no_longer_moves_with_its_parameter(tmp_path: Path) -> None:
    population = overridden(tmp_path, {"table": "practices", "column": "variable_cost_per_visit_usd", "set": 6})
    assert population.variable_cost_per_visit_usd.tolist() == [6, 6]
    assert "variable_cost_per_visit" not in population.parameters


def test_multiplying_an_empty_value_is_refused(tmp_path: Path) -> None:
    said = problems_of(overridden, tmp_path, {"table": "practices", "column": "cash_start_usd", "multiply": 2})
    assert said == [
        "PM003 population.overrides[0]: multiply needs a value, and cash_start_usd is empty for some practices. "
        "Use set, or fill it."
    ]


def test_an_override_names_a_numeric_column_and_one_change(tmp_path: Path) -> None:
    said = problems_of(overridden, tmp_path, {"table": "payers", "column": "payer", "set": 1, "multiply": 2})
    assert said == [
        "PM003 s.yaml:14 population.overrides[0]: Write exactly one of set and multiply.",
        "PM003 s.yaml:15 population.overrides[0].column: 'payer' is not known. Did you mean panel? "
        "Allowed: panel, visits_per_patient_year, risk, ar_lag_weeks.",
    ]


def test_given_values_move_with_a_parameter_that_is_listed(tmp_path: Path) -> None:
    name = "visits_per_patient_year_capitated"
    population = Population.load(read(tmp_path, small(parameters={"vary_given": [name]})))
    ties = {s.index: s.mask.tolist() for s in population.scalings if s.parameter == name}
    assert ties == {MEDICARE: [False, True], COMMERCIAL: [True, False]}
    np.testing.assert_array_equal(population.visits_per_patient_year[1, MEDICARE], 3)


def test_a_parameter_that_speaks_of_no_column_cannot_vary_given_values(tmp_path: Path) -> None:
    said = problems_of(lambda: Population.load(read(tmp_path, small(parameters={"vary_given": ["collection_rate"]}))))
    assert said[0].startswith("PM003 parameters.vary_given: collection_rate speaks of no column of the population.")
