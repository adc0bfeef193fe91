"""Design effects of a mean, a proportion or a total. Source: specs/surveys/design-estimation.md 8."""

import numpy as np


def design_effects(
    variance: float, y: np.ndarray, weight: np.ndarray, is_total: bool
) -> tuple[float | None, float | None]:
    """V over the variance of a simple random sample of the same size, with and without replacement.

    y and weight of the rows of the domain, weights above 0. None where it does not exist (one row, no spread, or a
    population no larger than the sample).
    """
    n, size = y.size, float(weight.sum())
    if n < 2:
        return None, None
    squares = float(weight @ (y - weight @ y / size) ** 2) / size * n / (n - 1)
    simple = squares / n * (size**2 if is_total else 1.0)
    if simple <= 0:
        return None, None
    left = (size - n) / size
    return variance / simple, variance / (simple * left) if left > 0 else None
