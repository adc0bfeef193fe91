"""`survey export WAVE`: the clean answers of a wave in the formats that other programs read."""

from dataclasses import dataclass
from pathlib import Path

from firstcontact.errors import UsageError
from firstcontact.outputs import require_new
from firstcontact.survey.convert.wording import one_language
from firstcontact.survey.exporters.contacts import contacts
from firstcontact.survey.exporters.formats import csv_files, fhir_files, parquet_files, spss_files
from firstcontact.survey.exporters.not_finished import not_finished
from firstcontact.survey.exporters.read import read_export
from firstcontact.survey.wave import Wave, run_record

FORMATS = {"csv": csv_files, "parquet": parquet_files, "fhir": fhir_files, "spss": spss_files}


@dataclass(frozen=True)
class ExportResult:
    folder: Path
    files: list[str]
    responses: int
    said: list[str]


def make_export(
    workspace: Path,
    wave_id: str,
    to: str,
    *,
    out: Path | None = None,
    language: str | None = None,
    with_contacts: bool = False,
) -> ExportResult:
    """Writes the clean answers of a wave that `survey disposition` has cleaned.

    to: csv, parquet, fhir or spss. out: a new folder; None writes `survey/<wave_id>/export_<to>/`. language: of labels,
    default the instrument's. with_contacts: personal data too, in a second file; whoever calls has checked the role
    `fielding`. Raises UsageError for an unknown format or language.
    """
    if to not in FORMATS:
        raise UsageError(f"--to '{to}' is not one of {', '.join(FORMATS)}.")
    wave = Wave.open(workspace, wave_id)
    export = read_export(wave)
    files = FORMATS[to](export, one_language(export.instrument, language))
    name = wave.info.wave_id
    if wave.has("disposition", "disposition"):
        files[f"{name}_not_finished.csv"] = not_finished(export)
    if with_contacts:
        files[f"{name}_contacts.csv"] = contacts(export)
    parameters = {"to": to, "language": language, "with_contacts": with_contacts}
    run = run_record(
        "survey export",
        parameters,
        wave.files("disposition", "weights"),
        ledger={"responses": len(export.rows)},
        within=wave.folder,
    )
    folder = _write(wave, to, out, files, run)
    said = [f"{len(export.rows)} responses written to {folder}.", *_notes(to)]
    return ExportResult(folder, sorted(p.name for p in folder.iterdir()), len(export.rows), said)


def _write(wave: Wave, to: str, out: Path | None, files: dict[str, bytes], run: dict) -> Path:
    if out is None:
        return wave.write(f"export_{to}", {}, run, files)
    require_new(out)
    return wave.write_to(out, {}, run, files)


def _notes(to: str) -> list[str]:
    return ["Open the .sps file in SPSS to read the CSV with labels and missing values."] if to == "spss" else []
