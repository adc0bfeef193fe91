"""An attacker of our own: builds relations from rows alone and asks for least and greatest whole numbers.

Imports nothing from the module it attacks.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def relations(keys: list[tuple], groups: dict[str, str]) -> list[tuple[tuple, list[tuple]]]:
    """(whole, parts) over (group, stratum) keys: strata of a group, practices of a parent, parents of the region.

    `groups`: parent of each practice and organization; the region is 'R'.
    """
    have = set(keys)
    found = []
    for group in sorted({g for g, _ in have}):
        strata = [(g, s) for g, s in sorted(have) if g == group and s != "all"]
        if strata and (group, "all") in have:
            found.append(((group, "all"), strata))
    for parent in sorted({*groups.values()}):
        for stratum in sorted({s for g, s in have if g == parent}):
            parts = [(g, stratum) for g in sorted(groups) if groups[g] == parent and (g, stratum) in have]
            if parts and (parent, stratum) in have:
                found.append(((parent, stratum), parts))
    return found


def interval(target, values, hidden, relations_, lower=1, known=()) -> tuple[float, float]:
    """Least and greatest whole value of `target` that fits every relation, the shown values and what is known."""
    open_ = sorted(k for k in hidden if k not in known)
    place = {k: i for i, k in enumerate(open_)}
    rows, right = [], []
    for whole, parts in relations_:
        line, constant = np.zeros(len(open_)), 0.0
        for key, sign in [(whole, -1.0), *((p, 1.0) for p in parts)]:
            if key in place:
                line[place[key]] += sign
            else:
                constant += sign * values[key]
        if line.any():
            rows.append(line)
            right.append(-constant)
    goal = np.zeros(len(open_))
    goal[place[target]] = 1
    return _solve(goal, rows, right, lower), -_solve(-goal, rows, right, lower)


def _solve(goal, rows, right, lower) -> float:
    constraints = [LinearConstraint(np.array(rows), right, right)] if rows else []
    found = milp(goal, constraints=constraints, bounds=Bounds(lower, np.inf), integrality=np.ones(len(goal)))
    return float(np.rint(found.fun)) if found.status == 0 else -np.inf


def unsafe(low: float, high: float) -> bool:
    """Exact, inside 1..10, or narrower than 10."""
    return high - low < 10 or (low >= 1 and high <= 10)


def tables_by_force(totals, hidden, size, most) -> list[np.ndarray]:
    """All whole tables of two rows with the margins `totals` (rows, columns) whose hidden cells are 1 or more."""
    rows, columns = totals
    found = []
    for first in np.ndindex(*([most + 1] * (size - 1))):
        top = np.array([*first, rows[0] - sum(first)])
        bottom = np.array(columns) - top
        table = np.stack([top, bottom])
        if (table >= 0).all() and (table[hidden] >= 1).all():
            found.append(table)
    return found
