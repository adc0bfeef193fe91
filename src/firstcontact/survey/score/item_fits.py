"""Item models of one measure: adjusted means and box shares per item, and what each response adds to the variance."""

from dataclasses import dataclass

import numpy as np

from firstcontact.survey.score.analysis import Analysis
from firstcontact.survey.score.boxes import indicators
from firstcontact.survey.score.within import Rows, Within


@dataclass(frozen=True)
class ItemFit:
    """Model of one item; means per group, shares groups x boxes, NaN for a group without answers."""

    item: str
    n: int
    raw: np.ndarray
    mean: np.ndarray
    slopes: np.ndarray  # of the adjusters' columns; NaN: dropped
    r2: float
    box_counts: np.ndarray  # answers per group
    box_raw: np.ndarray
    box_adjusted: np.ndarray


def answer_counts(analysis: Analysis, rows: np.ndarray) -> np.ndarray:
    """Answers per group and item among the rows of a mask."""
    counts = [analysis.groups.sizes(rows & ~np.isnan(analysis.data.items[i])) for i in analysis.measure.items]
    return np.column_stack(counts)


def fit_items(analysis: Analysis, weights: np.ndarray) -> tuple[list[ItemFit], np.ndarray]:
    """The fits, and the variance of the composite per group. weights: groups x items."""
    influence = np.zeros(analysis.data.size)
    fits = [_fit(analysis, item, weights[:, i], influence) for i, item in enumerate(analysis.measure.items)]
    rows = analysis.usable
    code = analysis.groups.code[rows]
    return fits, np.bincount(code, weights=influence[rows] ** 2, minlength=analysis.groups.count)


def _fit(analysis: Analysis, item: str, weight: np.ndarray, influence: np.ndarray) -> ItemFit:
    """Model of one item; adds each response's part w·ω·(z - mean z)/Σω to `influence`."""
    scores = analysis.data.items[item]
    answered = ~np.isnan(scores)
    chosen, allowed = np.flatnonzero(analysis.usable & answered), np.flatnonzero(analysis.allowed & answered)
    same = len(chosen) == len(allowed)  # every allowed response with this item is usable
    within = _within(analysis, chosen)
    rows, y = within.rows, scores[chosen]
    fit = within.adjust(np.vstack([y, *_indicators(analysis, y)]) if same else y[None])
    share = np.divide(weight, rows.total, out=np.zeros(rows.groups), where=rows.total > 0)
    influence[chosen] += share[rows.code] * rows.weighted(fit.residual[0])
    boxes = _box_fit(analysis, allowed, scores) if not same else (rows.count, fit.raw[1:].T, fit.mean[1:].T)
    return ItemFit(item, len(chosen), fit.raw[0], fit.mean[0], fit.slopes[0], fit.r2[0], *boxes)


def _box_fit(analysis: Analysis, allowed: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Answers per group, and raw and adjusted shares of the boxes.

    Every answer to the item counts here, also of responses with too few items for the measure.
    """
    within = _within(analysis, allowed)
    y = np.array(_indicators(analysis, scores[allowed])).reshape(-1, len(allowed))
    fit = within.adjust(y)
    return within.rows.count, fit.raw.T, fit.mean.T


def _indicators(analysis: Analysis, scores: np.ndarray) -> list[np.ndarray]:
    return indicators(scores, analysis.measure.boxes or {}, analysis.measure.box_names)


def _within(analysis: Analysis, chosen: np.ndarray) -> Within:
    weight = analysis.data.weight
    code = analysis.groups.code[chosen]
    rows = Rows(code, analysis.groups.count, None if weight is None else weight[chosen])
    return Within(rows, analysis.x[:, chosen], analysis.size)
