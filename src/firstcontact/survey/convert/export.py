"""Gives out an instrument in another form: `survey export INSTRUMENT --to FORM [--language L] -o OUT`.

Source: specs/surveys/README.md 1 and instrument-format.md 7-11.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from firstcontact.errors import UsageError
from firstcontact.survey.convert import codebook as codebook_form
from firstcontact.survey.convert.fhir_export import as_text, questionnaire
from firstcontact.survey.convert.paper import paper
from firstcontact.survey.convert.redcap_export import COLUMNS, dictionary
from firstcontact.survey.convert.sheet_files import write_csv_folder, write_rows, write_xlsx
from firstcontact.survey.convert.surveyjs_export import survey
from firstcontact.survey.convert.wording import not_carried, one_language
from firstcontact.survey.convert.xlsform_export import sheets
from firstcontact.survey.instrument.model import Instrument


@dataclass(frozen=True)
class Exported:
    """files written; warnings: what the form could not carry, sentences to print."""

    files: tuple[Path, ...]
    warnings: tuple[str, ...] = ()


def export(
    instrument: Instrument,
    to: str,
    out: Path,
    language: str | None = None,
    fields: Mapping[str, str] | None = None,
    overwrite: bool = False,
) -> Exported:
    """Write the instrument as `fhir`, `xlsform`, `redcap`, `surveyjs`, `pdf` or `codebook`.

    out: the file; for xlsform an .xlsx, or a folder for CSV sheets. language: for redcap, pdf and codebook, which hold
    one; without it redcap and pdf write one file for each language, `out` for the default and `out` with `_es` and so
    on for the others, and codebook the default. fields: for pdf, what to print for merge fields such as practice_name.
    Raises UsageError for another form, a language that the instrument does not have, or an `out` that exists.
    """
    if to not in FORMS:
        raise UsageError(f"'{to}' is no form of export. Use one of {', '.join(FORMS)}.")
    files = _files(instrument, to, out, language)
    for file in files.values():
        if file.exists() and not overwrite:
            raise UsageError(f"{file} exists. Name a new file, or add --overwrite.")
        file.parent.mkdir(parents=True, exist_ok=True)
    written = [f for tag, file in files.items() for f in FORMS[to](instrument, file, tag, fields or {})]
    return Exported(tuple(written), tuple(_warnings(instrument, to)))


def _files(instrument: Instrument, to: str, out: Path, language: str | None) -> dict[str, Path]:
    """language -> file."""
    chosen = one_language(instrument, language)
    if to not in ("redcap", "pdf") or language is not None:
        return {chosen: out}
    others = [tag for tag in instrument.languages if tag != chosen]
    return {chosen: out, **{tag: out.with_stem(f"{out.stem}_{tag}") for tag in others}}


def _fhir(instrument: Instrument, file: Path, language: str, fields: Mapping[str, str]) -> list[Path]:
    file.write_text(as_text(questionnaire(instrument)), encoding="utf-8")
    return [file]


def _xlsform(instrument: Instrument, file: Path, language: str, fields: Mapping[str, str]) -> list[Path]:
    if file.suffix.lower() != ".xlsx":
        return write_csv_folder(sheets(instrument), file)
    write_xlsx(sheets(instrument), file)
    return [file]


def _redcap(instrument: Instrument, file: Path, language: str, fields: Mapping[str, str]) -> list[Path]:
    write_rows(COLUMNS, dictionary(instrument, language), file)
    return [file]


def _surveyjs(instrument: Instrument, file: Path, language: str, fields: Mapping[str, str]) -> list[Path]:
    file.write_text(json.dumps(survey(instrument), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return [file]


def _pdf(instrument: Instrument, file: Path, language: str, fields: Mapping[str, str]) -> list[Path]:
    file.write_bytes(paper(instrument, language, fields))
    return [file]


def _codebook(instrument: Instrument, file: Path, language: str, fields: Mapping[str, str]) -> list[Path]:
    write_rows(codebook_form.COLUMNS, codebook_form.codebook(instrument, language), file)
    return [file]


FORMS: dict[str, Callable[[Instrument, Path, str, Mapping[str, str]], list[Path]]] = {
    "fhir": _fhir,
    "xlsform": _xlsform,
    "redcap": _redcap,
    "surveyjs": _surveyjs,
    "pdf": _pdf,
    "codebook": _codebook,
}


def _warnings(instrument: Instrument, to: str) -> list[str]:
    pending = [i.link_id for i in instrument.items if i.option_source]
    return [f"Item '{i}' has no options until the instrument is frozen." for i in pending] + _losses(instrument, to)


def _losses(instrument: Instrument, to: str) -> list[str]:
    if to in ("surveyjs", "redcap"):
        return list(not_carried(instrument, codes=to == "redcap"))
    ratings = [i.link_id for i in instrument.items if i.type == "rating"]
    if to in ("fhir", "xlsform") and ratings:
        where = "only in the embedded original, which other programs do not read"
        return [f"The end labels of ratings ({', '.join(ratings)}) stand {where}."]
    return []
