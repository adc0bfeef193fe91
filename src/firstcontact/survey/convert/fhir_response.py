"""Answers as a FHIR R4 QuestionnaireResponse, and back. Source: specs/surveys/instrument-format.md 7."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.fhir_names import BASE, code_system
from firstcontact.survey.convert.wording import filled
from firstcontact.survey.instrument.conditions import is_answered
from firstcontact.survey.instrument.model import Answer, Answers, Instrument, Item

Json = dict[str, Any]
FHIR_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
STATES = {"open": "in-progress", "submitted": "completed"}
VALUE_KEYS = {
    "rating": "valueInteger",
    "integer": "valueInteger",
    "decimal": "valueDecimal",
    "date": "valueDate",
    "text": "valueString",
    "long_text": "valueString",
}


def questionnaire_response(
    instrument: Instrument,
    response_id: str,
    answers: Answers,
    *,
    state: str,
    authored: date,
    option_texts: Mapping[tuple[str, str], str] | None = None,
    base: str = BASE,
) -> Json:
    """The QuestionnaireResponse of one response; items that are personal data, and those not answered, are left out.

    state: of the table `response`; option_texts: (link_id, code) -> text beside an option. An id that FHIR does not
    allow as `id` stands in `identifier`.
    """
    writer = _Writer(instrument, option_texts or {})
    named = {"id": response_id} if FHIR_ID.fullmatch(response_id) else {"identifier": {"value": response_id}}
    pages = ((p, [g for g in (writer.group(g, answers) for g in p.groups) if g]) for p in instrument.pages)
    return {
        "resourceType": "QuestionnaireResponse",
        **named,
        "questionnaire": f"{base}:instrument:{instrument.instrument_id}|{instrument.version}",
        "status": STATES.get(state, "stopped"),
        "authored": authored.isoformat(),
        "item": [{"linkId": f"page.{p.page_id}", "item": groups} for p, groups in pages if groups],
    }


class _Writer:
    def __init__(self, instrument: Instrument, texts: Mapping[tuple[str, str], str]) -> None:
        self.instrument, self.texts = instrument, texts

    def group(self, group: Any, answers: Answers) -> Json | None:
        items = [self.item(i, answers.get(i.link_id)) for i in group.items if _is_given(i, answers)]
        return {"linkId": f"group.{group.group_id}", "item": items} if items else None

    def item(self, item: Item, answer: Answer) -> Json:
        text = next(iter(filled(self.instrument, item.text).values()))
        return {"linkId": item.link_id, "text": text, "answer": list(self.values(item, answer))}

    def values(self, item: Item, answer: Answer) -> Iterator[Json]:
        if not item.options:
            yield {VALUE_KEYS[item.type]: _plain(answer)}
            return
        marked = answer if isinstance(answer, frozenset) else {answer}
        for option in (o for o in item.options if o.code in marked):
            label = next(iter(filled(self.instrument, option.label).values()))
            yield {"valueCoding": {"system": self.system(item), "code": option.code, "display": label}}
            if (item.link_id, option.code) in self.texts:
                yield {"valueString": self.texts[item.link_id, option.code]}

    def system(self, item: Item) -> str:
        return code_system(self.instrument.instrument_id, self.instrument.version, item.scale or item.link_id)


def _is_given(item: Item, answers: Answers) -> bool:
    return not item.pii and item.type != "info" and is_answered(answers.get(item.link_id))


def _plain(answer: Answer) -> str | int | float:
    if isinstance(answer, date):
        return answer.isoformat()
    return float(answer) if isinstance(answer, Decimal) else answer


def read_response(instrument: Instrument, resource: Json) -> dict[str, Answer]:
    """link_id -> answer of a QuestionnaireResponse; texts beside options are left out.

    Raises FirstContactError for another resource and for a linkId that the instrument does not have.
    """
    if resource.get("resourceType") != "QuestionnaireResponse":
        raise FirstContactError(f"A QuestionnaireResponse is needed; this is {resource.get('resourceType')}.")
    return {item.link_id: _answer(item, values) for item, values in _leaves(instrument, resource)}


def _leaves(instrument: Instrument, holder: Json) -> Iterator[tuple[Item, list[Json]]]:
    for entry in holder.get("item", []):
        link_id = entry.get("linkId", "")
        if link_id in instrument.item_by_id and entry.get("answer"):
            yield instrument.item_by_id[link_id], entry["answer"]
        elif link_id not in instrument.item_by_id and not _is_known_group(instrument, link_id):
            name = instrument.instrument_id
            raise FirstContactError(f"The response has linkId '{link_id}', which {name} does not have.")
        yield from _leaves(instrument, entry)


def _is_known_group(instrument: Instrument, link_id: str) -> bool:
    kind, _, name = link_id.partition(".")
    groups = {g.group_id for p in instrument.pages for g in p.groups}
    return (kind == "page" and name in instrument.page_by_id) or (kind == "group" and name in groups)


def _answer(item: Item, values: list[Json]) -> Answer:
    codes = [v["valueCoding"]["code"] for v in values if "valueCoding" in v]
    if item.type == "multi":
        return frozenset(codes)
    if item.type == "single":
        return codes[0] if codes else None
    value = values[0].get(VALUE_KEYS[item.type])
    if item.type == "date":
        return date.fromisoformat(value)
    return Decimal(str(value)) if item.type == "decimal" else value
