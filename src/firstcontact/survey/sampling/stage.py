"""One stage of a draw: units by stratum -> which are taken, with what probability.

Source: specs/surveys/design-estimation.md 1.2-1.4.
"""

from dataclasses import dataclass

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.sampling.design import Stage
from firstcontact.survey.sampling.random_numbers import permanent, permanent_all
from firstcontact.survey.sampling.select import Selection, proportional_to_size, simple_random, systematic
from firstcontact.survey.sampling.strata import ALL, Units

START = "start"
PPS = "pps"


@dataclass(frozen=True)
class Drawn:
    """One unit that was taken: its index, permanent random number (None where none decided), probability of this stage,
    n and N of its stratum (N None: no correction), and whether it was taken with certainty."""

    index: int
    prn: float | None
    probability: float
    n: int
    N: int | None
    certainty: bool


def draw_stratum(units: Units, rows: np.ndarray, label: str, stage: Stage, n: int, seed: str) -> list[Drawn]:
    """The units taken of one stratum, in the order of selection. rows: its indices; n: at most their number."""
    if n == 0:
        return []
    if stage.method == "pps_systematic":
        return _by_size(units, rows, label, stage, n, seed)
    if stage.method == "systematic":
        prn, selection = _by_interval(units, rows, label, stage, n, seed)
    else:
        prn = permanent_all(seed, units.ids[rows])
        selection = simple_random(prn, units.ids[rows], n)
    return _drawn(rows, selection, n, rows.size, prn)


def _by_interval(
    units: Units, rows: np.ndarray, label: str, stage: Stage, n: int, seed: str
) -> tuple[np.ndarray, Selection]:
    """Sorted by the implicit strata, then by the permanent random number within the practice or stratum."""
    within = f"{seed}|{label}"
    prn = permanent_all(within, units.ids[rows])
    keys = [units.columns[name][rows].astype(str) for name in stage.sort]
    order = np.lexsort((units.ids[rows].astype(str), prn, *reversed(keys)))
    return prn, systematic(order, n, permanent(within, START))


def _by_size(units: Units, rows: np.ndarray, label: str, stage: Stage, n: int, seed: str) -> list[Drawn]:
    """Units in unit_id order; the start of a design without strata is u(`seed|pps`, start)."""
    rows = rows[np.argsort(units.ids[rows].astype(str), kind="stable")]
    within = f"{seed}|{PPS}" if label == ALL else f"{seed}|{PPS}|{label}"
    sizes = units.columns[stage.size][rows].astype(float)
    try:
        selection = proportional_to_size(sizes, n, permanent(within, START))
    except FirstContactError as e:
        raise FirstContactError(f"stratum '{label}', column '{stage.size}': {e}") from None
    return _drawn(rows, selection, n, None, None)


def _drawn(rows: np.ndarray, selection: Selection, n: int, total: int | None, prn: np.ndarray | None) -> list[Drawn]:
    return [
        Drawn(
            index=int(rows[i]),
            prn=None if prn is None else float(prn[i]),
            probability=float(selection.probability[i]),
            n=n,
            N=total,
            certainty=bool(selection.certainty[i]),
        )
        for i in selection.taken
    ]
