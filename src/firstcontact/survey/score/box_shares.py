"""Box shares of practices, item by item and for the composite."""

from dataclasses import dataclass

import numpy as np

from firstcontact.survey.score.analysis import Analysis
from firstcontact.survey.score.boxes import clamped
from firstcontact.survey.score.composite import ItemWeights, item_weights
from firstcontact.survey.score.item_fits import ItemFit

COMPOSITE = "composite"


@dataclass(frozen=True)
class BoxShares:
    """Shares of one item, or of the composite: units x boxes. `n`: answers per unit; None for the composite."""

    item: str
    n: np.ndarray | None
    raw: np.ndarray
    adjusted: np.ndarray

    @property
    def shown(self) -> np.ndarray:
        return clamped(self.adjusted)


def box_shares(analysis: Analysis, fits: list[ItemFit]) -> list[BoxShares]:
    """Items in code-point order with the composite among them; empty where the measure has no boxes."""
    if not analysis.measure.boxes:
        return []
    shares = [_of_item(analysis, fit) for fit in fits]
    if len(fits) > 1:
        shares.append(_of_composite(analysis, fits))
    return sorted(shares, key=lambda s: s.item)


def _of_item(analysis: Analysis, fit: ItemFit) -> BoxShares:
    answers = np.bincount(analysis.groups.unit, weights=fit.box_counts, minlength=len(analysis.kept)).astype(np.int64)
    return BoxShares(fit.item, answers, _per_unit(analysis, fit.box_raw), _per_unit(analysis, fit.box_adjusted))


def _of_composite(analysis: Analysis, fits: list[ItemFit]) -> BoxShares:
    """The composite averages the items' shares, each with the item's weight, before anything is clamped."""
    counts = np.column_stack([f.box_counts for f in fits])
    weights = item_weights(analysis.measure, counts, analysis.group_names)
    raw = _combined(weights, [f.box_raw for f in fits])
    adjusted = _combined(weights, [f.box_adjusted for f in fits])
    return BoxShares(COMPOSITE, None, _per_unit(analysis, raw), _per_unit(analysis, adjusted))


def _combined(weights: ItemWeights, items: list[np.ndarray]) -> np.ndarray:
    """Groups x boxes from the shares of each item."""
    boxes = range(items[0].shape[1])
    return np.column_stack([weights.combine(np.column_stack([shares[:, b] for shares in items])) for b in boxes])


def _per_unit(analysis: Analysis, shares: np.ndarray) -> np.ndarray:
    return np.column_stack([analysis.to_units(column) for column in shares.T])
