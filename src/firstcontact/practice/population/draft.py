"""A population while it is being made: the arrays with NaN or "" where a file gave nothing."""

from dataclasses import dataclass, field

import numpy as np

from firstcontact.practice.names import PAYERS, ROLES, SIZE_CLASSES
from firstcontact.practice.population.columns import ATTRIBUTES, PAYER_NUMBERS, PRACTICE_NUMBERS, STAFF_NUMBERS
from firstcontact.practice.population.model import LEVER, Scaling
from firstcontact.practice.problems import Problem
from firstcontact.practice.scenario.quantity import Quantity

SIZE_LIMITS = (2.0, 4.0, 7.0, 13.0)


@dataclass
class Draft:
    """`columns`: arrays by column name; texts and practice numbers (n,), payer numbers (n, 5), staff numbers (n, 8).

    `has_payer` (n, 5) and `has_role` (n, 8) say which rows exist; `exit_eligible` (n,).
    """

    columns: dict[str, np.ndarray]
    has_payer: np.ndarray
    has_role: np.ndarray
    exit_eligible: np.ndarray
    scalings: list[Scaling] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def n(self) -> int:
        return len(self.columns["practice_id"])

    def __getitem__(self, column: str) -> np.ndarray:
        return self.columns[column]


def empty(practice_ids: list[str]) -> Draft:
    """A draft with every number NaN and every text empty."""
    n = len(practice_ids)
    columns: dict[str, np.ndarray] = {name: np.full(n, "", dtype=object) for name in ATTRIBUTES}
    columns["practice_id"] = np.array(practice_ids, dtype=object)
    columns |= {name: np.full(n, np.nan) for name in PRACTICE_NUMBERS}
    columns |= {name: np.full((n, len(PAYERS)), np.nan) for name in PAYER_NUMBERS}
    columns |= {name: np.full((n, len(ROLES)), np.nan) for name in STAFF_NUMBERS}
    has_payer, has_role = np.zeros((n, len(PAYERS)), dtype=bool), np.zeros((n, len(ROLES)), dtype=bool)
    return Draft(columns, has_payer, has_role, np.ones(n, dtype=bool))


def size_class_of(fte_md: np.ndarray) -> np.ndarray:
    """The size class of each FTE MD: le2 up to 2, 2_4 up to 4, and so on."""
    return np.array(SIZE_CLASSES, dtype=object)[np.searchsorted(SIZE_LIMITS, fte_md, side="left")]


def write_quantity(draft: Draft, column: str, index: int | None, mask: np.ndarray, quantity: Quantity) -> None:
    """Multiply the entries by a quantity; where it names a parameter, or is a lever, they move with its draws."""
    values = draft[column] if index is None else draft[column][:, index]
    if isinstance(quantity.value, np.ndarray):
        draft.scalings.append(Scaling(LEVER, column, index, mask, 1.0))
    elif quantity.parameter is not None and quantity.value == 0:
        draft.scalings.append(Scaling(quantity.parameter, column, index, mask, 1.0))
    else:
        values[mask] *= quantity.value
        if quantity.parameter is not None:
            draft.scalings.append(Scaling(quantity.parameter, column, index, mask, quantity.value))
