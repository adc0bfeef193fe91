"""A scenario on a population: the run, its baseline, and the tables of both."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from firstcontact.practice.draws.table import DrawTable, draw_parameters
from firstcontact.practice.engine.guard import Residuals
from firstcontact.practice.engine.outcomes import BY_ROLE, LANE_OUTCOMES
from firstcontact.practice.engine.tiles import CHUNK, blocks
from firstcontact.practice.names import GROUP_KEYS
from firstcontact.practice.population.model import Population
from firstcontact.practice.problems import refuse
from firstcontact.practice.results.layout import Group, groups
from firstcontact.practice.results.model import Results
from firstcontact.practice.results.practice_rows import REPORTED, join, mean, practice_stats, practice_table
from firstcontact.practice.results.record import run_record, run_warnings
from firstcontact.practice.results.summary_rows import FIRST_WEEK, NET, PerDraw, per_draw, summary_table
from firstcontact.practice.results.sums import GroupSums
from firstcontact.practice.results.weekly_rows import WeeklyMeans, weekly_table
from firstcontact.practice.scenario.model import Scenario
from firstcontact.progress import QUIET, Reporter

DTYPES = ("float64", "float32")
BASELINE = ".baseline"
FIRST_WEEK_AT = LANE_OUTCOMES.index(FIRST_WEEK)


def simulate(
    scenario: Scenario,
    population: Population,
    *,
    dtype: str = "float64",
    chunk: int = CHUNK,
    reporter: Reporter = QUIET,
) -> Results:
    """Run the scenario and its paired baseline; the same call gives the same bytes.

    `dtype`: of weekly flows (running totals are always float64). `chunk`: lanes computed together; it changes no
    result. Raises PracticeError: PM003 for dtype or chunk, PM005 and PM012 for parameters, PM050 for a broken balance.
    """
    if dtype not in DTYPES or chunk < 1:
        raise refuse("PM003", f"dtype {dtype!r}, chunk {chunk}. Allowed: dtype {', '.join(DTYPES)}; chunk above 0.")
    with reporter.step("draw parameters"):
        names = {*scenario.used, *population.parameters}
        table = draw_parameters(scenario.parameters, names, scenario.seed, scenario.draws, scenario.correlations)
    collected = Collected(scenario, population)
    with reporter.step("simulate weeks", total=population.n) as advance:
        for block in blocks(scenario, population, table, dtype, chunk, collected.weekly):
            collected.add(block.rows, block.here, block.baseline)
            collected.note(block.residuals, block.bound)
            advance(block.rows.stop - block.rows.start)
    with reporter.step("tables"):
        return collected.results(table, dtype, reporter)


class Collected:
    """What is kept of the blocks as they come."""

    def __init__(self, scenario: Scenario, population: Population) -> None:
        self.scenario, self.population = scenario, population
        attributes = {key: getattr(population, key) for key in GROUP_KEYS}
        self.groups: Sequence[Group] = groups(attributes, population.n, scenario.outputs.by)
        shape = (len(LANE_OUTCOMES), scenario.draws)
        self.here = GroupSums(self.groups, population.weight, shape)
        self.baseline = GroupSums(self.groups, population.weight, shape)
        self.weekly = (
            WeeklyMeans(self.groups, population.weight, scenario.weeks, scenario.draws)
            if scenario.outputs.weekly
            else None
        )
        self.stats: list = []
        self.roles: list[np.ndarray] = []
        self.net = np.empty((population.n, scenario.draws))
        self.residuals, self.bound = Residuals(), False

    def add(self, rows: slice, here: np.ndarray, baseline: np.ndarray) -> None:
        self.stats.append(practice_stats(here, baseline))
        for sums, values in ((self.here, here), (self.baseline, baseline)):
            np.nan_to_num(values[:, FIRST_WEEK_AT], copy=False)
            sums.add(rows, values)
        first = LANE_OUTCOMES.index(next(iter(BY_ROLE.values())))
        self.roles.append(mean(here[:, first:]))
        self.net[rows] = here[:, REPORTED.index(NET)]
        if self.weekly:
            self.weekly.finish(rows)

    def note(self, residuals: Residuals, bound: bool) -> None:
        self.residuals, self.bound = self.residuals.worst(residuals), self.bound or bound

    def results(self, table: DrawTable, dtype: str, reporter: Reporter) -> Results:
        scenario, population = self.scenario, self.population
        weight_sums = self.here.weight_sums()
        means = PerDraw(per_draw(self.here.total, weight_sums), per_draw(self.baseline.total, weight_sums))
        stats, roles = join(self.stats), np.concatenate(self.roles)
        practice = practice_table(scenario.id, population, stats, scenario.draws)
        summary = summary_table(scenario.id, self.groups, population.weight, means, stats, roles)
        weekly = self._weekly_table(weight_sums)
        tables = {"practice_results": practice, "summary": summary, "weekly": weekly}
        warnings = run_warnings(scenario, population, table, summary, self.bound)
        run = run_record(scenario, population, table, dtype, self.residuals, warnings, tables, reporter.timings)
        return Results(practice, summary, weekly, self._paired_groups(means), self._paired_practices(), run)

    def _weekly_table(self, weight_sums: np.ndarray) -> pa.Table | None:
        if self.weekly is None:
            return None
        ids = (self.scenario.id, self.scenario.id + BASELINE)
        return weekly_table(ids, self.scenario.start, self.groups, self.weekly, weight_sums)

    def _paired_groups(self, means: PerDraw) -> pa.Table:
        n = len(REPORTED)
        values = means.here[:, :n].reshape(-1, self.scenario.draws)
        return pa.table(
            {
                "by": pa.array([g.by for g in self.groups for _ in range(n)]),
                "group_id": pa.array([g.group_id for g in self.groups for _ in range(n)]),
                "outcome": pa.array(list(REPORTED) * len(self.groups)),
                "values": _lists(values),
            }
        )

    def _paired_practices(self) -> pa.Table:
        return pa.table(
            {
                "practice_id": pa.array(self.population.practice_id.astype(str), pa.string()),
                "weight": pa.array(self.population.weight),
                "values": _lists(self.net),
            }
        )


def _lists(values: np.ndarray) -> pa.Array:
    """Each row as a list of DOUBLE."""
    flat = values.ravel()
    numbers = pa.array(flat, pa.float64(), mask=np.isnan(flat))
    return pa.ListArray.from_arrays(np.arange(0, flat.size + 1, values.shape[1], dtype=np.int32), numbers)
