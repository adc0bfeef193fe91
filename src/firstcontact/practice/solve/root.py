"""Where a function crosses zero on an interval: closed form when it is linear, scan and bisection when not.

Source: specs/practice-model/model.md 9. Nothing is extrapolated beyond the bounds.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

POINTS = 33
QUARTERS = (0, 8, 16, 24, 32)  # the five points of the linear test among the 33
LINEAR_TOLERANCE = 1e-9
MAX_STEPS = 60
NEAR_ZERO_USD = 0.005
NEAR_RANGE = 1e-6


@dataclass(frozen=True)
class Root:
    """`status`: solved, always, never or multiple; `value` None unless solved. `method`: linear or bisection."""

    status: str
    value: float | None
    method: str


def grid(lo: float, hi: float) -> np.ndarray:
    """The 33 points of the scan, both ends included."""
    return lo + (hi - lo) * np.arange(POINTS) / (POINTS - 1)


def is_linear(at_quarters: np.ndarray) -> np.ndarray:
    """Whether the three inner values lie on the line of the two ends. Five values along the first axis."""
    low, high = at_quarters[0], at_quarters[-1]
    inside = np.ones(np.shape(low), dtype=bool)
    for value, part in zip(at_quarters[1:-1], (0.25, 0.5, 0.75), strict=True):
        line = low + part * (high - low)
        inside &= np.abs(value - line) <= LINEAR_TOLERANCE * np.maximum(1.0, np.abs(value))
    return inside


def linear_root(lo: float, hi: float, at_low: float, at_high: float) -> Root:
    """`always` and `never` where both ends have the same sign; 0 counts as at least 0."""
    if at_low >= 0 and at_high >= 0:
        return Root("always", None, "linear")
    if at_low < 0 and at_high < 0:
        return Root("never", None, "linear")
    crossing = lo - at_low * (hi - lo) / (at_high - at_low)
    return Root("solved", min(max(crossing, lo), hi), "linear")


def scan_status(values: np.ndarray) -> str:
    """Status of the values at the 33 points."""
    positive = values >= 0
    if positive.all():
        return "always"
    if not positive.any():
        return "never"
    return "solved" if np.count_nonzero(positive[1:] != positive[:-1]) == 1 else "multiple"


def changing_cell(values: np.ndarray) -> int:
    """Index of the point before the one change of sign."""
    positive = values >= 0
    return int(np.flatnonzero(positive[1:] != positive[:-1])[0])


def scanned_root(points: np.ndarray, values: np.ndarray, h: Callable[[float], float]) -> Root:
    """The root inside the one cell in which the 33 values change sign."""
    status = scan_status(values)
    if status != "solved":
        return Root(status, None, "bisection")
    roots, _ = roots_by_draw(points, values[:, None], lambda x: np.array([h(float(x[0]))]))
    return Root("solved", float(roots[0]), "bisection")


def roots_by_draw(
    points: np.ndarray, values: np.ndarray, h: Callable[[np.ndarray], np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """The root of every draw at once. `values` (33, draws); `h` takes one x per draw and returns one value per draw.

    Returns (roots, NaN where not solved; status of each draw as text).
    """
    status = np.array([scan_status(column) for column in values.T], dtype=object)
    solved = status == "solved"
    if not solved.any():
        return np.full(len(status), np.nan), status
    cell = np.array([changing_cell(c) if s else 0 for c, s in zip(values.T, solved, strict=True)], dtype=int)
    draws = np.arange(len(status))
    bracket = _Bracket(points[cell], points[cell + 1], values[cell, draws], values[cell + 1, draws], solved)
    near = NEAR_RANGE * (points[-1] - points[0])
    for step in range(MAX_STEPS):
        if bracket.is_done(near):
            break
        x = bracket.next(step)
        bracket.take(x, h(x))
    return np.where(solved, bracket.best(), np.nan), status


class _Bracket:
    """Bisection that takes the crossing of the straight line between the ends in two steps of three."""

    def __init__(
        self, low: np.ndarray, high: np.ndarray, at_low: np.ndarray, at_high: np.ndarray, wanted: np.ndarray
    ) -> None:
        self.low, self.high, self.at_low, self.at_high, self.wanted = low, high, at_low, at_high, wanted

    def is_done(self, near: float) -> bool:
        open_ = (self.high - self.low > near) & (self._smallest() >= NEAR_ZERO_USD) & self.wanted
        return not open_.any()

    def next(self, step: int) -> np.ndarray:
        middle = (self.low + self.high) / 2
        if step % 3 == 2:
            return middle
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = self.low - self.at_low * (self.high - self.low) / (self.at_high - self.at_low)
        return np.where((crossing > self.low) & (crossing < self.high), crossing, middle)

    def take(self, x: np.ndarray, at_x: np.ndarray) -> None:
        """Keep the part in which the sign changes."""
        right = (at_x < 0) == (self.at_low < 0)
        self.low, self.at_low = np.where(right, x, self.low), np.where(right, at_x, self.at_low)
        self.high, self.at_high = np.where(right, self.high, x), np.where(right, self.at_high, at_x)

    def best(self) -> np.ndarray:
        """The end at which the value is nearest to zero."""
        return np.where(np.abs(self.at_low) <= np.abs(self.at_high), self.low, self.high)

    def _smallest(self) -> np.ndarray:
        return np.minimum(np.abs(self.at_low), np.abs(self.at_high))


def linear_roots_by_draw(
    lo: float, hi: float, at_low: np.ndarray, at_high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """`linear_root` of every draw."""
    found = [linear_root(lo, hi, a, b) for a, b in zip(at_low, at_high, strict=True)]
    roots = np.array([np.nan if r.value is None else r.value for r in found])
    return roots, np.array([r.status for r in found], dtype=object)
