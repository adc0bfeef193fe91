"""Yearly wages of a tile's practices."""

import numpy as np

from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.names import ROLES
from firstcontact.practice.problems import refuse


def yearly_wage(tile: Tile, role: str) -> np.ndarray:
    """USD per FTE and year, (practices, 1) or (practices, draws); physicians at their base pay.

    Raises PracticeError PM022 where a practice has no wage for the role.
    """
    if role == "md":
        return tile.column("physician_pay_usd_year")
    wage = tile.column("wage_loaded_usd_year", ROLES.index(role))
    if np.isnan(wage).any():
        words = (
            f"the scenario costs time of {role}, and a practice has no wage for it. Give the wage in the staff file."
        )
        raise refuse("PM022", words, "wage_loaded_usd_year")
    return wage
