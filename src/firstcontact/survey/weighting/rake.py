"""Raking: weights whose sums agree with all margins. Source: specs/surveys/design-estimation.md 6.2."""

from collections.abc import Sequence

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.weighting.margins import Cells

CYCLES, TOLERANCE, SAME_SUM = 1000, 1e-12, 1e-6


def rake(weight: np.ndarray, margins: Sequence[Cells]) -> np.ndarray:
    """The raked weights of n rows; every row has a positive weight and a level of each margin, every level a row.

    Raises FirstContactError when the margins' sums differ, or after 1,000 cycles.
    """
    agreed = _with_one_sum(margins)
    combination, patterns = _patterns([m.codes for m in agreed])
    small = [Cells(m.name, codes, m.levels, m.targets) for m, codes in zip(agreed, patterns, strict=True)]
    start = np.bincount(combination, weight)
    return weight * (_cycles(start, small) / start)[combination]


def _cycles(weight: np.ndarray, margins: Sequence[Cells]) -> np.ndarray:
    for _ in range(CYCLES):
        for margin in margins:
            weight = weight * (margin.targets / margin.sums(weight))[margin.codes]
        if all(_largest_gap(margin, weight) < TOLERANCE for margin in margins):
            return weight
    raise FirstContactError(_not_converged(weight, margins))


def _largest_gap(margin: Cells, weight: np.ndarray) -> float:
    return float(np.abs(margin.targets / margin.sums(weight) - 1).max())


def _with_one_sum(margins: Sequence[Cells]) -> list[Cells]:
    """Sums that differ by rounding are brought to that of the first margin, else the cycles could not come to rest."""
    first = margins[0]
    total = first.targets.sum()
    for margin in margins[1:]:
        if abs(margin.targets.sum() / total - 1) > SAME_SUM:
            raise FirstContactError(
                f"the targets of {first.name} sum to {total:.12g} and those of {margin.name} to "
                f"{margin.targets.sum():.12g}. All margins must describe the same population; correct the file."
            )
    return [_scaled(margin, total) for margin in margins]


def _scaled(margin: Cells, total: float) -> Cells:
    own = margin.targets.sum()
    targets = margin.targets if own == total else margin.targets * (total / own)
    return Cells(margin.name, margin.codes, margin.levels, targets)


def _patterns(columns: Sequence[np.ndarray]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Rows with the same level of every margin keep the same factor, so the cycles run over such combinations.

    Returns the combination of each row, and for each margin the level of each combination.
    """
    combination = np.zeros(columns[0].size, dtype=np.int64)
    for codes in columns:
        _, first, combination = np.unique(
            combination * (codes.max() + 1) + codes, return_index=True, return_inverse=True
        )
    return combination, [codes[first] for codes in columns]


def _not_converged(weight: np.ndarray, margins: Sequence[Cells]) -> str:
    worst = max(margins, key=lambda m: _largest_gap(m, weight))
    reached = worst.sums(weight) / worst.targets
    place = int(np.argmax(np.abs(1 / reached - 1)))
    return (
        f"raking did not converge in {CYCLES} cycles; worst cell {worst.name} = {worst.levels[place]} is at "
        f"{reached[place]:.6g} of its target. Merge levels or check that the margins describe the same population."
    )
