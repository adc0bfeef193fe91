"""Units of a frame by stratum, and how many each stratum gives.

Source: specs/surveys/README.md 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.sampling.allocation import allocate
from firstcontact.survey.sampling.design import Design, Stage

ALL = "all"


@dataclass(frozen=True)
class Units:
    """What one stage draws from: ids and stratum labels as objects, shape (n,); columns by name, objects."""

    ids: np.ndarray
    labels: np.ndarray
    columns: dict[str, np.ndarray]

    def strata(self) -> dict[str, np.ndarray]:
        """Stratum -> indices of its units, strata in code-point order, units in the order given."""
        return grouped(self.labels)


def grouped(labels: np.ndarray) -> dict[str, np.ndarray]:
    """Label -> indices, labels in code-point order."""
    if not len(labels):
        return {}
    names, codes = np.unique(labels.astype(str), return_inverse=True)
    order = np.argsort(codes, kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(codes))[:-1])
    return dict(zip(names.tolist(), parts, strict=True))


def column(table: pa.Table, name: str, design: Design) -> np.ndarray:
    """The column as objects of text. Raises FirstContactError where the frame lacks it or holds blanks."""
    if name not in table.column_names:
        raise FirstContactError(
            f"design {design.wave_id}: the frame has no column '{name}' "
            f"(it has {', '.join(table.column_names)}). Correct the design or the frame."
        )
    values = np.array(table[name].cast(pa.string()).to_pylist(), dtype=object)
    blank = int(np.equal(values, None).sum())
    if blank:
        raise FirstContactError(
            f"design {design.wave_id}: column '{name}' is blank for {blank} units in scope. "
            f"Fill it, for example with 'unknown', so that each unit has a stratum."
        )
    return values


def joined(columns: Sequence[np.ndarray], rows: int) -> np.ndarray:
    """Stratum labels: the values joined by `|`, or `all` without columns."""
    if not columns:
        return np.array([ALL] * rows, dtype=object)
    return np.array(["|".join(values) for values in zip(*columns, strict=True)], dtype=object)


def numbers(design: Design, stage: Stage, frame: dict[str, int]) -> dict[str, int]:
    """Units to draw from each stratum. frame: stratum -> units in scope.

    Raises FirstContactError where a stratum of the frame is not named or a named one is not in the frame.
    """
    if stage.method == "all":
        return dict(frame)
    if stage.n_per_stratum is not None:
        return _named(design, stage.n_per_stratum, frame)
    if stage.total is None:
        raise FirstContactError(f"design {design.wave_id}: the stage of {stage.unit} has no number of units.")
    if stage.allocation:
        return allocate(stage.total, frame, stage.allocation)
    return {s: min(stage.total, n) for s, n in frame.items()}


def _named(design: Design, wanted: dict[str, int], frame: dict[str, int]) -> dict[str, int]:
    for stratum, n in frame.items():
        if stratum not in wanted:
            raise FirstContactError(
                f"design {design.wave_id}: stratum '{stratum}' holds {n} {_plural(design)} but n_per_stratum does not "
                f"name it. Add it, with 0 if it is left out on purpose."
            )
    gone = sorted(s for s, n in wanted.items() if n and s not in frame)
    if gone:
        raise FirstContactError(
            f"design {design.wave_id}: n_per_stratum names '{gone[0]}', but no unit of the frame in scope is in it "
            f"(strata: {', '.join(frame)}). Correct the name, or write 0."
        )
    return {s: min(wanted[s], n) for s, n in frame.items()}


def _plural(design: Design) -> str:
    return f"{design.stages[0].unit}s"
