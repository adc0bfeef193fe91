"""Units of each stage and their population sizes, from columns of codes. Source: design-estimation.md 2, 13."""

from collections.abc import Sequence

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.estimate.design import Stage


def within(outer: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """Dense codes 0..U-1 of the pairs: the inner name is read inside its outer unit."""
    pairs = outer.astype(np.int64) * (int(inner.max(initial=0)) + 1) + inner
    return np.unique(pairs, return_inverse=True)[1]


def parents(unit: np.ndarray, outer: np.ndarray) -> np.ndarray:
    """Outer code of each unit, taken from its first row."""
    return outer[np.unique(unit, return_index=True)[1]]


def population(values: np.ndarray, outer: np.ndarray, names: Sequence[str], what: str) -> np.ndarray:
    """N of each outer unit, inf where all its rows are without. what: begins the sentence, such as `fpc frame_n`.

    Raises FirstContactError where N varies within a unit.
    """
    given = np.where(np.isnan(values), np.inf, values)
    low, high = np.full(len(names), np.inf), np.full(len(names), -np.inf)
    np.minimum.at(low, outer, given)
    np.maximum.at(high, outer, given)
    varies = np.flatnonzero(low != high)
    if varies.size:
        i = int(varies[0])
        raise FirstContactError(
            f"{what}: '{names[i]}' holds {_words(low[i])} and {_words(high[i])}. The population number of units is one "
            "number for each stratum (at stage 2 for each PSU); correct the column."
        )
    return low


def checked(stage: Stage, names: Sequence[str], what: str) -> Stage:
    """The stage, or FirstContactError where a population is smaller than its sample."""
    short = np.flatnonzero(stage.size > stage.population)
    if short.size:
        i = int(short[0])
        raise FirstContactError(
            f"{what}: '{names[i]}' has a population of {stage.population[i]:.12g} but {stage.size[i]} sampled units. "
            "The column holds the population number of units (a count, not a share); correct it."
        )
    return stage


def _words(number: float) -> str:
    return f"{number:.12g}" if np.isfinite(number) else "nothing"
