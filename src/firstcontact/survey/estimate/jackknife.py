"""Replicate weights JKn: one replicate per PSU. Source: specs/surveys/design-estimation.md 10."""

from dataclasses import dataclass

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.estimate.design import Design
from firstcontact.survey.estimate.statistics import Statistic

MOST_CELLS = 200_000_000  # replicates times rows, 1.6 GB of weights


@dataclass(frozen=True)
class Replicates:
    """weight: shape (R, rows), replicate r leaves out PSU r. coefficient: of each replicate. center: full or
    replicates."""

    weight: np.ndarray
    coefficient: np.ndarray
    center: str

    def covariance(self, statistic: Statistic, full: np.ndarray) -> np.ndarray:
        """Variance matrix (k, k) around `full`, the estimate with all PSUs, or around the replicates' mean.

        Replicates that have no value (a domain that lies in the PSU left out) count neither here nor in the mean.
        """
        used = np.flatnonzero(self.coefficient > 0)
        values = np.array([statistic.point(self.weight[r]) for r in used]).reshape(used.size, full.size)
        kept = ~np.isnan(values).any(axis=1)
        values, coefficient = values[kept], self.coefficient[used][kept]
        if not values.size:
            return np.zeros((full.size, full.size))
        deviations = values - (full if self.center == "full" else values.mean(axis=0))
        return (deviations * coefficient[:, None]).T @ deviations


def jackknife(design: Design, center: str = "full") -> Replicates:
    """The replicates of a design; a calibrated one is calibrated anew in each. Raises FirstContactError for a lonely
    PSU, for a cell of the margins that only one PSU fills, and for more replicates than memory holds.
    """
    first = design.stages[0]
    _refuse(design)
    weight = np.empty((first.parent.size, design.base.size))
    for psu in range(first.parent.size):
        weight[psu] = _without(design, psu)
    n = first.size[first.parent]
    coefficient = (1 - first.fraction[first.parent]) * (n - 1) / n
    return Replicates(weight, coefficient, center)


def _without(design: Design, psu: int) -> np.ndarray:
    first = design.stages[0]
    stratum = first.parent[psu]
    n = int(first.size[stratum])
    factor = np.where(first.parent == stratum, n / max(n - 1, 1), 1.0)
    factor[psu] = 0.0
    weight = design.base * factor[first.unit]
    if design.calibration is None or first.fraction[stratum] >= 1:
        return weight
    try:
        return design.calibration.weights(weight)
    except FirstContactError as e:
        raise FirstContactError(f"the replicate without PSU '{design.psus[psu]}': {e}") from None


def _refuse(design: Design) -> None:
    lonely = np.flatnonzero(design.lonely_strata)
    if lonely.size:
        raise FirstContactError(
            f"stratum '{design.strata[int(lonely[0])]}' has one sampled PSU, and the jackknife needs two. Merge it "
            "with a similar stratum (merge), or use replicates: none."
        )
    replicates, rows = design.stages[0].parent.size, design.base.size
    if replicates * rows > MOST_CELLS:
        raise FirstContactError(
            f"replicates: jkn makes one replicate for each of {replicates} PSUs over {rows} rows, which is more than "
            "memory should hold. Name the cluster column, or use replicates: none."
        )
