"""The chain of weight steps of one wave, each kept: base, unknown eligibility, nonresponse, calibration, trimming.

Source: specs/surveys/design-estimation.md 7.
"""

from dataclasses import dataclass, field

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.weighting.calibrate import Calibration
from firstcontact.survey.weighting.nonresponse import Factors
from firstcontact.survey.weighting.trim import median_cap, trim

ROUNDS, TOLERANCE = 5, 1e-6


@dataclass(frozen=True)
class Step:
    """rows: positions of the cases; factor, weight_after, cell (text or None) of those cases."""

    name: str
    rows: np.ndarray
    factor: np.ndarray
    weight_after: np.ndarray
    cell: np.ndarray


@dataclass
class Chain:
    """Of every case: base weight, weight (0 where it has none), and `before`, the weight just before the last
    calibration."""

    base: np.ndarray
    weight: np.ndarray
    before: np.ndarray
    calibration: Calibration | None = None
    steps: list[Step] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def apply(self, name: str, factors: Factors) -> None:
        """One step over all cases."""
        self.weight = self.weight * factors.factor
        self.steps.append(Step(name, np.arange(self.base.size), factors.factor, self.weight, factors.cell))
        self.notes += factors.merged

    def keep(self, respondent: np.ndarray) -> None:
        """From here on respondents alone carry weight."""
        self.weight = self.before = np.where(respondent, self.weight, 0.0)

    def calibrate(self) -> None:
        """Weights that agree with the margins of `calibration`."""
        words = [np.array(c.levels, dtype=object)[c.codes] for c in self.calibration.cells]
        cell = np.array(["|".join(parts) for parts in zip(*words, strict=True)], dtype=object)
        self.before = self.weight
        self._change(self.calibration.method, self.calibration.weights(self.before), cell)

    def trim(self, times: float, per: str = "overall") -> None:
        """Cap at `times` the median, then calibrate again: at most 5 rounds until caps and margins both hold.

        per: `overall`, or the margin within whose levels medians are taken.
        """
        groups = self._groups(per)
        caps = np.empty(len(groups))
        for g, rows in enumerate(groups):
            caps[g] = median_cap(self.weight[rows], times)
        for _ in range(ROUNDS):
            if self._within(groups, caps) or (self.calibration and not self._has_room(groups, caps)):
                break
            self._cut(groups, caps)
            if self.calibration is None:
                return
            self.calibrate()
        if not self._within(groups, caps):
            self.notes.append(
                f"trim: caps and margins do not both hold within {ROUNDS} rounds; the calibrated weights are kept and "
                f"the largest is {self._excess(groups, caps):.4g} times its cap."
            )

    def _has_room(self, groups: list[np.ndarray], caps: np.ndarray) -> bool:
        """Whether the sums can be held below the caps at all."""
        sums = np.array([self.weight[rows].sum() for rows in groups])
        return bool((caps * [rows.size for rows in groups] > sums).all())

    def _cut(self, groups: list[np.ndarray], caps: np.ndarray) -> None:
        after = self.weight.copy()
        for rows, cap in zip(groups, caps, strict=True):
            after[rows] = trim(self.weight[rows], cap)
        self._change("trim", after, np.full(int((self.weight > 0).sum()), None, dtype=object))

    def _change(self, name: str, after: np.ndarray, cell: np.ndarray) -> None:
        rows = np.flatnonzero(self.weight > 0)
        self.steps.append(Step(name, rows, after[rows] / self.weight[rows], after[rows], cell))
        self.weight = after

    def _within(self, groups: list[np.ndarray], caps: np.ndarray) -> bool:
        return self._excess(groups, caps) <= 1 + TOLERANCE

    def _excess(self, groups: list[np.ndarray], caps: np.ndarray) -> float:
        return max(float(self.weight[rows].max() / cap) for rows, cap in zip(groups, caps, strict=True))

    def _groups(self, per: str) -> list[np.ndarray]:
        rows = np.flatnonzero(self.weight > 0)
        if per == "overall":
            return [rows]
        cells = {c.name: c for c in self.calibration.cells} if self.calibration else {}
        if per not in cells:
            known = ", ".join(["overall", *cells])
            raise FirstContactError(f"trim: per is '{per}'; it must be one of {known}.")
        return [rows[cells[per].codes == code] for code in np.unique(cells[per].codes)]
