"""How many patients a physician's hours serve, and how many hours a panel takes.

Source: specs/practice-model/model.md 7 and 13.3.
"""

from collections.abc import Mapping
from fractions import Fraction

from firstcontact.practice.exact import Number, exact
from firstcontact.practice.problems import refuse


def size(hours: Number, loads: Mapping[str, Number], delegated: Mapping[str, Number] | None = None) -> float:
    """Patients that `hours` a year can serve.

    `loads`: hours per patient and year by any name; `delegated`: share of a load that others take, 0 where not named.
    Raises PM001 (a delegated name without a load), PM003 (a share outside 0..1, or no time left to fill).
    """
    delegated = delegated or {}
    _require_known(delegated, loads)
    left = sum(exact(load, name) * (1 - _share(delegated.get(name, 0), name)) for name, load in loads.items())
    if left <= 0:
        raise refuse(
            "PM003", "no time is left to fill: every load is delegated or 0. Leave some time to the physician."
        )
    return float(exact(hours, "hours") / left)


def hours_per_day(panel: Number, components: Mapping[str, Number], reference_panel: Number = 2500) -> float:
    """Hours a day that a panel takes; `components`: hours a day by any name for `reference_panel` patients."""
    reference = exact(reference_panel, "reference_panel")
    if reference <= 0:
        raise refuse(
            "PM003", f"{reference_panel} patients cannot be compared with. Give a panel above 0.", "reference_panel"
        )
    return float(exact(panel, "panel") / reference * sum(exact(hours, name) for name, hours in components.items()))


def _require_known(delegated: Mapping[str, Number], loads: Mapping[str, Number]) -> None:
    for name in delegated:
        if name not in loads:
            raise refuse("PM001", f"unknown load. Allowed: {', '.join(loads)}.", f"delegated.{name}")


def _share(value: Number, name: str) -> Fraction:
    share = exact(value, f"delegated.{name}")
    if not 0 <= share <= 1:
        raise refuse("PM003", f"{value} is not a share. Write a number from 0 to 1.", f"delegated.{name}")
    return share
