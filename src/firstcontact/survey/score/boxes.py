"""Shares of answers in the bottom, middle and top box: raw, adjusted, and kept within 0 and 1 for showing."""

import numpy as np


def indicators(scores: np.ndarray, boxes: dict[str, tuple[int, int]], names: list[str]) -> list[np.ndarray]:
    """0/1 per answer for each box; scores without missing."""
    return [((scores >= boxes[name][0]) & (scores <= boxes[name][1])).astype(float) for name in names]


def clamped(shares: np.ndarray) -> np.ndarray:
    """Shares (units x boxes, from bottom to top) between 0 and 1 that still add to the same sum.

    What an end box has below 0 or above 1 goes to the middle; what the middle then lacks is taken from the larger end.
    With two boxes it goes to the other end.
    """
    shown = shares.copy()
    middle = 1 if shares.shape[1] == 3 else None
    for end, other in ((0, -1), (-1, 0)):
        inside = np.clip(shown[:, end], 0.0, 1.0)
        shown[:, other if middle is None else middle] += shown[:, end] - inside
        shown[:, end] = inside
    if middle is not None:
        lacking = np.minimum(shown[:, middle], 0.0)
        shown[:, middle] -= lacking
        larger = np.where(shown[:, 0] > shown[:, 2], 0, 2)
        shown[np.arange(len(shown)), larger] += lacking
    return shown
