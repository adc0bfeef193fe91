"""Variance by Taylor linearisation. Source: specs/surveys/design-estimation.md 2, 6.3, 9."""

import numpy as np

from firstcontact.survey.estimate.design import Design, Stage


def covariance(design: Design, linearised: np.ndarray, rows: np.ndarray) -> np.ndarray | None:
    """Variance matrix (k, k) of k statistics; None where `average` has no stratum to average over.

    linearised: u of each row and statistic, shape (n, k), 0 outside the domain. rows: bool mask of the domain.
    """
    x = design.weight[:, None] * linearised
    if design.calibration:
        x = design.calibration.residual(x, design.base, design.weight)
        rows = design.weight > 0
    variance = _first_stage(design, x)
    if design.lonely == "average":
        factor = _average_factor(design, rows)
        if factor is None:
            return None
        variance = variance * factor
    share = design.stages[0].fraction
    for above, stage in zip(design.stages, design.stages[1:], strict=False):
        share_of_unit = share[above.parent]
        variance = variance + _spread(stage, x, _scale(stage) * share_of_unit)
        share = share_of_unit * stage.fraction
    return variance


def _first_stage(design: Design, x: np.ndarray) -> np.ndarray:
    """Lonely strata add nothing, except with `adjust`: (1 - f) times the square of their total, not centered."""
    stage, scale = design.stages[0], _scale(design.stages[0])
    if design.lonely != "adjust":
        return _spread(stage, x, scale)
    lonely = design.lonely_strata
    return _spread(stage, x, np.where(lonely, 1 - stage.fraction, scale), centered=~lonely)


def _scale(stage: Stage) -> np.ndarray:
    """(1 - f) n / (n - 1) of each parent; 0 for a single unit."""
    n = stage.size
    return np.where(n > 1, (1 - stage.fraction) * n / np.maximum(n - 1, 1), 0.0)


def _spread(stage: Stage, x: np.ndarray, scale: np.ndarray, centered: np.ndarray | None = None) -> np.ndarray:
    """Sum over parents of scale times the sum of squares and products of unit totals around their mean."""
    totals = np.stack([np.bincount(stage.unit, column, stage.parent.size) for column in x.T], axis=1)
    sums = [np.bincount(stage.parent, column, scale.size) for column in totals.T]
    means = np.stack(sums, axis=1) / stage.size[:, None]
    if centered is not None:
        means = means * centered[:, None]
    deviations = totals - means[stage.parent]
    return (deviations * scale[stage.parent, None]).T @ deviations


def _average_factor(design: Design, rows: np.ndarray) -> float | None:
    """H / (H - lonely) over the strata with rows in the estimate."""
    strata = np.unique(design.stratum_of_psu[design.psus_with(rows)])
    lonely = int(design.lonely_strata[strata].sum())
    return strata.size / (strata.size - lonely) if strata.size > lonely else None
