"""Who is in the analysis of one measure: usable responses, and practices with at least two of them."""

from dataclasses import dataclass

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.score.fill import fill
from firstcontact.survey.score.groups import Groups, groups_of
from firstcontact.survey.score.responses import NO_ADJUSTER, NO_ANSWER, NO_WEIGHT, SMALL_UNIT, USED, Responses
from firstcontact.survey.score.spec import Measure

LEAST_USABLE = 2  # below it a practice has no variance


@dataclass(frozen=True)
class Analysis:
    """Rows, units and groups of one measure.

    `usable`: responses that count, one per row; `allowed`: rows whose answers may enter item boxes;
    `n_used`: usable responses of every unit of the file; `kept`: units that are compared, in order;
    `groups`: of all rows, numbered over kept units only (-1 elsewhere).
    """

    data: Responses
    measure: Measure
    usable: np.ndarray
    allowed: np.ndarray
    n_used: np.ndarray
    kept: np.ndarray
    groups: Groups
    names: list[str]
    x: np.ndarray  # adjusters x rows, each less its overall mean, which changes no result and keeps digits
    size: np.ndarray  # largest magnitude of each adjuster
    stage: np.ndarray
    warnings: list[str]

    @property
    def unit_names(self) -> list[str]:
        return [self.data.units[u] for u in self.kept]

    @property
    def group_names(self) -> list[str]:
        units = self.unit_names
        return [units[u] for u in self.groups.unit]

    def to_units(self, values: np.ndarray, power: int = 1) -> np.ndarray:
        """Values per group -> per unit, by the shares of the groups (squared for variances).

        NaN where a group with a share has none.
        """
        shares = self.groups.share**power
        return np.bincount(
            self.groups.unit, weights=np.where(shares > 0, shares * values, 0.0), minlength=len(self.kept)
        )


def analysis_of(data: Responses, measure: Measure) -> Analysis:
    """Steps 2 to 4. Raises FirstContactError where fewer than two practices are left."""
    groups = groups_of(data, measure)
    names, x, warnings = fill(data, measure, groups)
    stage = _stages(data, measure, x)
    n_used = np.bincount(data.unit[stage == USED], minlength=len(data.units))
    keep_group, keep_unit = _large_enough(groups, groups.sizes(stage == USED), len(data.units))
    if keep_unit.sum() < 2:
        raise FirstContactError(
            f"measure '{measure.measure}': {keep_unit.sum()} of {len(data.units)} practices have {LEAST_USABLE} or "
            "more usable responses. A comparison needs at least two practices; check the items, or add responses."
        )
    in_units = keep_group[groups.code]
    stage[(stage == USED) & ~in_units] = SMALL_UNIT
    usable = stage == USED
    allowed = _has_weight(data) & in_units & ~np.isnan(x).any(axis=0)
    return Analysis(
        data,
        measure,
        usable,
        allowed,
        n_used,
        np.flatnonzero(keep_unit),
        _renumbered(groups, keep_group, keep_unit),
        names,
        x - x[:, usable].mean(axis=1, keepdims=True),
        np.abs(x[:, usable]).max(axis=1),
        stage,
        warnings + _left_out(data, measure, n_used, keep_unit),
    )


def _stages(data: Responses, measure: Measure, x: np.ndarray) -> np.ndarray:
    """How far each row comes: no answer, no weight, no adjuster (mode drop), usable."""
    answered = np.zeros(data.size, dtype=np.int64)
    for item in measure.items:
        answered += ~np.isnan(data.items[item])
    stage = np.full(data.size, USED, dtype=np.int8)
    stage[np.isnan(x).any(axis=0)] = NO_ADJUSTER
    stage[~_has_weight(data)] = NO_WEIGHT
    stage[answered < measure.min_items_answered] = NO_ANSWER
    return stage


def _has_weight(data: Responses) -> np.ndarray:
    return np.ones(data.size, dtype=bool) if data.weight is None else data.weight > 0


def _large_enough(groups: Groups, sizes: np.ndarray, units: int) -> tuple[np.ndarray, np.ndarray]:
    """Groups and units that stay: a unit leaves as a whole when a sub-sample that counts is too small."""
    small = sizes < LEAST_USABLE
    lacking = np.bincount(groups.unit, weights=small & (groups.share > 0), minlength=units)
    keep_unit = lacking == 0
    return keep_unit[groups.unit] & ~small, keep_unit


def _renumbered(groups: Groups, keep_group: np.ndarray, keep_unit: np.ndarray) -> Groups:
    """Groups of the kept units alone, numbered from 0."""
    new_group = np.where(keep_group, np.cumsum(keep_group) - 1, -1)
    new_unit = np.cumsum(keep_unit) - 1
    return Groups(new_group[groups.code], new_unit[groups.unit[keep_group]], groups.share[keep_group])


def _left_out(data: Responses, measure: Measure, n_used: np.ndarray, keep_unit: np.ndarray) -> list[str]:
    where = "in each sub-sample " if measure.substratum else ""
    return [
        f"practice {data.units[unit]} has {n_used[unit]} usable answers to '{measure.measure}'; at least "
        f"{LEAST_USABLE} {where}are needed for a variance. It is left out of the comparison and shown as too_few."
        for unit in np.flatnonzero(~keep_unit)
    ]
