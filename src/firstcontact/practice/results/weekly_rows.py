"""`weekly`: visits, revenue, cash and staff of each group in each week."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from firstcontact.practice.engine.remembered import Remembered
from firstcontact.practice.engine.tile_run import Observer, TileRun
from firstcontact.practice.engine.tiles import Watcher
from firstcontact.practice.engine.totals import BELOW_ZERO
from firstcontact.practice.engine.week import Week
from firstcontact.practice.results.layout import Group
from firstcontact.practice.results.practice_rows import numbers
from firstcontact.practice.results.quantiles import over_draws
from firstcontact.practice.results.sums import GroupSums

SERIES = (
    "visits_mean",
    "visits_office",
    "visits_video",
    "visits_phone",
    "gross_mean",
    "cash_mean",
    "share_below_zero",
    "fte_mean",
)
QUANTILES = {"cash_p5": 0.05, "cash_p50": 0.5, "cash_p95": 0.95}
ORDER = (*SERIES[:6], *QUANTILES, *SERIES[6:])
MOST_LANES = 200_000  # practices x draws up to which quantiles are kept


class WeeklyMeans(Watcher):
    """Means of a run and of its baseline by group and week; cash by draw too where lanes are few."""

    def __init__(self, groups: Sequence[Group], weight: np.ndarray, weeks: int, draws: int) -> None:
        self.weeks, self.draws = weeks, draws
        self.has_quantiles = len(weight) * draws <= MOST_LANES
        self.sums = [GroupSums(groups, weight, (weeks, len(SERIES))) for _ in range(2)]
        width = draws if self.has_quantiles else 0
        self.cash = [GroupSums(groups, weight, (weeks, width)) for _ in range(2)]
        self.means = np.zeros(0)
        self.by_draw = np.zeros(0)

    def of(self, rows: slice, draws: slice, lanes: TileRun, is_baseline: bool) -> tuple[Observer, ...]:
        if is_baseline and draws.start == 0:
            self._begin(rows)
        mine = self.means[int(is_baseline)], self.by_draw[int(is_baseline)][:, :, draws]
        sums = [Remembered() for _ in SERIES]
        return (lambda week: self._keep(week, lanes.tile.shape, sums, *mine),)

    def finish(self, rows: slice) -> None:
        """Add the practices that are done to their groups."""
        for i in range(2):
            self.sums[i].add(rows, self.means[i] / self.draws)
            self.cash[i].add(rows, self.by_draw[i])

    def _begin(self, rows: slice) -> None:
        n = rows.stop - rows.start
        self.means = np.zeros((2, n, self.weeks, len(SERIES)))
        self.by_draw = np.zeros((2, n, self.weeks, self.cash[0].total.shape[2]))

    def _keep(
        self, week: Week, shape: tuple[int, int], sums: Sequence[Remembered], means: np.ndarray, by_draw: np.ndarray
    ) -> None:
        seen = week.seen
        flows = (seen.visits, *seen.by_mode, week.gross, week.cash, week.cash < BELOW_ZERO, week.fte)
        for i, flow in enumerate(flows):
            means[:, week.t, i] += sums[i].of(_over_draws, flow, shape)
        if self.has_quantiles:
            by_draw[:, week.t] = week.cash


def _over_draws(flow: np.ndarray | float, shape: tuple[int, int]) -> np.ndarray | float:
    """Sum over the draws of each practice, float64."""
    if isinstance(flow, float):
        return flow * shape[1]
    if flow.shape == shape:
        return flow.sum(axis=1, dtype=float)
    return np.broadcast_to(flow, shape).sum(axis=1, dtype=float)


def weekly_table(
    ids: Sequence[str], start: date, groups: Sequence[Group], weekly: WeeklyMeans, weight_sums: np.ndarray
) -> pa.Table:
    """One row per run (`ids`: the scenario's and its baseline's), group and week, unrounded."""
    parts = [_run_table(ids[i], start, groups, weekly, i, weight_sums) for i in range(2)]
    return pa.concat_tables(parts)


def _run_table(
    scenario_id: str, start: date, groups: Sequence[Group], weekly: WeeklyMeans, i: int, weight_sums: np.ndarray
) -> pa.Table:
    weeks, rows = weekly.weeks, len(groups) * weekly.weeks
    means = weekly.sums[i].total / weight_sums[:, None, None]
    values = {name: means[:, :, j].ravel() for j, name in enumerate(SERIES)}
    values |= dict(zip(QUANTILES, _quantiles(weekly, i, weight_sums), strict=True))
    columns = {
        "scenario_id": pa.array([scenario_id] * rows),
        "by": pa.array([g.by for g in groups for _ in range(weeks)]),
        "group_id": pa.array([g.group_id for g in groups for _ in range(weeks)]),
        "week": pa.array(list(range(weeks)) * len(groups), pa.int32()),
        "week_start": pa.array([start + timedelta(days=7 * t) for t in range(weeks)] * len(groups)),
    }
    columns |= {name: numbers(values[name]) for name in ORDER}
    status = "ok" if weekly.has_quantiles else "not_computed"
    return pa.table(columns | {"status": pa.array([status] * rows)})


def _quantiles(weekly: WeeklyMeans, i: int, weight_sums: np.ndarray) -> np.ndarray:
    """Quantiles over draws of the group's mean cash: (quantiles, groups x weeks)."""
    if not weekly.has_quantiles:
        return np.full((len(QUANTILES), weekly.weeks * len(weight_sums)), np.nan)
    by_draw = weekly.cash[i].total / weight_sums[:, None, None]
    return over_draws(by_draw, tuple(QUANTILES.values())).reshape(-1, len(QUANTILES)).T
