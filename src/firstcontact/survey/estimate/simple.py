"""Rows of means, totals, ratios, proportions and differences. Source: design-estimation.md 3, 4, 8."""

from collections.abc import Iterator

import numpy as np

from firstcontact.survey.estimate.effects import design_effects
from firstcontact.survey.estimate.engine import p_value
from firstcontact.survey.estimate.rows import Question, Row
from firstcontact.survey.estimate.source import filled
from firstcontact.survey.estimate.statistics import Difference, Ratio, Statistic, Total, mean


def mean_rows(q: Question) -> Iterator[Row]:
    y = q.source.numbers(q.asked.variable, q.place)
    for level, domain in q.domains():
        rows = domain & ~np.isnan(y)
        yield _row(q, level, mean(filled(y, rows), rows), filled(y, rows))


def total_rows(q: Question) -> Iterator[Row]:
    y = q.source.numbers(q.asked.variable, q.place)
    for level, domain in q.domains():
        rows = domain & ~np.isnan(y)
        yield _row(q, level, Total(filled(y, rows), rows), filled(y, rows))


def ratio_rows(q: Question) -> Iterator[Row]:
    y, x = (q.source.numbers(name, q.place) for name in (q.asked.numerator, q.asked.denominator))
    for level, domain in q.domains():
        rows = domain & ~np.isnan(y) & ~np.isnan(x)
        yield _row(q, level, Ratio(filled(y, rows), filled(x, rows), rows))


def proportion_rows(q: Question) -> Iterator[Row]:
    """One row for the value asked for, else one for each value in the file."""
    column = q.source.labels(q.asked.variable, q.place)
    values = column.levels if q.asked.equals is None else (q.asked.equals,)
    for level, domain in q.domains():
        rows = domain & (column.codes >= 0)
        for value in values or (None,):
            yield _proportion(q, level, value, rows, rows & column.equals(str(value)))


def difference_rows(q: Question) -> Iterator[Row]:
    """First level minus second; with `equals`, of the share of that value."""
    y = _compared(q)
    by = q.source.labels(q.asked.by, q.place)
    kept = q.source.domain(q.asked, q.place) & ~np.isnan(y)
    means = [mean(filled(y, kept & by.equals(v)), kept & by.equals(v)) for v in q.asked.levels]
    statistic, level = Difference(*means), " - ".join(q.asked.levels)
    if not all(m.rows.any() for m in means):
        yield q.row(statistic.rows, level, q.asked.equals)
        return
    estimate, se = _measured(q, statistic)
    df = q.counts(statistic.rows).df
    t = estimate / se if se else None
    interval = q.engine.around(estimate, se, df)
    yield q.row(statistic.rows, level, q.asked.equals, estimate, se, interval, test=(t, p_value(t, df)))


def _compared(q: Question) -> np.ndarray:
    if q.asked.equals is None:
        return q.source.numbers(q.asked.variable, q.place)
    column = q.source.labels(q.asked.variable, q.place)
    return np.where(column.codes < 0, np.nan, column.equals(q.asked.equals))


def _row(q: Question, level: str | None, statistic: Statistic, y: np.ndarray | None = None) -> Row:
    """y: values for the design effects, None where there are none."""
    rows = statistic.rows
    if not rows.any():
        return q.row(rows, level)
    estimate, se = _measured(q, statistic)
    if estimate is None:
        q.note(level, "the denominator is 0, so there is no value.")
        return q.row(rows, level)
    interval = q.engine.around(estimate, se, q.counts(rows).df)
    return q.row(rows, level, None, estimate, se, interval, effects=_effects(q, se, y, rows))


def _proportion(q: Question, level: str | None, value: str | None, rows: np.ndarray, with_value: np.ndarray) -> Row:
    if not rows.any():
        return q.row(rows, level, value)
    y = with_value.astype(float)
    p, se = _measured(q, mean(y, rows))
    interval = q.engine.of_proportion(p, se, q.counts(rows).df, q.engine.design.weight[rows])
    return q.row(rows, level, value, p, se, interval, effects=_effects(q, se, y, rows), count=int(with_value.sum()))


def _measured(q: Question, statistic: Statistic) -> tuple[float | None, float | None]:
    point = statistic.point(q.engine.design.weight)
    if np.isnan(point[0]):
        return None, None
    return float(point[0]), q.engine.standard_errors(statistic, point)[0]


def _effects(
    q: Question, se: float | None, y: np.ndarray | None, rows: np.ndarray
) -> tuple[float | None, float | None]:
    if se is None or y is None:
        return None, None
    return design_effects(se * se, y[rows], q.engine.design.weight[rows], q.asked.statistic == "total")
