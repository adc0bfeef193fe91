"""`survey score WAVE`: practice scores of a fielded wave from its clean answers."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.errors import FirstContactError
from firstcontact.outputs import to_json
from firstcontact.progress import QUIET, Reporter
from firstcontact.survey.score.command import sentences
from firstcontact.survey.score.definitions import measure_definitions
from firstcontact.survey.score.from_instrument import RESPONSE, UNIT, measure_file_of
from firstcontact.survey.score.measure_file import load_measures
from firstcontact.survey.score.result_rows import WaveFacts, result_detail, result_rows
from firstcontact.survey.score.scores import Scores, score
from firstcontact.survey.score.spec import MeasureFile
from firstcontact.survey.wave import Wave, run_record

STAGE = "scores"
NAMES = {"score": "survey_score"}  # the other tables keep their names


@dataclass(frozen=True)
class WaveScores:
    """Scores that were written into the wave; file: the measures that were scored; said: what to tell."""

    wave: Wave
    scores: Scores
    file: MeasureFile
    said: list[str]


def score_wave(workspace: Path, name: str, measures: Path | None = None, reporter: Reporter = QUIET) -> WaveScores:
    """Write survey_score, measure_test, coefficient and box_share into `survey/<wave_id>/scores/`.

    Scores of the instrument's own measures are also written as rows of the results table (result), with
    survey_result_detail and measures.json. measures: a measure file over the columns of `response_columns` in place of
    the instrument's measures; what it scores has no wording of its own and is not for release. Raises FirstContactError
    where the wave was not cleaned, has no sample, or cannot be scored.
    """
    started = time.perf_counter()
    wave = Wave.open(workspace, name)
    file = load_measures(measures) if measures else measure_file_of(wave.instrument())
    found = score(response_columns(wave), file, reporter)
    record = run_record(
        "survey score",
        {"wave": wave.info.wave_id, "measures": file.model_dump(mode="json", exclude_defaults=True)},
        [measures] if measures else [],
        ledger=found.ledger,
        warnings=found.warnings,
        timings={"score": time.perf_counter() - started},
    )
    run_id, simulated = f"{wave.info.wave_id}:{STAGE}", wave.info.is_simulated
    tables = {NAMES.get(n, n): with_run(t, run_id, simulated) for n, t in found.tables.items()}
    files = {}
    if measures is None:
        facts = wave_facts(wave, run_id)
        tables["result"] = result_rows(found, file, facts)
        tables["survey_result_detail"] = result_detail(found, file, facts)
        files["measures.json"] = to_json(measure_definitions(wave.instrument())).encode()
    folder = wave.write(STAGE, tables, record, files)
    return WaveScores(wave, found, file, sentences(found, folder))


def wave_facts(wave: Wave, run_id: str) -> WaveFacts:
    """What the results table says of the wave; clinicians from the sample's frame."""
    info = wave.info
    return WaveFacts(
        instrument_id=str(info.instrument_id),
        version=int(info.version or 0),
        wave_id=info.wave_id,
        first_day=info.opens_on,
        last_day=info.closes_on,
        run_id=run_id,
        clinicians=_clinicians(wave),
    )


def _clinicians(wave: Wave) -> dict[str, int]:
    """size_measure of each practice, where all its rows of the frame say the same."""
    if not wave.has("sample", "frame_unit"):
        return {}
    frame = wave.read("sample", "frame_unit")
    if not {"practice_id", "size_measure"} <= set(frame.column_names):
        return {}
    known = frame.filter(pc.and_(frame["practice_id"].is_valid(), frame["size_measure"].is_valid()))
    sizes = known.group_by("practice_id").aggregate([("size_measure", "min"), ("size_measure", "max")]).to_pylist()
    return {
        s["practice_id"]: int(s["size_measure_max"]) for s in sizes if s["size_measure_min"] == s["size_measure_max"]
    }


def with_run(table: pa.Table, run_id: str, simulated: bool) -> pa.Table:
    """The table with run_id first and is_simulated last."""
    table = table.add_column(0, "run_id", pa.array([run_id] * table.num_rows, pa.string()))
    return table.append_column("is_simulated", pa.array([simulated] * table.num_rows, pa.bool_()))


def response_columns(wave: Wave) -> pa.Table:
    """One row per response that cleaning kept: response_id, practice_id, language, mode, and an item per column.

    A cell is the code or number as text, a missing code as -9 to -1, and empty where the response has no row.
    """
    clean = wave.read("disposition", "response_clean")
    clean = clean.filter(clean["kept"]).select(["response_id", "case_id", "language", "mode"])
    columns = {RESPONSE: clean["response_id"], UNIT: _practices(wave, clean["case_id"])}
    columns |= {name: clean[name] for name in ("language", "mode")}
    answers = wave.read("disposition", "answer_clean")
    answers = answers.filter(pc.equal(answers["option_code"], ""))
    row = pc.index_in(answers["response_id"], value_set=clean["response_id"].combine_chunks())
    cells, items = _cells(answers), answers["link_id"].combine_chunks().dictionary_encode()
    row, item = row.to_numpy().astype(np.int64), items.indices.to_numpy()
    for position, link_id in enumerate(items.dictionary.to_pylist()):
        chosen = item == position
        place = np.full(clean.num_rows, -1)
        place[row[chosen]] = np.flatnonzero(chosen)
        columns[link_id] = cells.take(pa.array(place, mask=place < 0))
    return pa.table(columns)


def _cells(answers: pa.Table) -> pa.ChunkedArray:
    """The value of each answer as text."""
    texts = [pc.cast(answers[name], pa.string()) for name in ("value_code", "value_number", "missing_code")]
    return pc.coalesce(*texts)


def _practices(wave: Wave, cases: pa.ChunkedArray) -> pa.ChunkedArray:
    """Practice of each response by its case; NULL without one."""
    if not wave.has("sample", "sample_case"):
        raise FirstContactError(
            f"wave {wave.info.wave_id} has no sample, so its answers belong to no practice. Draw the sample and import "
            "with case ids, or score a CSV with a practice column: survey score --responses FILE.csv --measures FILE."
        )
    sample = wave.read("sample", "sample_case")
    place = pc.index_in(cases, value_set=sample["case_id"].combine_chunks())
    return sample["practice_id"].take(place)
