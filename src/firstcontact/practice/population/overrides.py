"""Applies population.overrides: one numeric column set or multiplied, in order."""

import numpy as np

from firstcontact.practice.names import PAYERS, ROLES
from firstcontact.practice.population.draft import Draft, write_quantity
from firstcontact.practice.population.fill import NO_LAG
from firstcontact.practice.population.model import Scaling
from firstcontact.practice.problems import Problem
from firstcontact.practice.scenario.model import Override

KEYS = {"payers": ("payer", PAYERS), "staff": ("role", ROLES)}


def apply_overrides(draft: Draft, overrides: tuple[Override, ...]) -> None:
    """Change the draft in place. PM003 where `multiply` meets an empty value."""
    for i, override in enumerate(overrides):
        practices = _practices(draft, override)
        if override.table == "practices":
            _apply(draft, override, i, None, practices)
            continue
        key, names = KEYS[override.table]
        has = draft.has_payer if override.table == "payers" else draft.has_role
        for j, name in enumerate(names):
            if name in override.where.get(key, names):
                _apply(draft, override, i, j, practices & has[:, j])


def _practices(draft: Draft, override: Override) -> np.ndarray:
    mask = np.ones(draft.n, dtype=bool)
    for key, allowed in override.where.items():
        if key in draft.columns:
            mask &= np.isin(draft[key], allowed)
    return mask


def _apply(draft: Draft, override: Override, i: int, index: int | None, mask: np.ndarray) -> None:
    values = draft[override.column] if index is None else draft[override.column][:, index]
    quantity = override.set or override.multiply
    if override.multiply is not None and _is_empty(override.column, values[mask]).any():
        message = f"multiply needs a value, and {override.column} is empty for some practices. Use set, or fill it."
        draft.problems.append(Problem("PM003", message, path=f"population.overrides[{i}]"))
        return
    if override.set is not None:
        values[mask] = 1.0
        draft.scalings = [_without(s, override.column, index, mask) for s in draft.scalings]
    write_quantity(draft, override.column, index, mask, quantity)


def _is_empty(column: str, values: np.ndarray) -> np.ndarray:
    return values == NO_LAG if column == "ar_lag_weeks" else np.isnan(values)


def _without(scaling: Scaling, column: str, index: int | None, mask: np.ndarray) -> Scaling:
    """A value that was set no longer moves with what it moved with before."""
    if (scaling.column, scaling.index) != (column, index):
        return scaling
    return Scaling(scaling.parameter, column, index, scaling.mask & ~mask, scaling.point)
