"""Lays a dated visit series over the weeks of a run."""

from datetime import date, timedelta

import numpy as np

from firstcontact.practice import shock
from firstcontact.practice.problems import PracticeError
from firstcontact.practice.scenario.node import Node
from firstcontact.practice.scenario.visits_model import FactorOverride, Recovery, WeekSeries
from firstcontact.practice.scenario.weeks import Weeks

WEEK = timedelta(days=7)


def load_series(node: Node, key: str, role: str) -> dict[str, shock.Series]:
    path = node.file(key, role)
    if path is None:
        return {}
    try:
        return shock.load(path)
    except PracticeError as e:
        node.reading.document.problems.extend(e.problems)
        return {}


def lay_over(
    node: Node,
    series: shock.Series,
    weeks: Weeks,
    overrides: tuple[FactorOverride, ...],
    recovery: Recovery | None,
    key: str = "after",
) -> WeekSeries:
    """Each week of the run takes the row whose 7 days hold its first day; before the series factor 1, no telemedicine.

    Weeks that the series does not cover take `after`; PM010 names the first that nothing covers.
    """
    after = node.text("after", "error", ("hold", "baseline", "error")) if key == "after" else "hold"
    factor, telemedicine = np.ones(weeks.count), np.zeros(weeks.count)
    missing = []
    for t, day in enumerate(weeks.starts):
        row = _row_of(series, day)
        if row is None and day < series.week_start[0]:
            continue
        if row is None and after != "hold":
            missing.append(day)
            continue
        row = _last_before(series, day) if row is None else row
        factor[t], telemedicine[t] = series.visit_factor[row], series.telemedicine[row]
    bare = [day for day in missing if not _covered(day, overrides, recovery)]
    if bare and after == "error":
        message = (
            f"the series {series.name} has no row for the week of {bare[0]}. "
            "Write after: hold or after: baseline, or shorten the run."
        )
        node.problem("PM010", "after" if node.has("after") else "series", message)
    return WeekSeries(factor, telemedicine)


def _row_of(series: shock.Series, day: date) -> int | None:
    row = _last_before(series, day)
    return row if row is not None and day < series.week_start[row] + WEEK else None


def _last_before(series: shock.Series, day: date) -> int | None:
    row = int(np.searchsorted(np.array(series.week_start, dtype="datetime64[D]"), np.datetime64(day), "right")) - 1
    return row if row >= 0 else None


def _covered(day: date, overrides: tuple[FactorOverride, ...], recovery: Recovery | None) -> bool:
    in_override = any(o.first <= day and (o.until is None or day <= o.until) for o in overrides)
    return in_override or (recovery is not None and day > recovery.first)
