"""Arrow tables of the scores. Empty cells are NULL, never NaN."""

import numpy as np
import pyarrow as pa

from firstcontact.survey.score.box_shares import BoxShares
from firstcontact.survey.score.measure_score import MeasureScore

NUMBER, WHOLE, TEXT = pa.float64(), pa.int64(), pa.string()
NUMBERS_OF_UNIT = ("difference", "variance", "se", "lower", "upper", "t", "p")


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


SCORE = _schema(
    measure=TEXT,
    unit=TEXT,
    n_all=WHOLE,
    n_used=WHOLE,
    mean_unadjusted=NUMBER,
    mean_adjusted=NUMBER,
    **dict.fromkeys(NUMBERS_OF_UNIT, NUMBER),
    stars=WHOLE,
    reliability=NUMBER,
    score_0_100=NUMBER,
    status=TEXT,
)
MEASURE_TEST = _schema(
    measure=TEXT,
    n=WHOLE,
    f=NUMBER,
    df1=WHOLE,
    df2=WHOLE,
    p=NUMBER,
    overall_mean=NUMBER,
    between_variance=NUMBER,
    reliability=NUMBER,
    units=WHOLE,
    grand_mean=NUMBER,
    within_variance=NUMBER,
    status=TEXT,
)
COEFFICIENT = _schema(measure=TEXT, item=TEXT, adjuster=TEXT, coefficient=NUMBER, r2=NUMBER, n=WHOLE)
BOX_SHARE = _schema(
    measure=TEXT,
    item=TEXT,
    unit=TEXT,
    box=TEXT,
    n=WHOLE,
    share_unadjusted=NUMBER,
    share_adjusted=NUMBER,
    share_shown=NUMBER,
)


def score_table(found: MeasureScore) -> pa.Table:
    """One row per practice of the file; numbers are NULL for practices outside the comparison."""
    analysis = found.analysis
    data, kept, count = analysis.data, analysis.kept, len(analysis.data.units)
    reliability = found.between.of_units(found.variance)
    low, high = found.scale
    inside = {
        "mean_unadjusted": found.raw,
        "mean_adjusted": found.mean,
        "variance": found.variance,
        **{name: getattr(found.differences, name) for name in NUMBERS_OF_UNIT if name != "variance"},
        "stars": found.level,
        "reliability": reliability,
        "score_0_100": 100 * (found.mean - low) / (high - low),
    }
    columns = {
        "measure": [analysis.measure.measure] * count,
        "unit": data.units,
        "n_all": np.bincount(data.unit, minlength=count),
        "n_used": analysis.n_used,
        **{name: _spread(values, kept, count, SCORE.field(name).type) for name, values in inside.items()},
        "status": _statuses(found, reliability),
    }
    return pa.table([pa.array(columns[f.name], f.type) for f in SCORE], schema=SCORE)


def _spread(values: np.ndarray, kept: np.ndarray, count: int, kind: pa.DataType) -> pa.Array:
    """Values of the kept units at their places among all units; NaN and the rest NULL."""
    full = np.full(count, np.nan)
    full[kept] = values
    return pa.array(full, from_pandas=True).cast(kind)


def _statuses(found: MeasureScore, reliability: np.ndarray) -> list[str]:
    measure = found.analysis.measure
    words = np.full(len(found.analysis.data.units), "too_few", dtype=object)
    low_n, unreliable = found.n < measure.min_respondents, reliability < measure.min_reliability
    words[found.analysis.kept] = np.where(low_n, "low_n", np.where(unreliable, "low_reliability", "ok"))
    return list(words)


def measure_test_table(found: MeasureScore) -> pa.Table:
    """One row: the test that all practices are equal, and the reliability of the whole measure."""
    measure, test, n = found.analysis.measure, found.test, int(found.n.sum())
    status = (
        "low_n"
        if n < measure.min_respondents
        else "low_reliability"
        if test.reliability < measure.min_reliability
        else "ok"
    )
    row = {
        "measure": measure.measure,
        "n": n,
        "f": test.f,
        "df1": test.df1,
        "df2": test.df2,
        "p": None if np.isnan(test.p) else test.p,
        "overall_mean": found.differences.overall_mean,
        "between_variance": found.between.between,
        "reliability": test.reliability,
        "units": len(found.n),
        "grand_mean": test.grand_mean,
        "within_variance": found.between.within,
        "status": status,
    }
    return pa.Table.from_pylist([row], schema=MEASURE_TEST)


def coefficient_table(found: MeasureScore) -> pa.Table:
    """One row per item and column of the adjusters; a dropped one has no coefficient."""
    rows = [
        {
            "measure": found.analysis.measure.measure,
            "item": fit.item,
            "adjuster": name,
            "coefficient": _or_null(slope),
            "r2": _or_null(fit.r2),
            "n": fit.n,
        }
        for fit in sorted(found.fits, key=lambda f: f.item)
        for name, slope in zip(found.analysis.names, fit.slopes, strict=True)
    ]
    return pa.Table.from_pylist(rows, schema=COEFFICIENT)


def _or_null(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def box_share_table(found: MeasureScore) -> pa.Table:
    """One row per item, practice with an answer to it, and box."""
    return pa.concat_tables([BOX_SHARE.empty_table(), *(_boxes_of(found, shares) for shares in found.boxes)])


def _boxes_of(found: MeasureScore, shares: BoxShares) -> pa.Table:
    names = found.analysis.measure.box_names
    order = np.argsort(names, kind="stable")
    units = np.flatnonzero(~np.isnan(shares.raw).any(axis=1))
    size = len(units) * len(names)
    n = pa.nulls(size, WHOLE) if shares.n is None else pa.array(np.repeat(shares.n[units], len(names)), WHOLE)
    columns = [
        pa.array([found.analysis.measure.measure] * size, TEXT),
        pa.array([shares.item] * size, TEXT),
        pa.array(np.repeat(np.array(found.analysis.unit_names, dtype=object)[units], len(names)), TEXT),
        pa.array(np.tile(np.array(names, dtype=object)[order], len(units)), TEXT),
        n,
        *(pa.array(v[units][:, order].ravel()) for v in (shares.raw, shares.adjusted, shares.shown)),
    ]
    return pa.table(columns, schema=BOX_SHARE)
