"""Reads the CSV of weekly visit series strictly."""

import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from firstcontact.practice.csv_rows import Row, read_rows
from firstcontact.practice.parameters import builtin
from firstcontact.practice.problems import Problem, ScenarioError
from firstcontact.practice.suggest import unknown

COLUMNS = (
    "series",
    "week_start",
    "visit_factor",
    "telemedicine_share_of_baseline",
    "kind",
    "provenance",
    "status",
    "source_id",
)
REQUIRED, OPTIONAL = COLUMNS[:5], COLUMNS[5:]
KINDS = ("demand", "realised")


@dataclass(frozen=True)
class Week:
    """One row: the share of the usual visits in the 7 days from `week_start`."""

    week_start: date
    visit_factor: float
    telemedicine: float
    kind: str
    file: str


def read_rows_by_series(name_or_path: str | Path) -> dict[str, list[Week]]:
    """Weeks of each series in the order of their dates. Raises ScenarioError with every problem of the file."""
    path = builtin(str(name_or_path)) or Path(name_or_path)
    problems: list[Problem] = []
    found: dict[str, dict[date, Week]] = {}
    for row in read_rows(path, REQUIRED, OPTIONAL):
        week = _week(row, problems)
        if week is None:
            continue
        weeks = found.setdefault(row["series"], {})
        problems += _conflicts(row, week, weeks)
        weeks[week.week_start] = week
    if not found and not problems:
        problems.append(Problem("PM003", "the file has no rows. Give at least one week.", path.name, 1))
    if problems:
        raise ScenarioError(problems)
    return {name: [weeks[day] for day in sorted(weeks)] for name, weeks in found.items()}


def _week(row: Row, problems: list[Problem]) -> Week | None:
    before = len(problems)
    day = _date(row, problems)
    factor = _share(row, "visit_factor", problems)
    telemedicine = _share(row, "telemedicine_share_of_baseline", problems)
    if not row["series"]:
        problems.append(row.problem("PM003", "series", "is empty. Every row names its series."))
    if row["kind"] not in KINDS:
        problems.append(row.problem("PM003", "kind", unknown(row["kind"], KINDS, f"{row['kind']!r} is not a kind")))
    return Week(day, factor, telemedicine, row["kind"], row.file) if len(problems) == before else None


def _date(row: Row, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(row["week_start"])
    except ValueError:
        words = f"{row['week_start']!r} is not a date. Write YYYY-MM-DD."
        problems.append(row.problem("PM003", "week_start", words))
        return None


def _share(row: Row, column: str, problems: list[Problem]) -> float:
    try:
        number = float(row[column])
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number >= 0):
        words = f"{row[column]!r} is not a share of the usual visits. Write a number from 0, such as 0.85."
        problems.append(row.problem("PM003", column, words))
    return number


def _conflicts(row: Row, week: Week, weeks: dict[date, Week]) -> list[Problem]:
    """A week that stands twice or overlaps another, or a second kind within one series."""
    problems = []
    if any(abs((week.week_start - other).days) < 7 for other in weeks):
        words = f"{week.week_start} overlaps another week of {row['series']}. Keep one row for each 7 days."
        problems.append(row.problem("PM006", "week_start", words))
    if any(week.kind != other.kind for other in weeks.values()):
        words = f"{row['series']} is of two kinds. Demand and realised visits are never mixed in one series."
        problems.append(row.problem("PM003", "kind", words))
    return problems
