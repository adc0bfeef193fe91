"""Differences between groups of a wave: one variance with the covariance.

Source: specs/surveys/design-estimation.md 3.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.survey.estimate.design import Design
from firstcontact.survey.estimate.rows import Row
from firstcontact.survey.estimate.run import estimates
from firstcontact.survey.estimate.spec import Asked, DesignColumns, Difference, EstimateSpec
from firstcontact.survey.estimate.wave_table import WEIGHT

UNKNOWN, ALL = "unknown", "all"
SIZES = ("1-2", "3-5", "6-10", "11+")


def in_order(level: str) -> tuple:
    """Sort key: size classes by size, other levels by letter, `unknown` last."""
    return (level == UNKNOWN, SIZES.index(level) if level in SIZES else len(SIZES), level)


def with_groups(rows: pa.Table, groups: Sequence[str]) -> pa.Table:
    """A missing attribute is the group `unknown`."""
    for name in groups:
        filled = pc.fill_null(pc.cast(rows[name], pa.string()), UNKNOWN)
        rows = rows.set_column(rows.column_names.index(name), name, filled)
    return rows


def with_columns(rows: pa.Table, columns: Mapping[str, np.ndarray]) -> pa.Table:
    """columns: name -> a value for each row, NaN where there is none."""
    for name, values in columns.items():
        rows = rows.append_column(name, pa.array(values, from_pandas=True))
    return rows


def asked_differences(variables: Sequence[str], by: str, pairs: Sequence[tuple[str, str]]) -> list[Difference]:
    """First group minus second of each pair, of each variable."""
    return [
        Difference(id=f"{v}|{by}|{a}|{b}", statistic="difference", variable=v, by=by, levels=[a, b])
        for v in variables
        for a, b in pairs
    ]


def answer(rows: pa.Table, design: Design, asked: Sequence[Asked], where: str) -> dict[str, Row]:
    """Each estimate by its id; of one with `by`, `<id>|<level>`."""
    spec = EstimateSpec(DesignColumns(WEIGHT), tuple(asked), missing=(), where=where)
    made = estimates(rows, spec, design)
    return {r.id if r.by is None or r.statistic == "difference" else f"{r.id}|{r.level}": r for r in made.rows}
