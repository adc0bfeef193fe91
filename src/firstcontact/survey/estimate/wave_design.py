"""The design of a wave with the calibration that its weights have been through."""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from firstcontact.survey.estimate.build_design import build_design
from firstcontact.survey.estimate.design import Design
from firstcontact.survey.estimate.wave_table import WEIGHT, calibrated_by, design_columns
from firstcontact.survey.weighting.calibrate import Calibration
from firstcontact.survey.weighting.columns import labels, numbers
from firstcontact.survey.weighting.margins import Cells


def wave_design(rows: pa.Table, where: str, lonely_psu: str = "error", merge: dict[str, str] | None = None) -> Design:
    """Weights are those of the rows; the residuals of the variance come from the cells that calibrated them."""
    design = build_design(rows, design_columns(rows, lonely_psu, merge or {}), where, ())
    weight = numbers(rows, WEIGHT, where, ())
    found = calibrated_by(rows)
    if found is None:
        return replace(design, weight=weight, base=weight)
    method, columns = found
    alive = weight > 0
    cells = tuple(_cells(rows, name, weight, alive) for name in columns)
    return replace(design, weight=weight, calibration=Calibration(method, alive, cells))


def _cells(rows: pa.Table, name: str, weight: np.ndarray, alive: np.ndarray) -> Cells:
    column = labels(rows, name, ())
    targets = np.bincount(column.codes[alive], weight[alive], len(column.levels))
    return Cells(name, column.codes[alive], column.levels, targets)
