"""Post-stratification: the weights of each cell are scaled to its total. Source: design-estimation.md 6.1.

Cells with too few respondents are merged in the order of the margins file, and every merger is told.
"""

from dataclasses import dataclass

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.weighting.margins import Cells
from firstcontact.survey.weighting.merge import merge_until

MIN_CELL = 10


@dataclass(frozen=True)
class PostStratified:
    """weight: of each row; cells: after mergers, with their rows; merged: one sentence for each merged cell."""

    weight: np.ndarray
    cells: Cells
    merged: tuple[str, ...]


def poststratify(weight: np.ndarray, cells: Cells, min_cell: int = MIN_CELL) -> PostStratified:
    """Scale the positive weights of n rows so that each cell sums to its target.

    min_cell: least respondents of a cell; 1 merges only empty cells, 0 merges none. Raises FirstContactError when
    all cells together are too few.
    """
    count = np.bincount(cells.codes, minlength=len(cells.levels))

    def too_small(members: list[int]) -> str | None:
        n = int(count[members].sum())
        return f"{n} respondents, fewer than {min_cell}" if n < min_cell else None

    groups, told = merge_until(cells.levels, too_small, f"post-stratification by {cells.name}")
    joined = _joined(cells, groups)
    sums = joined.sums(weight)
    if (sums == 0).any():
        empty = joined.levels[int(np.argmax(sums == 0))]
        raise FirstContactError(f"{cells.name} = '{empty}' has a target but no respondent. Merge or drop the level.")
    return PostStratified(weight * (joined.targets / sums)[joined.codes], joined, told)


def _joined(cells: Cells, groups: list[list[int]]) -> Cells:
    place = np.empty(len(cells.levels), dtype=np.int64)
    for g, members in enumerate(groups):
        place[members] = g
    levels = tuple(" + ".join(cells.levels[i] for i in members) for members in groups)
    targets = np.array([cells.targets[members].sum() for members in groups])
    return Cells(cells.name, place[cells.codes], levels, targets)
