"""Rows of quantiles and regressions. Source: design-estimation.md 11."""

from collections.abc import Iterator

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.estimate.engine import LEAST_DF, Interval, p_value
from firstcontact.survey.estimate.quantile import distribution, woodruff
from firstcontact.survey.estimate.regression import Regression
from firstcontact.survey.estimate.rows import Question, Row
from firstcontact.survey.estimate.source import filled
from firstcontact.survey.estimate.spec import Predictor
from firstcontact.survey.estimate.statistics import mean

INTERCEPT = "(intercept)"


def quantile_rows(q: Question) -> Iterator[Row]:
    y = q.source.numbers(q.asked.variable, q.place)
    for level, domain in q.domains():
        yield _quantile(q, level, y, domain & ~np.isnan(y))


def _quantile(q: Question, level: str | None, y: np.ndarray, rows: np.ndarray) -> Row:
    term = f"{q.asked.p:.12g}"
    if not rows.any():
        return q.row(rows, level, term)
    weight = q.engine.design.weight
    held = distribution(y[rows], weight[rows])
    value = held.quantile(q.asked.p)
    below = mean((rows & (filled(y, rows) <= value)).astype(float), rows)
    share = below.point(weight)
    se, df = q.engine.standard_errors(below, share)[0], q.counts(rows).df
    if se is None or df < LEAST_DF:
        return q.row(rows, level, term, value)
    t = q.engine.t(df)
    lower, upper = woodruff(held, float(share[0]), se, t)
    for limit, side in ((lower, "below"), (upper, "above")):
        if limit is None:
            q.note(level, f"interval open {side}")
    width = None if lower is None or upper is None else (upper - lower) / (2 * t)
    return q.row(rows, level, term, value, width, Interval(lower, upper))


def regression_rows(q: Question) -> Iterator[Row]:
    outcome = q.source.numbers(q.asked.outcome, q.place)
    complete = ~np.isnan(outcome)
    for predictor in q.asked.predictors:
        complete = complete & _answered(q, predictor)
    for level, domain in q.domains():
        rows = domain & complete
        terms, columns = _columns(q, rows)
        if q.asked.family == "binomial" and not np.isin(outcome[rows], (0.0, 1.0)).all():
            raise FirstContactError(
                f"{q.place}: the outcome '{q.asked.outcome}' holds other values than 0 and 1, which binomial needs. "
                "Recode it, or use family: gaussian."
            )
        x = np.stack([filled(c, rows) for c in columns], axis=1)
        what = q.place if level is None else f"{q.place} ({q.asked.by} = {level})"
        model = Regression(terms, x, filled(outcome, rows), rows, q.asked.family, what)
        yield from _coefficients(q, level, model)


def _coefficients(q: Question, level: str | None, model: Regression) -> Iterator[Row]:
    if not model.rows.any():
        for term in model.terms:
            yield q.row(model.rows, level, term)
        return
    point = model.point(q.engine.design.weight)
    df = q.counts(model.rows).df + 1 - point.size
    errors = q.engine.standard_errors(model, point)
    for term, estimate, se in zip(model.terms, point.tolist(), errors, strict=True):
        t = estimate / se if se else None
        interval = q.engine.around(estimate, se, df)
        yield q.row(model.rows, level, term, estimate, se, interval, df, test=(t, p_value(t, df)))


def _answered(q: Question, predictor: Predictor) -> np.ndarray:
    if predictor.reference is None:
        return ~np.isnan(q.source.numbers(predictor.column, q.place))
    column = q.source.labels(predictor.column, q.place)
    if predictor.reference not in column.levels:
        raise FirstContactError(
            f"{q.place}: reference '{predictor.reference}' is no value of column '{predictor.column}' (it has "
            f"{', '.join(column.levels[:8])}). Name one of its values."
        )
    return column.codes >= 0


def _columns(q: Question, rows: np.ndarray) -> tuple[tuple[str, ...], list[np.ndarray]]:
    """Names and values of the model's columns; a level without a row in the domain has no column."""
    terms, columns = [INTERCEPT], [np.ones(rows.size)]
    for predictor in q.asked.predictors:
        if predictor.reference is None:
            terms.append(predictor.column)
            columns.append(q.source.numbers(predictor.column, q.place))
            continue
        column = q.source.labels(predictor.column, q.place)
        for level in column.levels:
            held = column.equals(level)
            if level != predictor.reference and (not rows.any() or (held & rows).any()):
                terms.append(f"{predictor.column}={level}")
                columns.append(held.astype(float))
    return tuple(terms), columns
