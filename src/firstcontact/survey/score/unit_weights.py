"""Weights of the practices in the mean of all practices."""

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.score.analysis import Analysis
from firstcontact.survey.score.cells import NUMBER


def unit_weights(analysis: Analysis) -> np.ndarray:
    """One per compared unit, adding to 1: equal, from a mapping, or from a column that is constant in the unit."""
    given = analysis.measure.unit_weights
    if given is None:
        weights = np.ones(len(analysis.kept))
    elif isinstance(given, str):
        weights = np.array([_of_column(analysis, given, int(unit)) for unit in analysis.kept])
    else:
        weights = np.array([_of_mapping(analysis, given, name) for name in analysis.unit_names])
    if (weights < 0).any() or weights.sum() <= 0:
        raise _refusal(analysis, "hold a negative number, or only zeros. Give each practice a weight of 0 or more.")
    return weights / weights.sum()


def _of_mapping(analysis: Analysis, given: dict[str, float], unit: str) -> float:
    if unit not in given:
        raise _refusal(analysis, f"do not name practice {unit}. Add it; 0 leaves it out of the mean.")
    return given[unit]


def _of_column(analysis: Analysis, column: str, unit: int) -> float:
    """Weight of a unit from all its responses of the file."""
    texts, index = analysis.data.texts[column]
    start, end = np.searchsorted(analysis.data.unit, [unit, unit + 1])  # rows are in the order of their unit
    found = {texts[i] for i in np.unique(index[start:end])}
    text = found.pop()
    if found or not NUMBER.fullmatch(text):
        words = f"of practice {analysis.data.units[unit]} in column '{column}' are not one number."
        raise _refusal(analysis, f"{words} Write the same number in every response of the practice.")
    return float(text)


def _refusal(analysis: Analysis, words: str) -> FirstContactError:
    return FirstContactError(f"measure '{analysis.measure.measure}': the unit_weights {words}")
