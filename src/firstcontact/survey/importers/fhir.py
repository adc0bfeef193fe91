"""FHIR R4 QuestionnaireResponse: a Bundle, one resource, or NDJSON; answers are joined by linkId.

Source: specs/surveys/README.md 12; instrument-format.md 7.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.csv_text import decode
from firstcontact.survey.importers.mapping import ItemMap
from firstcontact.survey.importers.source import SourceFile, SourceRow
from firstcontact.survey.instrument.model import Instrument, Item

SEPARATOR = " "
HEAD = ("id", "identifier", "status", "authored", "language", "questionnaire")
VALUES = ("valueInteger", "valueDecimal", "valueDate", "valueString", "valueBoolean")
COMPLETED = "completed"


def read(path: Path, instrument: Instrument) -> SourceFile:
    """Each response as a row: `HEAD` and one column for each item, marked codes parted by a blank.

    Raises FirstContactError for text that is not JSON, another questionnaire, or a linkId the instrument lacks.
    """
    resources = list(_responses(decode(path), path.name))
    rows = [SourceRow(n, _cells(r, instrument, path.name, n)) for n, r in enumerate(resources, start=1)]
    return SourceFile(path.name, [*HEAD, *instrument.item_by_id], rows)


def _responses(text: str, where: str) -> Iterator[dict[str, Any]]:
    for resource in _documents(text, where):
        if resource.get("resourceType") == "Bundle":
            yield from (e["resource"] for e in resource.get("entry", []) if _is_response(e.get("resource", {})))
        elif _is_response(resource):
            yield resource
        else:
            kind = resource.get("resourceType", "no resourceType")
            raise FirstContactError(f"{where}: {kind} is not a QuestionnaireResponse or a Bundle. Export the answers.")


def _is_response(resource: dict[str, Any]) -> bool:
    return resource.get("resourceType") == "QuestionnaireResponse"


def _documents(text: str, where: str) -> list[dict[str, Any]]:
    """One JSON document, or one on each line; numbers stay text as written."""
    try:
        return [json.loads(text, parse_float=str, parse_int=str)]
    except json.JSONDecodeError:
        lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    return [_line(n, line, where) for n, line in lines]


def _line(number: int, line: str, where: str) -> dict[str, Any]:
    try:
        return json.loads(line, parse_float=str, parse_int=str)
    except json.JSONDecodeError as e:
        raise FirstContactError(f"{where} line {number}: {e.msg}. Each line holds one JSON resource.") from None


def _cells(resource: dict[str, Any], instrument: Instrument, where: str, number: int) -> dict[str, str]:
    _check_questionnaire(resource, instrument, where, number)
    cells = dict.fromkeys((*HEAD, *instrument.item_by_id), "")
    cells |= {name: resource[name] for name in HEAD if isinstance(resource.get(name), str)}
    cells["identifier"] = _identifier(resource)
    for link_id, answers in _items(resource.get("item", [])):
        if link_id not in instrument.item_by_id:
            raise FirstContactError(
                f"{where} response {number}: linkId '{link_id}' is not an item of {instrument.instrument_id} "
                f"version {instrument.version}. Import it with the version that was answered."
            )
        cells[link_id] = SEPARATOR.join(map(_answer, answers)) if len(answers) > 1 else _first(answers)
    return cells


def _check_questionnaire(resource: dict[str, Any], instrument: Instrument, where: str, number: int) -> None:
    name = str(resource.get("questionnaire", ""))
    wanted = f":{instrument.instrument_id}|{instrument.version}"
    if name and not name.endswith(wanted):
        raise FirstContactError(
            f"{where} response {number}: it answers '{name}', but the map names {instrument.instrument_id} "
            f"version {instrument.version}. Correct the map, or import the file into another wave."
        )


def _identifier(resource: dict[str, Any]) -> str:
    held = resource.get("identifier")
    return str(held.get("value", "")) if isinstance(held, dict) else ""


def _items(items: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(linkId, answers) of every item below pages and groups that has an answer."""
    for item in items:
        if item.get("answer"):
            yield item["linkId"], item["answer"]
        yield from _items(item.get("item", []))


def _first(answers: list[dict[str, Any]]) -> str:
    return _answer(answers[0])


def _answer(answer: dict[str, Any]) -> str:
    if "valueCoding" in answer:
        return str(answer["valueCoding"].get("code", ""))
    return next((str(answer[name]) for name in VALUES if name in answer), "")


def default_map(item: Item, source: SourceFile) -> ItemMap | None:
    return ItemMap(column=item.link_id, separator=SEPARATOR)
