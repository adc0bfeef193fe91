"""What must balance at the end of a run. A break stops the run. Source: model.md 11."""

from dataclasses import dataclass

import numpy as np

from firstcontact.practice.engine.algebra import Lanes
from firstcontact.practice.engine.receivables import Receivables
from firstcontact.practice.engine.totals import Totals
from firstcontact.practice.problems import refuse

TOLERANCE = {"float64": 1e-9, "float32": 1e-4}
CHECKS = ("cash", "receivables", "visits")


@dataclass(frozen=True)
class Residuals:
    """Largest imbalance of each check relative to the size of what was summed, over all lanes."""

    cash: float = 0.0
    receivables: float = 0.0
    visits: float = 0.0

    def worst(self, other: "Residuals") -> "Residuals":
        return Residuals(*(max(getattr(self, c), getattr(other, c)) for c in CHECKS))


def residuals(totals: Totals, cash: np.ndarray, backlog: Lanes, receivables: Receivables) -> Residuals:
    """`cash` and `backlog` at the end of the run."""
    s = totals.sum
    received = s["collections"] + s["prospective_cash"] + s["performance_cash"] + s["relief_cash"]
    spent = s["repaid"] + s["cost"] + s["pay"]
    before, after = receivables.outstanding_before(), receivables.outstanding(totals.tile.scenario.weeks - 1)
    seen = s["visits"] + s["lost"] + backlog
    return Residuals(
        _relative(cash - (totals.opening.cash + received - spent), np.abs(totals.opening.cash) + received + spent),
        _relative(after - (before + s["claims"] - s["collections"]), before + np.abs(s["claims"])),
        _relative(s["fresh"] + s["avoided"] - seen, seen),
    )


def refuse_if_broken(found: Residuals, dtype: str) -> None:
    """Raise PM050 with the residual; a number that is not finite counts as broken."""
    for check in CHECKS:
        residual = getattr(found, check)
        if not residual <= TOLERANCE[dtype]:
            words = f"{check} does not balance: residual {residual:.3g} of the total, allowed {TOLERANCE[dtype]:g}. "
            raise refuse("PM050", words + "The run was stopped; please report the scenario.", check)


def _relative(difference: Lanes, size: Lanes) -> float:
    """Largest difference over the size of the amounts that were added up; NaN counts as infinite."""
    worst = np.max(np.abs(difference) / np.maximum(1.0, size))
    return float("inf") if np.isnan(worst) else float(worst)
