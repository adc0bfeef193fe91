"""A native instrument as a FHIR R4 Questionnaire. Source: specs/surveys/instrument-format.md 7."""

import base64
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from firstcontact.survey.convert.fhir_names import (
    BASE,
    CONTENT_HASH,
    CONTROLS,
    DECIMALS,
    EXCLUSIVE,
    ITEM_CONTROL,
    MAX_VALUE,
    MIN_VALUE,
    MOST_CHOICES,
    NATIVE,
    ORDINAL,
    STATUS,
    SUBJECT,
    TRANSLATION,
    TYPES,
    code_system,
)
from firstcontact.survey.convert.wording import filled
from firstcontact.survey.instrument.canonical import canonical_json
from firstcontact.survey.instrument.model import Clause, Condition, Group, Instrument, Item, Number, Option, Page, Text

Json = dict[str, Any]


def questionnaire(instrument: Instrument, base: str = BASE, annotate: bool = False) -> Json:
    """The Questionnaire resource; the original travels inside as a Binary, so that importing it loses nothing.

    base: begins the canonical address. annotate: also write the translations of the title and, as child display items,
    the end labels of ratings.
    """
    resource: Json = {
        "resourceType": "Questionnaire",
        "id": f"{instrument.instrument_id.replace('_', '-')}-{instrument.version}",
        "url": f"{base}:instrument:{instrument.instrument_id}",
        "version": str(instrument.version),
        **_text("title", instrument, instrument.title, translate=annotate),
        "status": STATUS[instrument.status],
        "subjectType": [SUBJECT[instrument.population]],
    }
    if instrument.description:
        resource |= _text("description", instrument, instrument.description)
    data = base64.b64encode(canonical_json(instrument.document).encode("utf-8")).decode("ascii")
    resource["contained"] = [
        {"resourceType": "Binary", "id": "native", "contentType": "application/json", "data": data}
    ]
    resource["extension"] = [
        {"url": NATIVE, "valueReference": {"reference": "#native"}},
        {"url": CONTENT_HASH, "valueString": instrument.content_hash},
    ]
    writer = _Writer(instrument, annotate)
    return {**resource, "item": [writer.page(p) for p in instrument.pages]}


def as_text(resource: Json) -> str:
    """JSON with one blank of indent, non-ASCII as is."""
    return json.dumps(resource, indent=1, ensure_ascii=False)


class _Writer:
    def __init__(self, instrument: Instrument, annotate: bool) -> None:
        self.instrument, self.annotate = instrument, annotate

    def page(self, page: Page) -> Json:
        item = {"linkId": f"page.{page.page_id}", **self.text(page.title), "type": "group", **self.when(page.show_if)}
        intro = [self.display(f"page.{page.page_id}.intro", page.intro)] if page.intro else []
        return {**item, "item": [*intro, *map(self.group, page.groups)]}

    def group(self, group: Group) -> Json:
        title = self.text(group.title) if group.title else {}
        item = {"linkId": f"group.{group.group_id}", **title, "type": "group", **self.when(group.show_if)}
        return {**item, "item": [self.item(i) for i in group.items]}

    def item(self, item: Item) -> Json:
        has_text = any(o.has_text for o in item.options)
        made: Json = {"linkId": item.link_id, **self.text(item.text), "type": TYPES[item.type]}
        if has_text:
            made["type"] = "open-choice"
        if item.type != "info":
            made["required"] = item.required
        if item.type == "multi":
            made["repeats"] = True
        if item.max_length is not None:
            made["maxLength"] = item.max_length
        optional = {
            "extension": list(_extensions(item)),
            **self.when(item.show_if),
            "answerOption": [self.option(o, item) for o in item.options],
            "item": list(self.notes(item)),
        }
        return made | {key: value for key, value in optional.items() if value}

    def option(self, option: Option, item: Item) -> Json:
        coding = {"system": self.system(item), "code": option.code}
        coding |= _text("display", self.instrument, option.label)
        if option.score is not None:
            coding["extension"] = [{"url": ORDINAL, "valueDecimal": _number(option.score)}]
        exclusive = {"extension": [{"url": EXCLUSIVE, "valueBoolean": True}]} if option.exclusive else {}
        return {"valueCoding": coding, **exclusive}

    def notes(self, item: Item) -> Iterator[Json]:
        if item.hint:
            yield self.display(f"{item.link_id}.help", item.hint, "help")
        if self.annotate and item.type == "rating":
            yield self.display(f"{item.link_id}.low", item.low_label, "lower")
            yield self.display(f"{item.link_id}.high", item.high_label, "upper")

    def display(self, link_id: str, text: Text, control: str | None = None) -> Json:
        extension = {"extension": [_control(control)]} if control else {}
        return {"linkId": link_id, **self.text(text), "type": "display", **extension}

    def when(self, condition: Condition | None) -> Json:
        if condition is None:
            return {}
        clauses = [self.clause(c, self.instrument.item_by_id[c.item]) for c in condition.clauses]
        return {"enableWhen": clauses, "enableBehavior": condition.mode}

    def clause(self, clause: Clause, item: Item) -> Json:
        head = {"question": clause.item, "operator": clause.op}
        if clause.op == "exists":
            return head | {"answerBoolean": clause.value}
        if item.type in ("single", "multi"):
            return head | {"answerCoding": {"system": self.system(item), "code": clause.value}}
        kind = {"decimal": "Decimal", "date": "Date", "text": "String"}.get(item.type, "Integer")
        value = _number(Decimal(str(clause.value))) if kind in ("Decimal", "Integer") else clause.value
        return head | {f"answer{kind}": value}

    def text(self, text: Text) -> Json:
        return _text("text", self.instrument, text)

    def system(self, item: Item) -> str:
        return code_system(self.instrument.instrument_id, self.instrument.version, item.scale or item.link_id)


def _text(key: str, instrument: Instrument, text: Text, translate: bool = True) -> Json:
    (_, first), *others = filled(instrument, text).items()
    if not others or not translate:
        return {key: first}
    return {key: first, f"_{key}": {"extension": [_translation(tag, t) for tag, t in others]}}


def _translation(tag: str, text: str) -> Json:
    parts = [{"url": "lang", "valueCode": tag}, {"url": "content", "valueString": text}]
    return {"url": TRANSLATION, "extension": parts}


def _extensions(item: Item) -> Iterator[Json]:
    kind = {"decimal": "valueDecimal", "date": "valueDate"}.get(item.type, "valueInteger")
    ends = (item.min_date, item.max_date) if item.type == "date" else (item.min, item.max)
    for url, value in zip((MIN_VALUE, MAX_VALUE), ends, strict=True):
        if value is not None and value != "today":
            yield {"url": url, kind: value if isinstance(value, str) else _number(value)}
    if item.decimals is not None:
        yield {"url": DECIMALS, "valueInteger": item.decimals}
    if item.max_choices is not None:
        yield {"url": MOST_CHOICES, "valueInteger": item.max_choices}
    if item.type == "rating":
        yield _control("slider")


def _control(code: str) -> Json:
    return {"url": ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"system": CONTROLS, "code": code}]}}


def _number(value: Number) -> int | float:
    """A JSON number: whole where it is whole."""
    return int(value) if value == int(value) else float(value)
