"""Brings in an instrument: `survey import-instrument FILE --from xlsform|redcap|fhir -o OUT.yaml`.

Source: specs/surveys/README.md 1 and instrument-format.md 7-9.
"""

from collections.abc import Callable
from pathlib import Path

from firstcontact.errors import UsageError
from firstcontact.survey.convert.draft import Imported, to_yaml
from firstcontact.survey.convert.fhir_import import import_questionnaire
from firstcontact.survey.convert.redcap_import import import_redcap
from firstcontact.survey.convert.xlsform_import import import_xlsform
from firstcontact.survey.instrument.validate import validate_document

FORMS: dict[str, Callable[[Path, str], Imported]] = {
    "xlsform": lambda file, language: import_xlsform(file),
    "redcap": import_redcap,
    "fhir": lambda file, language: import_questionnaire(file),
}


def import_instrument(file: Path, source: str, out: Path, language: str = "en", overwrite: bool = False) -> list[str]:
    """Write the instrument as native YAML; returns the warnings, sentences to print.

    source: `xlsform` (.xlsx, a folder of CSV sheets, or …survey.csv), `redcap` (dictionary CSV; `language` is that of
    its labels) or `fhir` (R4 Questionnaire JSON). What the source does not say is left for people to add: the warnings
    end with what the validator finds in the draft. Raises FirstContactError where the source holds what the native
    format does not have, and UsageError for another source or an `out` that exists.
    """
    if source not in FORMS:
        raise UsageError(f"'{source}' is no source of instruments. Use one of {', '.join(FORMS)}.")
    if out.exists() and not overwrite:
        raise UsageError(f"{out} exists. Name a new file, or add --overwrite.")
    imported = FORMS[source](file, language)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(to_yaml(imported.document), encoding="utf-8")
    return [*imported.warnings, *(f.sentence(out.name) for f in validate_document(imported.document))]
