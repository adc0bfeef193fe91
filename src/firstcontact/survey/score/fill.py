"""The adjusters of one measure, with missing ones filled by the mean of the practice."""

import numpy as np

from firstcontact.survey.score.groups import Groups
from firstcontact.survey.score.responses import Responses
from firstcontact.survey.score.spec import Measure

Filled = tuple[list[str], np.ndarray, list[str]]


def fill(data: Responses, measure: Measure, groups: Groups) -> Filled:
    """Names of the columns, values (columns x rows) and warnings.

    The mean is taken over all responses of the group, also those that answer no item of the measure. A group without
    any answer takes the mean of all responses. Mode drop leaves NaN.
    """
    names = [name for adjuster in measure.adjusters for name in data.adjusters[adjuster]]
    columns = [column for adjuster in measure.adjusters for column in data.adjusters[adjuster].values()]
    values = np.array(columns).reshape(len(columns), data.size)
    warnings = []
    if measure.impute:
        for name, column in zip(names, values, strict=True):
            warnings += _fill(column, name, data, groups)
    return names, values, warnings


def _fill(column: np.ndarray, name: str, data: Responses, groups: Groups) -> list[str]:
    """Fills the column in place."""
    missing = np.isnan(column)
    if not missing.any():
        return []
    weight = np.ones(data.size) if data.weight is None else data.weight
    known = np.where(missing, 0.0, weight)
    total = np.bincount(groups.code, weights=known, minlength=groups.count)
    sums = np.bincount(groups.code, weights=known * np.where(missing, 0.0, column), minlength=groups.count)
    if not total.any():
        column[:] = 0.0  # nobody answered it; a constant is dropped from the item models
        return []
    overall = sums.sum() / total.sum()
    mean = np.divide(sums, total, out=np.full(groups.count, overall), where=total > 0)
    column[missing] = mean[groups.code[missing]]
    without = np.unique(groups.unit[np.unique(groups.code[missing & (total[groups.code] == 0)])])
    return [
        f"practice {data.units[unit]}: no answer at all to adjuster '{name}', so there is no practice mean to fill in. "
        f"The region mean {overall:.6g} is used; say so in the method note, or drop the adjuster."
        for unit in without
    ]
