"""Trimming: no weight above a cap, the sum kept. Source: specs/surveys/design-estimation.md 8."""

import numpy as np

from firstcontact.errors import FirstContactError

TIMES_MEDIAN = 3.0


def median_cap(weight: np.ndarray, times: float = TIMES_MEDIAN) -> float:
    """`times` the median of the positive weights."""
    return float(times * np.median(weight[weight > 0]))


def trim(weight: np.ndarray, cap: float) -> np.ndarray:
    """Weights above `cap` are set to it and their excess goes to the others in proportion to their weights, again
    until none is above. Raises FirstContactError when the cap is too low to hold the sum.
    """
    trimmed = np.array(weight, dtype=float)
    while (trimmed > cap).any():
        excess = (trimmed - cap)[trimmed > cap].sum()
        trimmed = np.minimum(trimmed, cap)
        free = trimmed < cap
        room = trimmed[free].sum()
        if room <= 0:
            raise FirstContactError(
                f"trim: a cap of {cap:.6g} is below the mean weight, so the sum cannot be kept. Raise 'cap'."
            )
        trimmed[free] *= 1 + excess / room
    return trimmed
