"""`survey estimate WAVE`: region estimates of a wave. Source: specs/surveys/README.md 2 (survey_estimate), 11."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.errors import FirstContactError
from firstcontact.outputs import to_json
from firstcontact.survey.estimate.command import ledger, sentences
from firstcontact.survey.estimate.definitions import estimate_definitions
from firstcontact.survey.estimate.region_rows import GROUP_KINDS, STRATUM_KINDS, RegionFacts, region_rows, survey_rows
from firstcontact.survey.estimate.run import Estimates, estimates
from firstcontact.survey.estimate.spec import DesignColumns, EstimateSpec
from firstcontact.survey.estimate.wave_answers import WaveAnswers, measure_columns
from firstcontact.survey.estimate.wave_design import wave_design
from firstcontact.survey.estimate.wave_plan import Planned, plan
from firstcontact.survey.estimate.wave_table import RESPONSE, WEIGHT, response_rows
from firstcontact.survey.wave import Wave, run_record
from firstcontact.survey.weighting.columns import require_column

STAGE, UNKNOWN = "estimates", "unknown"
NO_SAMPLE = "adjusted, not a probability sample: the intervals are model-based and no margin of error."


@dataclass(frozen=True)
class WaveEstimates:
    """table: survey_estimate; results: rows of the house results table; said: what to tell."""

    folder: Path
    table: pa.Table
    results: pa.Table
    said: list[str]


def estimate_wave(
    workspace: Path,
    name: str,
    by: Sequence[str] = (),
    lonely_psu: str = "error",
    merge: Mapping[str, str] | None = None,
    region: str = "region",
) -> WaveEstimates:
    """Write survey_estimate, result and measures.json into `survey/<wave_id>/estimates/`.

    by: columns of the sample or the frame to estimate within, beside those whose names are kinds of the results table
    (area, organization, age_band ...). lonely_psu: error, adjust, average or certainty; merge: strata to join.
    region: id of the whole workspace. Raises FirstContactError where the wave was not cleaned or not weighted.
    """
    started = time.perf_counter()
    wave = Wave.open(workspace, name)
    instrument, rows = wave.instrument(), response_rows(wave)
    domains = _domains(rows, by, wave)
    planned = plan(instrument.measures, domains)
    if not planned:
        raise FirstContactError(f"{instrument.instrument_id} version {instrument.version} has no measure to estimate.")
    made = _estimates(wave, _with_unknown(rows, domains), planned, lonely_psu, dict(merge or {}))
    notes = [*([NO_SAMPLE] if wave.info.sample_kind == "convenience" else []), *made.notes]
    facts = RegionFacts.of(wave, rows, f"{wave.info.wave_id}:{STAGE}", region)
    table, results = survey_rows(made, planned, facts), region_rows(made, planned, facts)
    record = run_record(
        "survey estimate",
        {"wave": wave.info.wave_id, "by": domains, "lonely_psu": lonely_psu, "merge": dict(merge or {})},
        [],
        ledger=ledger(made.engine.design),
        warnings=notes,
        timings={"estimate": time.perf_counter() - started},
    )
    definitions = to_json(estimate_definitions(instrument, planned)).encode()
    folder = wave.write(STAGE, {"survey_estimate": table, "result": results}, record, {"measures.json": definitions})
    return WaveEstimates(folder, table, results, sentences(made, notes, folder))


def _domains(rows: pa.Table, by: Sequence[str], wave: Wave) -> list[str]:
    for column in by:
        require_column(rows, column, f"wave {wave.info.wave_id}")
    known = [kind for kind in (*GROUP_KINDS, *STRATUM_KINDS) if kind in rows.column_names]
    return [*known, *(column for column in by if column not in known)]


def _with_unknown(rows: pa.Table, domains: Sequence[str]) -> pa.Table:
    """A missing attribute is the level `unknown`."""
    for name in domains:
        filled = pc.fill_null(pc.cast(rows[name], pa.string()), UNKNOWN)
        rows = rows.set_column(rows.column_names.index(name), name, filled)
    return rows


def _estimates(
    wave: Wave, rows: pa.Table, planned: Sequence[Planned], lonely_psu: str, merge: dict[str, str]
) -> Estimates:
    instrument, where = wave.instrument(), f"wave {wave.info.wave_id}"
    design = wave_design(rows, where, lonely_psu, merge)
    answers = WaveAnswers(instrument, rows[RESPONSE], wave.read("disposition", "answer_clean"))
    for measure in instrument.measures:
        for column, values in measure_columns(answers, measure).items():
            rows = _with(rows, column, values)
    spec = EstimateSpec(DesignColumns(WEIGHT), tuple(p.asked for p in planned), missing=(), where=where)
    return estimates(rows, spec, design)


def _with(rows: pa.Table, name: str, values: np.ndarray) -> pa.Table:
    if name in rows.column_names:
        raise FirstContactError(f"the measure {name} has the name of a column of the sample. Rename that column.")
    return rows.append_column(name, pa.array(values, from_pandas=True))
