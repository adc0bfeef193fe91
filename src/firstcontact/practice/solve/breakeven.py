"""Where a lever breaks even. Source: specs/practice-model/model.md 9."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from firstcontact.practice.differences import FEWEST_DRAWS
from firstcontact.practice.draws.mcse import mean_mcse
from firstcontact.practice.population.model import Population
from firstcontact.practice.problems import refuse
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.solve.curve import curve_table
from firstcontact.practice.solve.evaluate import target_of, weighted_mean
from firstcontact.practice.solve.groups import groups_of
from firstcontact.practice.solve.lever import resolve
from firstcontact.practice.solve.root import (
    Root,
    changing_cell,
    grid,
    linear_root,
    linear_roots_by_draw,
    roots_by_draw,
    scanned_root,
)
from firstcontact.practice.solve.scan import Scan

COLUMNS = pa.schema(
    [
        ("group_id", pa.string()),
        ("lever", pa.string()),
        ("target", pa.string()),
        ("status", pa.string()),
        ("value", pa.float64()),
        ("lo", pa.float64()),
        ("hi", pa.float64()),
        ("mcse", pa.float64()),
        ("method", pa.string()),
        ("at_low", pa.float64()),
        ("at_high", pa.float64()),
    ]
)


@dataclass(frozen=True)
class Breakeven:
    """`table` and `curve` as in README 5; `unsolved`: draws by status that are not in the interval, by group."""

    table: pa.Table
    curve: pa.Table
    unsolved: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def breakeven(
    scenario: Scenario,
    population: Population,
    lever: str,
    target: str,
    bounds: tuple[float, float],
    per: str = "all",
    reference: str = "baseline",
    tie: Mapping[str, str] | None = None,
    advance: Callable[[int], object] = lambda n: None,
) -> Breakeven:
    """The value of the lever at which the target equals that of the reference run.

    `lever`: a numeric path of the scenario or a parameter that it uses. `target`: net, cash_min or gross.
    `bounds`: the range searched. `per`: all, region or practice. `tie`: {path: expression in x} for numbers that move
    with the lever. `advance` is called with 1 for each of the 33 points. The reference run is the scenario's baseline
    as written; the lever does not move it.
    Raises PracticeError: PM011 for a lever that is not one number, PM003 for bounds or names.
    """
    lo, hi = map(float, bounds)
    if not lo < hi:
        raise refuse("PM003", f"the range {lo:g} to {hi:g} is empty. Give lo below hi.", "bounds")
    moving = target_of(resolve(scenario, population, lever, tie), target, reference)
    groups = groups_of(population, per)
    scan = Scan(moving, groups, grid(lo, hi), advance)
    rows, unsolved = [], {}
    for i, (name, mask) in enumerate(groups.items()):
        row, status = _solve_group(scan, i, mask)
        rows.append({"group_id": name, "lever": lever, "target": target, **row})
        unsolved[name] = {s: int((status == s).sum()) for s in sorted(set(status)) if s != "solved"}
    return Breakeven(pa.Table.from_pylist(rows, COLUMNS), curve_table(scan), unsolved)


def _solve_group(scan: Scan, g: int, mask: np.ndarray) -> tuple[dict, np.ndarray]:
    """The row of one group, and the status of each draw."""
    values = scan.groups[:, g]
    mean = values.mean(axis=1)
    root = _root(scan, g, mask, mean)
    roots, status = _roots_by_draw(scan, g, mask)
    found = roots[~np.isnan(roots)]
    enough = len(found) >= FEWEST_DRAWS
    low, high = np.quantile(found, (0.025, 0.975)) if enough else (None, None)
    row = {
        "status": root.status,
        "value": root.value,
        "lo": low,
        "hi": high,
        "mcse": _mcse(scan.points, values, root),
        "method": root.method,
        "at_low": float(mean[0]),
        "at_high": float(mean[-1]),
    }
    return row, status


def _root(scan: Scan, g: int, mask: np.ndarray, mean: np.ndarray) -> Root:
    if scan.linear[g]:
        return linear_root(scan.points[0], scan.points[-1], mean[0], mean[-1])
    weight = scan.weight[mask]
    return scanned_root(scan.points, mean, lambda x: float(weighted_mean(scan.target.at(x, mask), weight).mean()))


def _roots_by_draw(scan: Scan, g: int, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values, points = scan.groups[:, g], scan.points
    if scan.linear_draws[g].all():
        return linear_roots_by_draw(points[0], points[-1], values[0], values[-1])
    weight = scan.weight[mask]
    if scan.target.lever.takes_arrays(float(points[0])):
        return roots_by_draw(points, values, lambda x: weighted_mean(scan.target.at(x, mask), weight))
    return roots_by_draw(points, values, lambda x: _between(points, values, x))


def _between(points: np.ndarray, values: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Straight lines between the points of the scan, for levers of which every draw has the same value."""
    return np.array([np.interp(at, points, column) for at, column in zip(x, values.T, strict=True)])


def _mcse(points: np.ndarray, values: np.ndarray, root: Root) -> float | None:
    """Standard error of the root: that of the mean of h there, over the slope of h."""
    if root.value is None or values.shape[1] < 2:
        return None
    mean = values.mean(axis=1)
    cell = changing_cell(mean)
    slope = (mean[cell + 1] - mean[cell]) / (points[cell + 1] - points[cell])
    part = (root.value - points[cell]) / (points[cell + 1] - points[cell])
    at_root = values[cell] + part * (values[cell + 1] - values[cell])
    return float(mean_mcse(at_root) / abs(slope))
