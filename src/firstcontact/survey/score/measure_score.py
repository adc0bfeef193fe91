"""One measure from answers to levels: item models, composite, variance, comparison, boxes."""

from dataclasses import dataclass

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.score.analysis import Analysis
from firstcontact.survey.score.box_shares import BoxShares, box_shares
from firstcontact.survey.score.compare import (
    Differences,
    OverallTest,
    differences,
    least_difference,
    levels,
    overall_test,
)
from firstcontact.survey.score.composite import item_weights
from firstcontact.survey.score.item_fits import ItemFit, answer_counts, fit_items
from firstcontact.survey.score.reliability import Between, between_units, smoothed
from firstcontact.survey.score.unit_weights import unit_weights

NO_SPREAD = 1e-24  # a variance below this part of the squared scale is rounding, not spread
FEW = 100  # usable responses below which a practice's score is said to rest on few answers


@dataclass(frozen=True)
class MeasureScore:
    """Everything that is known of one measure; arrays over the units of the analysis."""

    analysis: Analysis
    scale: tuple[int, int]
    n: np.ndarray
    raw: np.ndarray
    mean: np.ndarray
    variance: np.ndarray
    test: OverallTest
    differences: Differences
    level: np.ndarray
    between: Between
    fits: list[ItemFit]
    boxes: list[BoxShares]

    @property
    def warnings(self) -> list[str]:
        return [*self.analysis.warnings, *_dropped(self.analysis, self.fits), *_few(self.analysis, self.n)]


def score_measure(analysis: Analysis, scale: tuple[int, int]) -> MeasureScore:
    """Steps 5 to 13 of specs/surveys/scoring.md. scale: lowest and highest score of the items."""
    measure, n = analysis.measure, analysis.n_used[analysis.kept]
    weights = item_weights(measure, answer_counts(analysis, analysis.usable), analysis.group_names)
    fits, variance = fit_items(analysis, weights.w)
    raw = analysis.to_units(weights.combine(np.column_stack([f.raw for f in fits])))
    mean = analysis.to_units(weights.combine(np.column_stack([f.mean for f in fits])))
    variance = _usable_variance(analysis, analysis.to_units(variance, power=2), n, scale)
    adjusters = int((~np.isnan([f.slopes for f in fits])).any(axis=0).sum())
    test = overall_test(mean, variance, int(n.sum()), adjusters)
    found = differences(mean, variance, unit_weights(analysis), test.df2)
    least = least_difference(found.overall_mean, *scale, measure.change, measure.min_difference)
    return MeasureScore(
        analysis=analysis,
        scale=scale,
        n=n,
        raw=raw,
        mean=mean,
        variance=variance,
        test=test,
        differences=found,
        level=levels(found, measure.alpha, least),
        between=between_units(mean, variance, n),
        fits=fits,
        boxes=box_shares(analysis, fits),
    )


def _usable_variance(analysis: Analysis, variance: np.ndarray, n: np.ndarray, scale: tuple[int, int]) -> np.ndarray:
    """Smoothed where asked. Raises FirstContactError for a practice whose answers do not differ."""
    variance = np.where(variance > NO_SPREAD * (scale[1] - scale[0]) ** 2, variance, 0.0)
    if analysis.measure.smoothing is not None:
        variance = smoothed(variance, n, analysis.measure.smoothing)
    equal = np.flatnonzero(variance <= 0)
    if equal.size:
        more = f"; {equal.size - 1} more practices are like it" if equal.size > 1 else ""
        raise FirstContactError(
            f"practice {analysis.unit_names[equal[0]]}: all {n[equal[0]]} answers are equal, so its variance is 0. "
            "Set smoothing, or raise the minimum number of respondents. "
            f"This is measure '{analysis.measure.measure}'{more}."
        )
    return variance


def _dropped(analysis: Analysis, fits: list[ItemFit]) -> list[str]:
    """One sentence per adjuster that some item model could not use."""
    found = []
    for position, name in enumerate(analysis.names):
        items = [f.item for f in fits if np.isnan(f.slopes[position])]
        if items:
            where = "" if len(items) == len(fits) else f" for {', '.join(items)}"
            found.append(
                f"measure '{analysis.measure.measure}': adjuster '{name}' has one value only within each practice, or "
                f"says the same as the adjusters before it. It cannot adjust anything and is dropped{where}."
            )
    return found


def _few(analysis: Analysis, n: np.ndarray) -> list[str]:
    few = int((n < FEW).sum())
    name = analysis.measure.measure
    words = (
        f"measure '{name}': {few} of {len(n)} practices have fewer than {FEW} usable responses; their scores rest on"
    )
    return [f"{words} few answers."] if few else []
