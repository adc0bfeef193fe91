"""Design-based estimates of a table. Source: specs/surveys/design-estimation.md 13."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.estimate.build_design import build_design
from firstcontact.survey.estimate.design import Design
from firstcontact.survey.estimate.engine import Engine
from firstcontact.survey.estimate.jackknife import jackknife
from firstcontact.survey.estimate.models import quantile_rows, regression_rows
from firstcontact.survey.estimate.read_spec import as_spec
from firstcontact.survey.estimate.rows import Question, Row, row_table
from firstcontact.survey.estimate.simple import (
    difference_rows,
    mean_rows,
    proportion_rows,
    ratio_rows,
    total_rows,
)
from firstcontact.survey.estimate.source import Source
from firstcontact.survey.estimate.spec import Asked, EstimateSpec
from firstcontact.survey.weighting.calibrate import calibration

ANSWERS: dict[str, tuple[Callable[[Question], Iterator[Row]], str]] = {
    "mean": (mean_rows, ""),
    "total": (total_rows, ""),
    "ratio": (ratio_rows, ""),
    "proportion": (proportion_rows, ";logit"),
    "difference": (difference_rows, ""),
    "quantile": (quantile_rows, ";woodruff"),
    "regression": (regression_rows, ""),
}


@dataclass(frozen=True)
class Estimates:
    """rows: one per estimate, level and term; notes: open intervals, merged cells; engine: design, replicates."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    engine: Engine

    @property
    def table(self) -> pa.Table:
        return row_table(self.rows)


def estimate(table: pa.Table, spec: EstimateSpec | Mapping[str, Any] | Path | str) -> pa.Table:
    """Estimates of the rows of a table (text or numbers), in the order of the spec.

    spec: as read, the plain document of an estimate file, or its path. Columns of the result:
    specs/surveys/design-estimation.md 13. Raises FirstContactError where the table and the spec do not fit.
    """
    return estimates(table, as_spec(spec)).table


def estimates(table: pa.Table, spec: EstimateSpec, design: Design | None = None) -> Estimates:
    """The same with notes and the design. design: where the caller has made it, instead of the spec's columns."""
    if not table.num_rows:
        raise FirstContactError("the data have no rows. A header and one row for each unit are needed.")
    notes: list[str] = []
    if design is None:
        design = _design(table, spec, notes)
    replicates = jackknife(design, spec.center) if spec.replicates == "jkn" else None
    engine = Engine(design, replicates, spec.confidence, notes)
    source = Source(table, spec.missing, design.weight > 0)
    rows = (row for i, asked in enumerate(spec.estimates) for row in _answer(asked, source, engine, spec.place(i)))
    return Estimates(tuple(rows), tuple(engine.notes), engine)


def _design(table: pa.Table, spec: EstimateSpec, notes: list[str]) -> Design:
    design = build_design(table, spec.design, spec.where, spec.missing)
    if 0 < design.corrected_stages < len(spec.design.cluster):
        notes.append(
            "fpc corrects the first stage alone, so the standard errors are too small. Name the population sizes of "
            "all stages, or of none."
        )
    if spec.calibrate is None:
        return design
    asked = spec.calibrate
    how, merged = calibration(table, design.base, asked.method, asked.margins, asked.min_cell, spec.missing)
    notes += merged
    return design.calibrated(how)


def _answer(asked: Asked, source: Source, engine: Engine, place: str) -> Iterator[Row]:
    answer, suffix = ANSWERS[asked.statistic]
    return answer(Question(asked, source, engine, _variable(asked), place, suffix))


def _variable(asked: Asked) -> str:
    match asked.statistic:
        case "ratio":
            return f"{asked.numerator}/{asked.denominator}"
        case "regression":
            return asked.outcome
        case _:
            return asked.variable
