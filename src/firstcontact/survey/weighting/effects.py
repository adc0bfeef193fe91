"""What unequal weights cost. Source: Kish 1965; specs/surveys/design-estimation.md 8."""

import numpy as np


def n_kish(weight: np.ndarray) -> float:
    """Number of equal-weight rows that would do as well; NaN without a positive weight."""
    squares = float((weight * weight).sum())
    return float(weight.sum()) ** 2 / squares if squares > 0 else float("nan")


def deff_kish(weight: np.ndarray) -> float:
    """Design effect of unequal weights over the rows of positive weight, at least 1 (up to rounding)."""
    return int((weight > 0).sum()) / n_kish(weight)
