"""The season of the year: usual visits of each calendar week relative to the mean."""

from datetime import date
from pathlib import Path

import numpy as np

from firstcontact.practice.csv_rows import Row, read_rows
from firstcontact.practice.problems import Problem, ScenarioError
from firstcontact.practice.scenario.node import Node
from firstcontact.practice.scenario.weeks import Weeks

WEEKS_OF_FILE = 52
MAX_FACTOR = 5.0


def read_season(node: Node, weeks: Weeks) -> np.ndarray:
    """Factor for each week of the run; 1 without a file.

    The CSV has the columns week (1-52, the week of the year counted in blocks of 7 days from 1 January; the day or
    two after the 52nd block take its factor) and factor.
    """
    path = node.file("season", "demand.season")
    if path is None:
        return np.ones(weeks.count)
    try:
        by_week = _read_factors(path)
    except ScenarioError as e:
        node.reading.document.problems.extend(e.problems)
        return np.ones(weeks.count)
    return np.array([by_week[week_of_year(day)] for day in weeks.starts])


def week_of_year(day: date) -> int:
    return min((day.timetuple().tm_yday - 1) // 7 + 1, WEEKS_OF_FILE)


def _read_factors(path: Path) -> dict[int, float]:
    rows = read_rows(path, ("week", "factor"), ("source",))
    by_week = {row["week"]: row for row in rows}
    expected = [str(w) for w in range(1, WEEKS_OF_FILE + 1)]
    if len(rows) != WEEKS_OF_FILE or sorted(by_week) != sorted(expected):
        raise ScenarioError(Problem("PM003", "must hold the weeks 1 to 52, each once.", path.name, 1, "week"))
    return {int(week): _factor(row) for week, row in by_week.items()}


def _factor(row: Row) -> float:
    try:
        factor = float(row["factor"])
    except ValueError:
        factor = -1.0
    if not 0 <= factor <= MAX_FACTOR:
        raise ScenarioError(row.problem("PM003", "factor", f"{row['factor']!r} is not a number from 0 to 5."))
    return factor
