"""`survey simulate`: a whole made-up wave, marked as simulated in every table and file.

Source: specs/surveys/README.md 14.
"""

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.survey.answers import Cell, Response, answer_table, response_table
from firstcontact.survey.instrument.model import Answer, Instrument
from firstcontact.survey.instrument.visible import assigned_module
from firstcontact.survey.missing import Missing
from firstcontact.survey.sampling.design import Design
from firstcontact.survey.sampling.draw import Sample, draw
from firstcontact.survey.sampling.frame import build_frame
from firstcontact.survey.simulate.aims import Aims, aims_of
from firstcontact.survey.simulate.draw_answers import Leaning
from firstcontact.survey.simulate.fill import SUBMITTED, Filling
from firstcontact.survey.simulate.people import Size, generator, people, practices
from firstcontact.survey.wave import SIMULATED, SIMULATED_NOTE, Wave, WaveInfo, run_record

AS_OF = date(2025, 1, 31)
OPENS, DAYS_OPEN = timedelta(days=15), 50
BATCH = "simulated"
ANSWERING = {"practice": 0.45, "patient": 0.32, "clinician": 0.4}
DEFAULT_PRACTICES = {"practice": 400, "patient": 40, "clinician": 60}
PER_PRACTICE = 150


@dataclass(frozen=True)
class SimulationResult:
    wave: Wave
    cases: int
    responses: int
    aims: Aims
    said: list[str]


def simulate(
    workspace: Path,
    instrument: Instrument,
    seed: str,
    *,
    practices_n: int | None = None,
    per_practice: int | None = None,
) -> SimulationResult:
    """Writes the wave `simulated_<instrument_id>`: frame, sample and answers, no contacts; one seed, the same bytes.

    practices_n: in the frame (default 400 for surveys of practices, 40 for those of patients); per_practice: people
    sampled of each practice (default 150). Replaces an earlier simulation of the instrument.
    """
    population = instrument.population
    size = Size(practices_n or DEFAULT_PRACTICES[population], per_practice or PER_PRACTICE)
    if size.practices < 2 or size.per_practice < 1:
        raise UsageError("--practices must be at least 2 and --per-practice at least 1.")
    wave = _fresh(workspace, instrument)
    sample = _sample(wave, instrument, size, seed)
    aims = aims_of(instrument.instrument_id)
    responses = _responses(wave, instrument, sample, seed, aims)
    _write(wave, instrument, sample, responses, seed, size, aims)
    said = [SIMULATED_NOTE, f"{sample.cases.num_rows} cases, {len(responses)} responses in {wave.folder}."]
    return SimulationResult(wave, sample.cases.num_rows, len(responses), aims, said)


def _fresh(workspace: Path, instrument: Instrument) -> Wave:
    wave = Wave.at(workspace, f"{SIMULATED}{instrument.instrument_id}")
    if wave.exists and not wave.info.is_simulated:
        raise FirstContactError(f"{wave.folder} holds a real wave, so nothing is simulated there. Rename that folder.")
    shutil.rmtree(wave.folder, ignore_errors=True)
    opens = AS_OF + OPENS
    rotating = [m.module_id for m in instrument.modules if m.rotation == "rotating"]
    info = WaveInfo(wave.info.wave_id, is_simulated=True)
    return (
        Wave(wave.folder, info)
        .with_instrument(instrument)
        .updated(
            opens_on=opens,
            closes_on=opens + timedelta(days=DAYS_OPEN),
            state="closed",
            modules_on=[m.module_id for m in instrument.modules],
            module_assignment={"per_case": 1, "from": rotating} if rotating else None,
            sample_kind="census" if instrument.population == "practice" else "probability",
        )
    )


def _sample(wave: Wave, instrument: Instrument, size: Size, seed: str) -> Sample:
    kind = instrument.population
    held = practices(size, seed)
    table = held if kind == "practice" else people(held, size, seed, instrument.languages)
    frame = build_frame(table, kind, AS_OF, wave.info.wave_id)
    stage = {"unit": kind, "method": "all", "strata": ["size_class"]}
    if kind != "practice":
        stage = {"unit": kind, "method": "systematic", "sort": ["age_group", "sex"], "n": size.per_practice}
    design = Design.model_validate(
        {
            "format": "firstcontact-design/1",
            "wave_id": wave.info.wave_id,
            "seed": seed,
            "frame": {"kind": kind, "as_of": AS_OF},
            "stages": [stage],
        }
    )
    return draw(design, frame.units)


