"""The sampling design of the rows: weights, and at each stage which unit a row belongs to.

Source: specs/surveys/design-estimation.md 2, 9.
"""

from dataclasses import dataclass, replace

import numpy as np

from firstcontact.survey.weighting.calibrate import Calibration


@dataclass(frozen=True)
class Stage:
    """unit: unit of each row, 0..U-1. parent: of each unit, its stratum (first stage) or the unit one stage up.

    population: N of each parent, inf where it is not known.
    """

    unit: np.ndarray
    parent: np.ndarray
    population: np.ndarray

    @property
    def size(self) -> np.ndarray:
        """Units sampled in each parent, over the whole sample."""
        return np.bincount(self.parent, minlength=self.population.size)

    @property
    def fraction(self) -> np.ndarray:
        """Sampled share of each parent's units; 0 where the population size is not known."""
        return self.size / self.population


@dataclass(frozen=True)
class Design:
    """weight: of each row; base: the weight just before calibration (the same without one).

    stages: the first always, a later one only where all population sizes down to it are known. strata: names after
    merging. psus: name of each PSU. lonely: what a stratum with one PSU of more adds (certainty, adjust, average).
    """

    weight: np.ndarray
    base: np.ndarray
    stages: tuple[Stage, ...]
    strata: tuple[str, ...]
    psus: tuple[str, ...]
    lonely: str = "certainty"
    calibration: Calibration | None = None

    @property
    def psu(self) -> np.ndarray:
        return self.stages[0].unit

    @property
    def stratum_of_psu(self) -> np.ndarray:
        return self.stages[0].parent

    @property
    def corrected_stages(self) -> int:
        """Stages whose population sizes are known: 0, 1, 2 ..."""
        return len(self.stages) if np.isfinite(self.stages[0].population).any() else 0

    @property
    def lonely_strata(self) -> np.ndarray:
        """True for strata with one sampled PSU that is not all there is."""
        first = self.stages[0]
        return (first.size == 1) & (first.fraction < 1)

    def psus_with(self, rows: np.ndarray) -> np.ndarray:
        """The PSUs with one of the rows (bool mask) at a positive weight."""
        return np.flatnonzero(np.bincount(self.psu[rows & (self.weight > 0)]))

    def counts(self, rows: np.ndarray) -> tuple[int, int]:
        """Number of such PSUs and of their strata."""
        psus = self.psus_with(rows)
        return psus.size, np.unique(self.stratum_of_psu[psus]).size

    def calibrated(self, how: Calibration) -> "Design":
        """The design with weights calibrated from its present ones."""
        return replace(self, weight=how.weights(self.base), calibration=how)
