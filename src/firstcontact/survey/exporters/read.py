"""What exports read of a wave: every response but duplicates, with its cleaned answers, practice and weight."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.survey.answers import read_responses
from firstcontact.survey.cleaning.clean import DUPLICATE
from firstcontact.survey.exporters.wide import ExportRow
from firstcontact.survey.instrument.model import Instrument
from firstcontact.survey.wave import Wave

ANSWERS = ("answer_clean", "answer_unused")


@dataclass(frozen=True)
class Export:
    """Everything that is exported of one wave. answers: cleaned, long; rows in the order of response_clean."""

    wave: Wave
    instrument: Instrument
    rows: list[ExportRow]
    answers: pa.Table


def read_export(wave: Wave) -> Export:
    """Raises FirstContactError where the wave was not cleaned yet."""
    instrument = wave.instrument()
    clean = wave.read("disposition", "response_clean")
    answers = pa.concat_tables([wave.read("disposition", name) for name in ANSWERS])
    kept = clean.filter(pc.not_equal(clean["disposition"], DUPLICATE))
    dispositions = dict(zip(kept["response_id"].to_pylist(), kept["disposition"].to_pylist(), strict=True))
    practices, weights = (
        _column(wave, "sample", "sample_case", "practice_id"),
        _column(wave, "weights", "weight", "weight"),
    )
    rows = [
        ExportRow(r, practices.get(r.case_id), dispositions[r.response_id], weights.get(r.case_id) or None)
        for r in read_responses(instrument, kept, answers)
    ]
    return Export(wave, instrument, rows, answers)


def _column(wave: Wave, stage: str, table: str, name: str) -> dict:
    """case_id -> value; empty where the stage was not run."""
    if not wave.has(stage, table):
        return {}
    held = wave.read(stage, table)
    return dict(zip(held["case_id"].to_pylist(), held[name].to_pylist(), strict=True))
