"""The files that may be handed out: only numbers above their floors. Source: specs/surveys/README.md 11.7."""

import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.survey.report.region import group_of, is_shown
from firstcontact.survey.report.source import Source
from firstcontact.survey.report.words import band

PREFIX = {
    "patient_experience_short": "experience",
    "practice_impact_pulse": "practice_pulse",
    "patient_engagement_inventory": "engagement",
}
PUBLISHED = "published"
NUMBERS = ("value", "lower", "upper")
CODEBOOK = {
    "measure": "Measure of the instrument; .top, .middle, .bottom are shares of its answers.",
    "practice_id": "The practice.",
    "group_kind": "What the groups are: all, or a column of the sample or the frame.",
    "group_id": "The group.",
    "statistic": "mean, proportion, ratio, total or quantile.",
    "value": "Score or estimate; shares of practices are whole percents; empty unless status is published.",
    "lower": "Lower end of the 95% interval.",
    "upper": "Upper end of the 95% interval.",
    "respondents": "Number of respondents, in bands.",
    "deff": "Design effect.",
    "method": "How the number was computed.",
    "status": "published, preview (not reliable enough to compare) or too_few.",
    "weighting": "unweighted, or by the base weights of the sample.",
    "rate": "Rate of AAPOR Standard Definitions, 10th edition.",
    "is_simulated": "true: made-up data, not about real practices or patients.",
}


def released(source: Source) -> dict[str, pa.Table]:
    """Tables for release by name, each with its codebook; files of stages that were not run are left out."""
    name = PREFIX.get(source.instrument.instrument_id, source.instrument.instrument_id)
    found = {
        f"{name}_practice": _practice(source),
        f"{name}_region": _region(source),
        "response_rates": _rates(source),
    }
    tables = {n: _marked(source, t) for n, t in found.items() if t is not None and t.num_rows}
    return tables | {f"{n}_codebook": _codebook(t) for n, t in tables.items()}


def _marked(source: Source, table: pa.Table) -> pa.Table:
    flags = pa.array([source.wave.info.is_simulated] * table.num_rows, pa.bool_())
    return table.append_column("is_simulated", flags)


def _practice(source: Source) -> pa.Table | None:
    rows = [r for r in source.rows("scores", "result") if r["group_kind"] == "practice"]
    if not rows:
        return None
    return pa.Table.from_pylist([_practice_row(source, r) for r in rows])


def _practice_row(source: Source, row: dict) -> dict:
    measure = source.name(row["measure"])
    return {
        "measure": measure,
        "practice_id": row["group_id"],
        **_numbers(row, row["status"] == PUBLISHED, is_share="." in measure),
        "respondents": band(row["people"]),
        "method": row["method"],
        "status": row["status"],
    }


def _numbers(row: dict, shown: bool, is_share: bool = False) -> dict[str, float | None]:
    """Shares of a practice as whole percents."""
    found = {name: float(row[name]) if shown and row[name] is not None else None for name in NUMBERS}
    return {k: None if v is None else float(round(100 * v)) for k, v in found.items()} if is_share else found


def _region(source: Source) -> pa.Table | None:
    rows = [_region_row(source, r) for r in source.rows("estimates", "survey_estimate")]
    return pa.Table.from_pylist(rows) if rows else None


def _region_row(source: Source, row: dict) -> dict:
    measure, (kind, group) = source.measure(row["measure"]), group_of(row)
    shown = measure is not None and is_shown(row, measure)
    return {
        "measure": source.name(row["measure"]),
        "statistic": row["statistic"],
        "group_kind": kind,
        "group_id": group,
        **_numbers(row, shown),
        "respondents": band(row["n"]),
        "deff": row["deff"] if shown else None,
        "method": row["method"],
        "status": PUBLISHED if shown else "too_few",
    }


def _rates(source: Source) -> pa.Table | None:
    table = source.table("disposition", "response_rate")
    if table is None or source.wave.info.sample_kind == "convenience":
        return None
    table = table.filter(pc.equal(table["group_kind"], "all"))
    return table.select(["weighting", "rate", "value", "status"])


def _codebook(table: pa.Table) -> pa.Table:
    return pa.table({"column": table.column_names, "meaning": [CODEBOOK[name] for name in table.column_names]})
