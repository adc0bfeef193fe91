"""Weight that moves between cases: from unknown to known eligibility, from nonrespondents to respondents.

Source: specs/surveys/design-estimation.md 7, steps 2 and 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.weighting.columns import Labels
from firstcontact.survey.weighting.merge import merge_until

MIN_CELL, MAX_FACTOR = 20, 3.0


@dataclass(frozen=True)
class Factors:
    """factor and class (as text) of each case; merged: one sentence for each merger."""

    factor: np.ndarray
    cell: np.ndarray
    merged: tuple[str, ...] = ()


def unknown_eligibility(weight: np.ndarray, known: np.ndarray, cell: Labels) -> Factors:
    """Per cell, known cases take the weight of the unknown ones; those get 0. known: bool for each case."""
    size = len(cell.levels)
    everyone = np.bincount(cell.codes, weight, size)
    sure = np.bincount(cell.codes, weight * known, size)
    lost = (sure == 0) & (everyone > 0)
    if lost.any():
        raise FirstContactError(
            f"unknown_eligibility: cell '{cell.levels[int(np.argmax(lost))]}' has no case of known eligibility, so its "
            "weight has nowhere to go. Use fewer cells."
        )
    factor = np.divide(everyone, sure, out=np.ones(size), where=sure > 0)
    return Factors(np.where(known, factor[cell.codes], 0.0), np.array(cell.levels, dtype=object)[cell.codes])


def nonresponse(
    weight: np.ndarray,
    eligible: np.ndarray,
    respondent: np.ndarray,
    cell: Labels,
    order: Sequence[str] | None = None,
    min_cell: int = MIN_CELL,
    max_factor: float = MAX_FACTOR,
) -> Factors:
    """Per class, respondents take the weight of all eligible cases; nonrespondents get 0, ineligible cases keep 1.

    eligible: known to be eligible; respondent: a part of them. order: the classes' order for mergers, default code
    point order. A class with fewer than `min_cell` respondents or a factor above `max_factor` is merged.
    """
    present = np.bincount(cell.codes[eligible], minlength=len(cell.levels)) > 0
    names = [name for name in _ordered(cell.levels, order) if present[cell.levels.index(name)]]
    if not names:
        raise FirstContactError("nonresponse: no case is known to be eligible, so there is nobody to weight.")
    place = np.array([names.index(v) if v in names else -1 for v in cell.levels], dtype=np.int64)
    codes = np.where(eligible, place[cell.codes], -1)
    classes = _Classes(codes, weight, respondent, len(names))
    groups, told = merge_until(names, lambda g: classes.fault(g, min_cell, max_factor), "nonresponse")
    return classes.factors(groups, names, told)


class _Classes:
    """Sums of each class; codes: -1 for cases that are not known to be eligible."""

    def __init__(self, codes: np.ndarray, weight: np.ndarray, respondent: np.ndarray, size: int) -> None:
        inside = codes >= 0
        self.codes, self.inside, self.answered = codes, inside, inside & respondent
        self.everyone = np.bincount(codes[inside], weight[inside], size)
        self.answering = np.bincount(codes[self.answered], weight[self.answered], size)
        self.count = np.bincount(codes[self.answered], minlength=size)

    def factor(self, group: list[int]) -> float:
        answering = self.answering[group].sum()
        return float(self.everyone[group].sum() / answering) if answering > 0 else np.inf

    def fault(self, group: list[int], min_cell: int, max_factor: float) -> str | None:
        n, factor = int(self.count[group].sum()), self.factor(group)
        if n < min_cell:
            return f"{n} respondents, fewer than {min_cell}"
        return f"a factor of {factor:.3f}, above {max_factor:g}" if factor > max_factor else None

    def factors(self, groups: list[list[int]], names: Sequence[str], told: tuple[str, ...]) -> Factors:
        if any(not np.isfinite(self.factor(g)) for g in groups):
            raise FirstContactError("nonresponse: a class has no respondent. Set min_cell to 1 or more.")
        factor, cell = np.ones(self.codes.size), np.full(self.codes.size, None, dtype=object)
        for group in groups:
            rows = np.isin(self.codes, group)
            factor[rows] = self.factor(group)
            cell[rows] = " + ".join(names[i] for i in group)
        return Factors(np.where(self.inside & ~self.answered, 0.0, factor), cell, told)


def _ordered(levels: Sequence[str], order: Sequence[str] | None) -> list[str]:
    if order is None:
        return list(levels)
    unnamed = [v for v in levels if v not in order]
    if unnamed:
        raise FirstContactError(f"nonresponse: order does not name class '{unnamed[0]}'. Add it where it belongs.")
    return [v for v in order if v in levels]
