"""The tables `weight` and `weight_step` of a wave. Source: specs/surveys/README.md 2."""

from decimal import Decimal

import numpy as np
import pyarrow as pa

from firstcontact.survey.weighting.chain import Chain, Step

FACTOR, WEIGHT = pa.decimal128(18, 12), pa.decimal128(18, 9)
STEP_SCHEMA = pa.schema(
    [
        ("run_id", pa.string()),
        ("case_id", pa.string()),
        ("step", pa.int32()),
        ("name", pa.string()),
        ("factor", FACTOR),
        ("weight_after", WEIGHT),
        ("cell", pa.string()),
    ]
)


def weight_table(cases: pa.Table, chain: Chain) -> pa.Table:
    """Respondents by case: base_weight, weight_before (the last calibration), weight, in double precision, and for
    each margin a column `rake:<margin>` or `poststratify:<margin>` with the level after mergers.
    """
    rows = np.flatnonzero(chain.weight > 0)
    columns = {
        "case_id": cases["case_id"].take(pa.array(rows)).combine_chunks(),
        "base_weight": pa.array(chain.base[rows]),
        "weight_before": pa.array(chain.before[rows]),
        "weight": pa.array(chain.weight[rows]),
    }
    if chain.calibration:
        for cells in chain.calibration.cells:
            words = np.array(cells.levels, dtype=object)[cells.codes]
            columns[f"{chain.calibration.method}:{cells.name}"] = pa.array(words, pa.string())
    return pa.table(columns)


def step_table(cases: pa.Table, chain: Chain, run_id: str) -> pa.Table:
    """One row per step and case, steps numbered from 1."""
    ids = np.array(cases["case_id"].to_pylist(), dtype=object)
    parts = [_rows(step, number, ids, run_id) for number, step in enumerate(chain.steps, 1)]
    return pa.concat_tables(parts)


def _rows(step: Step, number: int, ids: np.ndarray, run_id: str) -> pa.Table:
    n = step.rows.size
    columns = [
        [run_id] * n,
        ids[step.rows],
        [number] * n,
        [step.name] * n,
        _decimals(step.factor, 12),
        _decimals(step.weight_after, 9),
        step.cell,
    ]
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, STEP_SCHEMA, strict=True)], schema=STEP_SCHEMA)


def _decimals(values: np.ndarray, digits: int) -> list[Decimal]:
    return [Decimal(f"{v:.{digits}f}") for v in values]
