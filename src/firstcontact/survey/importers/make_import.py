"""`survey import`: brings answers that were collected elsewhere into the folder of their wave."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.outputs import sha256
from firstcontact.survey.answers import answer_table, response_table
from firstcontact.survey.importers.check import check_items, located, roles
from firstcontact.survey.importers.mapping import ImportMap, read_map
from firstcontact.survey.importers.rows import DROPPED, DUPLICATE, LOADED, QUARANTINED, Outcome, RowReader
from firstcontact.survey.importers.sources import completed, item_maps, read_source
from firstcontact.survey.importers.twice import without_duplicates
from firstcontact.survey.instrument.load import load
from firstcontact.survey.instrument.model import Instrument
from firstcontact.survey.library import find_instrument
from firstcontact.survey.wave import Wave, run_record, waves

ID_DIGITS = 12
KINDS = (LOADED, DROPPED, DUPLICATE, QUARANTINED)
LEDGER = pa.schema(
    [
        ("source_row", pa.int64()),
        ("response_id", pa.string()),
        ("case_id", pa.string()),
        ("action", pa.string()),
        ("reason", pa.string()),
    ]
)


@dataclass(frozen=True)
class ImportResult:
    """outcomes: one for each row of the file; said: sentences for the person who ran it."""

    wave: Wave
    import_id: str
    outcomes: list[Outcome]
    said: list[str]

    def ledger(self) -> dict[str, int]:
        """Rows in = loaded + dropped + duplicate + quarantined."""
        counts = Counter(o.kind for o in self.outcomes)
        return {"rows_in": len(self.outcomes), **{k: counts[k] for k in KINDS}}


def make_import(
    workspace: Path, file: Path, map_file: Path, *, wave_id: str | None = None, instrument_file: Path | None = None
) -> ImportResult:
    """Writes `survey/<wave_id>/responses/<import_id>/` with response, answer, import_row and run.json.

    wave_id: None takes the one of the map, else the only wave that asks this instrument or has no answers yet, else a
    new convenience wave named after the instrument. instrument_file: None looks in the workspace, then among those
    that ship. Raises FirstContactError where map, file and instrument do not fit, and for a file imported before.
    """
    mapping = read_map(map_file)
    instrument = _instrument(workspace, mapping, instrument_file)
    wave = _wave(workspace, wave_id or mapping.wave_id, instrument)
    import_id = sha256(file)[:ID_DIGITS] if file.is_file() else ""
    if import_id in wave.batches("responses"):
        raise FirstContactError(
            f"{file.name} was already imported into wave {wave.info.wave_id} (import {import_id}); nothing was added. "
            f"To import it anew, remove responses/{import_id} from the folder of the wave first."
        )
    outcomes = read_outcomes(file, mapping, instrument, import_id, _cases(wave), map_file.name)
    wave = wave.with_instrument(instrument)
    responses = [o.response for o in outcomes if o.response]
    result = ImportResult(wave, import_id, outcomes, _said(outcomes))
    tables = {
        "response": response_table(instrument, responses),
        "answer": answer_table(instrument, responses),
        "import_row": ledger_table(outcomes),
    }
    parameters = {"import_id": import_id, "source": mapping.source, "instrument_hash": instrument.content_hash}
    run = run_record("survey import", parameters, [file, map_file], ledger=result.ledger())
    wave.write(f"responses/{import_id}", tables, run)
    return result


def read_outcomes(
    file: Path,
    mapping: ImportMap,
    instrument: Instrument,
    import_id: str,
    cases: frozenset[str] | None = None,
    map_name: str = "the map",
) -> list[Outcome]:
    """What becomes of each row of the file, in its order. cases: known case ids; None takes any."""
    source = read_source(file, mapping, instrument)
    places = item_maps(mapping, instrument, source)
    check_items(places, instrument, map_name)
    reader = RowReader(
        mapping=mapping,
        instrument=instrument,
        places=located(mapping, places, source),
        roles=roles(mapping, source),
        completed=completed(mapping, instrument, source),
        import_id=import_id,
        cases=cases,
    )
    return without_duplicates([reader.read(row) for row in source.rows])


def ledger_table(outcomes: list[Outcome]) -> pa.Table:
    rows = [
        {
            "source_row": o.row,
            "response_id": o.response_id,
            "case_id": o.case_id,
            "action": o.action,
            "reason": o.reason or None,
        }
        for o in outcomes
    ]
    return pa.Table.from_pylist(rows, schema=LEDGER)


def _instrument(workspace: Path, mapping: ImportMap, file: Path | None) -> Instrument:
    wanted = mapping.instrument
    if file is None:
        return find_instrument(workspace, wanted.instrument_id, wanted.version)
    held = load(file)
    if (held.instrument_id, held.version) != (wanted.instrument_id, wanted.version):
        raise FirstContactError(
            f"{file.name} is {held.instrument_id} version {held.version}, but the map names {wanted.instrument_id} "
            f"version {wanted.version}. Give the version that was answered."
        )
    return held


def _wave(workspace: Path, wave_id: str | None, instrument: Instrument) -> Wave:
    if wave_id:
        return Wave.at(workspace, wave_id)
    key = (instrument.instrument_id, instrument.version)
    fitting = [
        w
        for w in waves(workspace)
        if not w.info.is_simulated and (w.info.instrument_id, w.info.version) in (key, (None, None))
    ]
    if len(fitting) > 1:
        names = ", ".join(w.info.wave_id for w in fitting)
        raise FirstContactError(f"The answers could belong to several waves ({names}). Name one with --wave.")
    return fitting[0] if fitting else Wave.at(workspace, f"{instrument.instrument_id}_v{instrument.version}")


def _cases(wave: Wave) -> frozenset[str] | None:
    if not wave.has("sample", "sample_case"):
        return None
    return frozenset(wave.read("sample", "sample_case")["case_id"].to_pylist())


def _said(outcomes: list[Outcome]) -> list[str]:
    counts = Counter(o.kind for o in outcomes)
    parts = " + ".join(f"{counts[k]} {k}" for k in KINDS)
    return [f"{len(outcomes)} rows in = {parts}."]
