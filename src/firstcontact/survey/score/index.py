"""Scores of single responses that need no comparison: indices, counts at a threshold, and strategy items."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

SHARE_OF_ITEMS = 0.5  # an index needs answers to at least half of its items


def least_answers(items: int) -> int:
    """Answers that an index over that many items needs when its measure does not say."""
    return int(np.ceil(items * SHARE_OF_ITEMS))


def index_score(levels: ArrayLike, least: int, low: float = 0.0, high: float = 4.0) -> np.ndarray:
    """0-100 per response: the mean of its answered items on the line from low to high.

    levels: responses x items, NaN where not answered or not applicable. NaN where fewer than `least` are answered.
    Source: specs/surveys/scoring.md 9.
    """
    levels = np.atleast_2d(np.asarray(levels, dtype=float))
    return 100 * (_row_means(levels, least) - low) / (high - low)


def count_at_least(levels: ArrayLike, threshold: float, least: int = 1) -> np.ndarray:
    """Share per response, 0..1, of answered items at or above the threshold; NaN where fewer than `least` answered."""
    levels = np.atleast_2d(np.asarray(levels, dtype=float))
    reached = np.where(np.isnan(levels), np.nan, (levels >= threshold).astype(float))
    return _row_means(reached, least)


@dataclass(frozen=True)
class StrategyUse:
    """considered: share 0..1; likelihood: mean 0..100 among those who considered it (None: nobody did);
    expected: mean over all of the chance to act, 0..1; n: respondents who said whether they considered it."""

    n: int
    considered: float
    likelihood: float | None
    expected: float


def strategy_use(considered: ArrayLike, likelihood: ArrayLike) -> StrategyUse | None:
    """considered: 1, 0 or NaN per respondent; likelihood: 0..100, NaN where not given. None without an answer.

    A likelihood left blank by somebody who considered the strategy is in n and in no mean of likelihoods.
    """
    considered, likelihood = np.asarray(considered, dtype=float), np.asarray(likelihood, dtype=float)
    said, yes = ~np.isnan(considered), considered == 1
    if not said.any():
        return None
    given = yes & ~np.isnan(likelihood)
    known = given | (considered == 0)
    return StrategyUse(
        n=int(said.sum()),
        considered=float(yes[said].mean()),
        likelihood=float(likelihood[given].mean()) if given.any() else None,
        expected=float(np.where(given, likelihood, 0.0)[known].mean() / 100) if known.any() else float("nan"),
    )


def _row_means(values: np.ndarray, least: int) -> np.ndarray:
    answered = (~np.isnan(values)).sum(axis=1)
    enough = (answered >= least) & (answered > 0)
    return np.divide(np.nansum(values, axis=1), answered, out=np.full(len(values), np.nan), where=enough)
