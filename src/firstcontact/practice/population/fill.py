"""Fills what a file left empty, and ties it to the parameter that it came from."""

import numpy as np

from firstcontact.practice.names import PAYERS, ROLES
from firstcontact.practice.parameters.model import ParameterTable
from firstcontact.practice.population.draft import Draft, write_quantity
from firstcontact.practice.population.model import Scaling
from firstcontact.practice.problems import Problem
from firstcontact.practice.scenario.quantity import Quantity

NO_LAG = -1
# parameter -> column and payer or role that it speaks of, for parameters.vary_given
GIVEN: dict[str, tuple[str, str | None]] = {
    "variable_cost_per_visit": ("variable_cost_per_visit_usd", None),
    "cash_on_hand_weeks": ("cash_start_usd", None),
    "ar_lag_weeks_ffs": ("ar_lag_weeks", None),
    "patients_per_fte_md": ("panel", None),
    "panel_cpc_practices": ("panel", None),
    "panel_range": ("panel", None),
    "panel_family_physician": ("panel", None),
    "visits_per_patient_year_capitated": ("visits_per_patient_year", None),
    "wage_loaded_ma": ("wage_loaded_usd_year", "ma"),
    **{f"wage_loaded.{role}": ("wage_loaded_usd_year", role) for role in ROLES[1:]},
}


def fill(draft: Draft, table: ParameterTable) -> None:
    """Weights and risks of 1, the variable cost and the wages of the parameters."""
    draft["weight"][np.isnan(draft["weight"])] = 1.0
    draft["risk"][np.isnan(draft["risk"])] = 1.0
    for column in ("panel", "visits_per_patient_year"):
        draft[column][~draft.has_payer] = 0.0
    _from_parameter(draft, table, "variable_cost_per_visit", "variable_cost_per_visit_usd", None)
    for j, role in enumerate(ROLES):
        _from_parameter(draft, table, f"wage_loaded.{role}", "wage_loaded_usd_year", j)
    draft["ar_lag_weeks"][np.isnan(draft["ar_lag_weeks"])] = NO_LAG


def _from_parameter(draft: Draft, table: ParameterTable, name: str, column: str, index: int | None) -> None:
    values = draft[column] if index is None else draft[column][:, index]
    empty = np.isnan(values)
    if name not in table or table[name].value is None or not empty.any():
        return
    values[empty] = 1.0
    write_quantity(draft, column, index, empty, Quantity(table[name].value, name))


def vary_given(draft: Draft, table: ParameterTable, names: tuple[str, ...], given: dict[str, np.ndarray]) -> None:
    """Given values move with mu_d / mu. `given`: which entries of a column the file gave. PM003 for other names."""
    for name in names:
        if name not in GIVEN or not table[name].value:
            message = f"{name} speaks of no column of the population. Allowed: {', '.join(GIVEN)}."
            draft.problems.append(Problem("PM003", message, path="parameters.vary_given"))
            continue
        column, key = GIVEN[name]
        for index in _indices(draft[column], key):
            mask = given[column] if index is None else given[column][:, index]
            if mask.any():
                draft.scalings.append(Scaling(name, column, index, mask, table[name].value))


def _indices(values: np.ndarray, key: str | None) -> list[int | None]:
    if values.ndim == 1:
        return [None]
    if key is None:
        return list(range(values.shape[1]))
    return [(ROLES if values.shape[1] == len(ROLES) else PAYERS).index(key)]
