"""Item weights, and the composite of item means that they make."""

from dataclasses import dataclass

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.score.spec import ByCount, Fixed, Measure


@dataclass(frozen=True)
class ItemWeights:
    """`w`: groups x items, each row adds to 1. `centred`: the composite is made of distances from the item's mean."""

    w: np.ndarray
    centred: bool

    def combine(self, means: np.ndarray) -> np.ndarray:
        """Composite per group from means (groups x items; NaN where the group lacks the item).

        Centring keeps uneven weights from rewarding easy items; source: specs/surveys/scoring.md section 3.
        """
        answered = ~np.isnan(means).all(axis=0)
        means, w = means[:, answered], self.w[:, answered]
        if not self.centred:
            return np.nansum(w * means, axis=1)
        item = np.nanmean(means, axis=0)
        return np.nansum(w * (means - item), axis=1) + item.mean()


def item_weights(measure: Measure, counts: np.ndarray, names: list[str]) -> ItemWeights:
    """Weights of the items by the measure's rule. counts: answers per group and item; names: of the groups.

    Raises FirstContactError where the rule needs every practice to have every item, and one lacks it.
    """
    has = counts > 0
    rule = measure.item_weights
    if measure.kind == "item_mean":
        return ItemWeights(_rows_to_one(has.astype(float)), centred=False)
    if isinstance(rule, ByCount):
        return ItemWeights(_rows_to_one(np.minimum(counts, rule.k)), centred=True)
    if isinstance(rule, Fixed):
        return _fixed(measure, rule, has, names)
    _require_every_item(measure, str(rule), has, names)
    share = np.ones(counts.shape[1]) if rule == "equal" else counts.sum(axis=0)
    return ItemWeights(np.broadcast_to(share / share.sum(), counts.shape), centred=False)


def _fixed(measure: Measure, rule: Fixed, has: np.ndarray, names: list[str]) -> ItemWeights:
    given = np.array([rule.fixed[item] for item in measure.items])
    kept = has * given
    without = np.flatnonzero(kept.sum(axis=1) == 0)
    if without.size:
        raise FirstContactError(
            f"measure '{measure.measure}': practice {names[without[0]]} has answers only to items of weight 0. "
            "Exclude it, or give these items a weight."
        )
    return ItemWeights(_rows_to_one(kept), centred=not has.all())


def _rows_to_one(values: np.ndarray) -> np.ndarray:
    return values / values.sum(axis=1, keepdims=True)


def _require_every_item(measure: Measure, rule: str, has: np.ndarray, names: list[str]) -> None:
    lacking = np.argwhere(~has)
    if lacking.size:
        group, item = lacking[0]
        raise FirstContactError(
            f"measure '{measure.measure}': practice {names[group]} has no answer to '{measure.items[item]}', and "
            f"item_weights: {rule} needs every item in every practice. Use item_weights: {{k: 1}}."
        )
