"""The native original that our exports carry along, used where the form was not edited afterwards."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.instrument.build import build
from firstcontact.survey.instrument.canonical import content_hash
from firstcontact.survey.instrument.model import Instrument
from firstcontact.survey.instrument.validate import errors_of, validate_document

Json = dict[str, Any]
STATUS_AFTER_IMPORT = "draft"


def original(text: str, where: str, stated_hash: str | None = None) -> Instrument:
    """The embedded instrument. Raises FirstContactError where its text is broken or does not have the stated hash."""
    try:
        document = json.loads(text)
    except ValueError:
        raise FirstContactError(f"{where}: the embedded original is no JSON. Export the instrument again.") from None
    if not isinstance(document, dict) or (stated_hash and content_hash(document) != stated_hash):
        why = "It was changed after export."
        raise FirstContactError(
            f"{where}: the embedded original does not have its content hash. {why} Export it again."
        )
    document = {**document, "status": STATUS_AFTER_IMPORT}
    errors = errors_of(validate_document(document))
    if errors:
        raise FirstContactError(f"{where}: the embedded original cannot be used: {errors[0].message}")
    return build(document)


def require_unedited(found: Mapping[str, Any], exported: Mapping[str, Any], form: str) -> None:
    """found, exported: item -> what the form shows of it. Raises FirstContactError with the first difference."""
    names = [*exported, *(n for n in found if n not in exported)]
    first = next((n for n in names if found.get(n) != exported.get(n)), None)
    if first is not None:
        what = f"the {form} was edited after export; its items no longer match the embedded original"
        advice = "Edit the native file instead, or take the embedded original out."
        raise FirstContactError(f"{what} (first difference: item '{first}'). {advice}")


def by_name(rows: list[Json], name: Callable[[Json], str]) -> dict[str, Json]:
    """Rows by name; a name that stands again gets its number."""
    made: dict[str, Json] = {}
    for row in rows:
        key = name(row)
        made[key if key not in made else f"{key} ({len(made)})"] = row
    return made
