"""Calibration of respondents' weights to margins, and the residuals that their variance needs.

Source: specs/surveys/design-estimation.md 6.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.weighting.columns import MISSING
from firstcontact.survey.weighting.margins import Cells, Margin, match, refuse_empty
from firstcontact.survey.weighting.poststratify import poststratify
from firstcontact.survey.weighting.rake import rake

SWEEPS = 10
Method = Literal["rake", "poststratify"]


@dataclass(frozen=True)
class Calibration:
    """How rows were calibrated. rows: bool mask of the rows with a positive weight; `cells` are over those rows."""

    method: Method
    rows: np.ndarray
    cells: tuple[Cells, ...]

    def weights(self, base: np.ndarray) -> np.ndarray:
        """The calibrated weights of all rows, 0 where `base` is 0. Raises FirstContactError when they do not exist."""
        kept = base[self.rows]
        used = kept > 0
        cells = [Cells(c.name, c.codes[used], c.levels, c.targets) for c in self.cells]
        _refuse_lost(cells)
        made = rake(kept[used], cells) if self.method == "rake" else poststratify(kept[used], cells[0], 0).weight
        full = np.zeros(base.size)
        full[np.flatnonzero(self.rows)[used]] = made
        return full

    def residual(self, x: np.ndarray, base: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """x = weight · u per row and column, less what the margins explain. Shape of x: (rows, columns)."""
        u, base, weight = x[self.rows] / weight[self.rows, None], base[self.rows], weight[self.rows, None]
        if self.method == "rake":
            for _ in range(SWEEPS):
                for cells in self.cells:
                    u = u - _cell_means(cells, u, np.ones(len(u)))
        else:
            u = u - _cell_means(self.cells[0], u, base)
        full = np.zeros_like(x)
        full[self.rows] = weight * u
        return full


def calibration(
    table: pa.Table,
    weight: np.ndarray,
    method: Method,
    margins: Sequence[Margin],
    min_cell: int = 0,
    missing: Collection[str] = MISSING,
) -> tuple[Calibration, tuple[str, ...]]:
    """Match the margins with the rows of positive weight. Also returns one sentence for each merged cell."""
    rows = weight > 0
    cells = [match(table, margin, rows, missing) for margin in margins]
    if method == "rake" or min_cell == 0:
        for margin, cell in zip(margins, cells, strict=True):
            refuse_empty(margin, cell)
    if method == "rake":
        return Calibration(method, rows, tuple(cells)), ()
    made = poststratify(weight[rows], _only(cells), min_cell)
    return Calibration(method, rows, (made.cells,)), made.merged


def _only(cells: Sequence[Cells]) -> Cells:
    if len(cells) != 1:
        names = ", ".join(c.name for c in cells)
        raise FirstContactError(
            f"poststratify takes one margin, and the files hold {len(cells)} ({names}). Use method: rake, or one "
            f"margin of crossed columns ({'|'.join(c.name for c in cells)})."
        )
    return cells[0]


def _refuse_lost(cells: Sequence[Cells]) -> None:
    for cell in cells:
        count = np.bincount(cell.codes, minlength=len(cell.levels))
        if (count == 0).any():
            level = cell.levels[int(np.argmax(count == 0))]
            raise FirstContactError(
                f"{cell.name} = '{level}' has no row with a positive weight (without one PSU, where replicates are "
                "made), so its target cannot be met. Merge the level with its neighbor."
            )


def _cell_means(cells: Cells, u: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weighted mean of each column of u over the cell of each row."""
    size = cells.sums(weight)
    means = np.stack([cells.sums(weight * column) / size for column in u.T], axis=1)
    return means[cells.codes]