def _responses(wave: Wave, instrument: Instrument, sample: Sample, seed: str, aims: Aims) -> list[Response]:
    pick = generator(seed, "answering")
    cases = sample.cases.to_pylist()
    answering = [c for c in cases if pick.random() < ANSWERING[instrument.population]]
    languages = _languages(instrument, sample, answering)
    modules = [_modules(wave, instrument, c["case_id"]) for c in answering]
    filling = Filling(instrument, _leaning(answering, seed), aims, AS_OF, modules)
    filling.run()
    opened = datetime.combine(AS_OF + OPENS, datetime.min.time(), UTC)
    minutes = pick.integers(0, DAYS_OPEN * 24 * 60, len(answering))
    return [
        Response(
            response_id=f"{case['case_id']}-r",
            case_id=case["case_id"],
            language=languages[i],
            mode="web",
            state=filling.state[i],
            cells=_cells(instrument, filling.answers[i]),
            started_at=opened + timedelta(minutes=int(minutes[i])),
            submitted_at=opened + timedelta(minutes=int(minutes[i]) + 9) if filling.state[i] == SUBMITTED else None,
            modules=modules[i],
        )
        for i, case in enumerate(answering)
    ]


def _leaning(cases: list[dict], seed: str) -> Leaning:
    draw_ = generator(seed, "leaning")
    names = sorted({c["practice_id"] for c in cases})
    of_practice = dict(zip(names, draw_.normal(size=len(names)), strict=True))
    return Leaning(np.array([of_practice[c["practice_id"]] for c in cases]), draw_.normal(size=len(cases)), draw_)


def _languages(instrument: Instrument, sample: Sample, cases: list[dict]) -> list[str]:
    preferred = dict(
        zip(sample.frame["unit_id"].to_pylist(), sample.frame["preferred_language"].to_pylist(), strict=True)
    )
    return [preferred[c["unit_id"]] or instrument.default_language for c in cases]


def _modules(wave: Wave, instrument: Instrument, case_id: str) -> tuple[str, ...] | None:
    rotating = tuple(m.module_id for m in instrument.modules if m.rotation == "rotating")
    return (assigned_module(wave.info.wave_id, case_id, rotating),) if rotating else None


def _cells(instrument: Instrument, answers: dict[str, Answer]) -> dict[str, Cell]:
    return {link_id: _cell(instrument, link_id, a) for link_id, a in answers.items()}


def _cell(instrument: Instrument, link_id: str, answer: Answer) -> Cell:
    """A chosen missing option becomes its code, whole numbers Decimals."""
    lone = next(iter(answer)) if isinstance(answer, frozenset) and len(answer) == 1 else answer
    option = instrument.item_by_id[link_id].option_by_code.get(lone) if isinstance(lone, str) else None
    if option is not None and option.missing:
        return Missing(int(option.code))
    return Decimal(answer) if isinstance(answer, int) else answer


def _write(
    wave: Wave,
    instrument: Instrument,
    sample: Sample,
    responses: list[Response],
    seed: str,
    size: Size,
    aims: Aims,
) -> None:
    parameters = {"instrument_hash": instrument.content_hash, "practices": size.practices, "aims": aims.rows}
    parameters["per_practice"] = size.per_practice
    ledger = {"cases": sample.cases.num_rows, "responses": len(responses)}
    run = run_record("survey simulate", parameters, [], seed=seed, ledger=ledger)
    tables: dict[str, pa.Table] = {"frame_unit": sample.frame, "sample_case": sample.cases}
    wave.write("sample", tables, run)
    answered = {"response": response_table(instrument, responses), "answer": answer_table(instrument, responses)}
    wave.write(f"responses/{BATCH}", answered, run)
