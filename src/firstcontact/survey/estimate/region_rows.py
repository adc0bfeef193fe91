"""Estimates of a wave as survey_estimate and as rows of the house results table.

Source: specs/surveys/README.md 2, 11; the closed lists of kinds, DESIGN.md 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import get_args

import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.results_table import WITH_RUN, StratumKind
from firstcontact.survey.estimate.rows import Row
from firstcontact.survey.estimate.run import Estimates
from firstcontact.survey.estimate.wave_plan import Planned
from firstcontact.survey.wave import Wave

GROUP_KINDS = ("area", "organization")
STRATUM_KINDS = get_args(StratumKind)
LEAST_DF = 8
PLACES, FIGURE = Decimal("1e-12"), pa.decimal128(18, 4)
SURVEY_ESTIMATE = pa.schema(
    [
        ("run_id", pa.string()),
        ("measure", pa.string()),
        ("group_kind", pa.string()),
        ("group_id", pa.string()),
        ("stratum_kind", pa.string()),
        ("stratum", pa.string()),
        ("statistic", pa.string()),
        ("value", pa.float64()),
        ("se", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("confidence", pa.decimal128(5, 3)),
        ("df", pa.int32()),
        ("deff", pa.float64()),
        ("n", pa.int32()),
        ("n_kish", FIGURE),
        ("weighted_n", FIGURE),
        ("method", pa.string()),
        ("status", pa.string()),
        ("is_simulated", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class RegionFacts:
    """What the rows say of the wave. clinicians: by level of a domain column (None: of all), where the frame knows."""

    instrument_id: str
    version: int
    wave_id: str
    first_day: date | None
    last_day: date | None
    run_id: str
    region: str
    is_simulated: bool
    rows: pa.Table

    @classmethod
    def of(cls, wave: Wave, rows: pa.Table, run_id: str, region: str) -> "RegionFacts":
        info = wave.info
        return cls(
            instrument_id=str(info.instrument_id),
            version=int(info.version or 0),
            wave_id=info.wave_id,
            first_day=info.opens_on,
            last_day=info.closes_on,
            run_id=run_id,
            region=region,
            is_simulated=info.is_simulated,
            rows=rows if info.population == "practice" and "size_measure" in rows.column_names else rows.select([]),
        )

    def clinicians(self, row: Row) -> int | None:
        """Clinicians of the practices that responded in the row's domain; None where the frame does not tell."""
        if not self.rows.num_columns:
            return None
        sizes = self.rows["size_measure"]
        if row.by is not None:
            level = pc.cast(self.rows[row.by], pa.string())
            sizes = sizes.filter(pc.is_null(level) if row.level == "unknown" else pc.equal(level, row.level))
        return None if sizes.null_count or not len(sizes) else int(pc.sum(sizes).as_py())


def survey_rows(made: Estimates, planned: Sequence[Planned], facts: RegionFacts) -> pa.Table:
    """The table survey_estimate: every estimate, in the order of the plan."""
    by_id = {p.asked.id: p for p in planned}
    confidence = Decimal(f"{made.engine.confidence:.3f}")
    rows = [_survey_row(by_id[r.id], r, facts) | {"confidence": confidence} for r in made.rows]
    return pa.Table.from_pylist(rows, schema=SURVEY_ESTIMATE)


def _survey_row(plan: Planned, row: Row, facts: RegionFacts) -> dict:
    names = ("statistic", "se", "lower", "upper", "df", "deff", "n", "method", "status")
    return {
        "run_id": facts.run_id,
        "measure": _measure(plan, facts),
        **_place(row, facts),
        **{name: getattr(row, name) for name in names},
        "value": row.estimate,
        "n_kish": None if row.n_kish is None else Decimal(f"{row.n_kish:.4f}"),
        "weighted_n": Decimal(f"{row.weighted_n:.4f}"),
        "is_simulated": facts.is_simulated,
    }


def region_rows(made: Estimates, planned: Sequence[Planned], facts: RegionFacts) -> pa.Table:
    """Rows of the house results table: the region, and domains whose kind is in its closed lists. No number is hidden;
    a row below the floors (respondents, degrees of freedom) says `too_few`.
    """
    by_id = {p.asked.id: p for p in planned}
    kinds = {None, *GROUP_KINDS, *STRATUM_KINDS}
    rows = [_result_row(by_id[r.id], r, facts, made.engine.confidence) for r in made.rows if r.by in kinds]
    return pa.Table.from_pylist(rows, schema=WITH_RUN)


def _result_row(plan: Planned, row: Row, facts: RegionFacts, confidence: float) -> dict:
    bounded = row.lower is not None or row.upper is not None
    return {
        "measure": _measure(plan, facts),
        "version": str(facts.version),
        "period_start": facts.first_day,
        "period_end": facts.last_day,
        **_place(row, facts),
        "numerator": _numerator(row),
        "denominator": Decimal(row.n),
        "numerator_unit": "people" if row.statistic == "proportion" else "score",
        "people": row.n,
        "sources": facts.clinicians(row),
        "universe": f"survey:{facts.wave_id}:{plan.measure.measure_id}:answered",
        "value": row.estimate,
        "lower": row.lower,
        "upper": row.upper,
        "confidence": confidence if bounded else None,
        "method": row.method,
        "status": _status(plan, row),
        "run_id": facts.run_id,
    }


def _measure(plan: Planned, facts: RegionFacts) -> str:
    return f"survey.{facts.instrument_id}.{plan.name}"


def _place(row: Row, facts: RegionFacts) -> dict[str, str | None]:
    if row.by in GROUP_KINDS:
        return {"group_kind": row.by, "group_id": row.level, "stratum_kind": "all", "stratum": "all"}
    stratum = ("all", "all") if row.by is None else (row.by, row.level)
    return {"group_kind": "region", "group_id": facts.region, "stratum_kind": stratum[0], "stratum": stratum[1]}


def _numerator(row: Row) -> Decimal | None:
    """Of a share the unweighted number with the answer, of a mean value x n, else nothing."""
    if row.statistic == "proportion":
        return None if row.count is None else Decimal(row.count)
    if row.statistic != "mean" or row.estimate is None:
        return None
    return (Decimal(repr(row.estimate)) * row.n).quantize(PLACES)


def _status(plan: Planned, row: Row) -> str:
    if row.status == "not_applicable":
        return row.status
    enough = row.n >= plan.measure.report.min_respondents and row.df >= LEAST_DF
    return "published" if enough else "too_few"
