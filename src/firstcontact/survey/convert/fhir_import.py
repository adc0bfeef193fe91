"""A FHIR R4 Questionnaire as a native document. Source: specs/surveys/instrument-format.md 7.

Our own exports carry the original and lose nothing; others are mapped field by field.
"""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.draft import Imported, draft, slug
from firstcontact.survey.convert.embedded import original, require_unedited
from firstcontact.survey.convert.fhir_export import questionnaire
from firstcontact.survey.convert.fhir_items import Reader
from firstcontact.survey.convert.fhir_names import BASE, CONTENT_HASH, STATUS, SUBJECT

Json = dict[str, Any]
NO_MEASURES = "Measures, adjusters and exits stay empty, and every item has the role background. Add what you need."


def import_questionnaire(file: Path) -> Imported:
    """Raises FirstContactError for what is no R4 Questionnaire, and for items that the native format does not have."""
    resource = _read(file)
    if resource.get("resourceType") != "Questionnaire":
        raise FirstContactError(
            f"{file.name} is no FHIR Questionnaire (resourceType {resource.get('resourceType')!r})."
        )
    try:
        return _imported(resource, file)
    except (AttributeError, KeyError, TypeError) as e:
        why = "something in it is not of the kind that R4 says"
        raise FirstContactError(f"{file.name} is not a Questionnaire of FHIR R4: {why} ({e}). Validate it.") from None


def _imported(resource: Json, file: Path) -> Imported:
    _refuse_r5(resource, file.name)
    embedded = next((c for c in resource.get("contained", []) if c.get("id") == "native"), None)
    return _mapped(resource, file) if embedded is None else _original(resource, embedded, file.name)


def _read(file: Path) -> Json:
    try:
        resource = json.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError:
        raise FirstContactError(f"{file} cannot be read. Name an existing file.") from None
    except ValueError:
        raise FirstContactError(f"{file.name} is no JSON in UTF-8. Only JSON questionnaires are imported.") from None
    return resource if isinstance(resource, dict) else {}


def _refuse_r5(resource: Json, where: str) -> None:
    for item in _items(resource):
        if item.get("type") == "coding" or "answerConstraint" in item:
            what = f"{where} is FHIR R5 (item '{item.get('linkId')}' has type coding or answerConstraint)"
            raise FirstContactError(f"{what}; only R4 (4.0.1) is imported. Convert it to R4 first.")


def _items(holder: Json) -> Iterator[Json]:
    for item in holder.get("item", []):
        yield item
        yield from _items(item)


def _original(resource: Json, embedded: Json, where: str) -> Imported:
    try:
        text = base64.b64decode(embedded.get("data", ""), validate=True).decode("utf-8")
    except ValueError:
        raise FirstContactError(f"{where}: the embedded original is not base64. Export the instrument again.") from None
    stated = next((e.get("valueString") for e in resource.get("extension", []) if e.get("url") == CONTENT_HASH), None)
    if stated is None:
        raise FirstContactError(f"{where} has an embedded original but no content hash. Export the instrument again.")
    instrument = original(text, where, stated)
    base = str(resource.get("url", BASE)).partition(":instrument:")[0]
    annotated = any(i.get("linkId", "").endswith(".low") for i in _items(resource))
    exported = questionnaire(instrument, base, annotated)
    require_unedited(_shown(resource), _shown(exported), "questionnaire")
    back = {fhir: native for native, fhir in STATUS.items()}
    return Imported({**instrument.document, "status": back.get(resource.get("status"), "draft")})


def _shown(resource: Json) -> dict[str, Json]:
    """linkId -> the item without the items in it, and with the linkIds that stand in it."""
    return {
        str(i.get("linkId")): {**i, "item": [inner.get("linkId") for inner in i.get("item", [])]}
        for i in _items(resource)
    }


def _mapped(resource: Json, file: Path) -> Imported:
    reader = Reader(resource, file.name)
    populations = {fhir: native for native, fhir in SUBJECT.items()}
    subject = next((populations[s] for s in resource.get("subjectType", []) if s in populations), "patient")
    name = str(resource.get("url") or resource.get("id") or file.stem)
    title = str(resource.get("title") or resource.get("name") or file.stem)
    version = str(resource.get("version", ""))
    made = draft(
        instrument_id=slug(name.rstrip("/").replace(":", "/").rsplit("/", 1)[-1], shortest=3),
        version=int(version) if version.isdecimal() and int(version) else 1,
        title=reader.texts(title, resource.get("_title")),
        languages=reader.languages,
        pages=reader.pages(),
        scales={},
        population=subject,
    )
    made.warnings[:0] = [*reader.warnings, NO_MEASURES]
    return made
