"""The practices of a run as arrays: practices x payers x roles, rows sorted by practice_id."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from firstcontact.practice.names import PAYERS, ROLES

if TYPE_CHECKING:
    from firstcontact.practice.scenario.model import Scenario

LEVER = "lever"  # stands among the draws while a lever of the population is solved for each draw


@dataclass(frozen=True)
class Scaling:
    """A column that moves with a parameter: in draw d it is the value here x draws[parameter][d] / point.

    `column` is a field of Population; `index` the payer or role column of a two-dimensional field, else None;
    `mask` (n,) says for which practices. Used where a file left the value to a parameter, where the generated
    population names one, and for `parameters.vary_given`.
    """

    parameter: str
    column: str
    index: int | None
    mask: np.ndarray
    point: float


@dataclass(frozen=True)
class Population:
    """Arrays over n practices; n x 5 by payer (order PAYERS), n x 8 by role (order ROLES).

    `cash_start_usd` NaN: cash_on_hand_weeks x baseline weekly cost, which the engine works out.
    `wage_loaded_usd_year` NaN: the role has no FTE and no wage. `ar_lag_weeks` -1: the parameter ar_lag_weeks_ffs.
    `has_payer`: the practice has a row for the payer.
    """

    practice_id: np.ndarray
    region: np.ndarray
    setting: np.ndarray
    specialty: np.ndarray
    size_class: np.ndarray
    locality: np.ndarray
    weight: np.ndarray
    overhead_usd_year: np.ndarray
    variable_cost_per_visit_usd: np.ndarray
    physician_pay_usd_year: np.ndarray
    cash_start_usd: np.ndarray
    employees: np.ndarray
    exit_eligible: np.ndarray
    panel: np.ndarray
    visits_per_patient_year: np.ndarray
    risk: np.ndarray
    ar_lag_weeks: np.ndarray
    has_payer: np.ndarray
    fte: np.ndarray
    wage_loaded_usd_year: np.ndarray
    scalings: tuple[Scaling, ...] = ()
    hash: str = ""

    @classmethod
    def load(cls, scenario: "Scenario") -> "Population":
        """The population that the scenario names. Raises ScenarioError with every problem of its files."""
        from firstcontact.practice.population.load import load  # the loader imports this class

        return load(scenario)

    @classmethod
    def from_frames(cls, practices: Any, payers: Any, staff: Any, scenario: "Scenario | None" = None) -> "Population":
        """A population from tables in memory with the columns of the files: pyarrow Tables, data frames, mappings.

        `scenario` adds its parameters, overrides, vary_given and checks. Raises ScenarioError.
        """
        from firstcontact.practice.population.load import from_frames

        return from_frames(practices, payers, staff, scenario)

    @property
    def n(self) -> int:
        return len(self.practice_id)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters that this population reads, sorted; they are drawn beside the scenario's own."""
        names = {s.parameter for s in self.scalings}
        if np.isnan(self.cash_start_usd).any():
            names.add("cash_on_hand_weeks")
        if (self.ar_lag_weeks[self.has_payer] < 0).any():
            names.add("ar_lag_weeks_ffs")
        return tuple(sorted(names))

    @property
    def fte_md(self) -> np.ndarray:
        return self.fte[:, ROLES.index("md")]

    @property
    def total_panel(self) -> np.ndarray:
        return self.panel.sum(axis=1)


def payer_index(payer: str) -> int:
    return PAYERS.index(payer)


def role_index(role: str) -> int:
    return ROLES.index(role)
