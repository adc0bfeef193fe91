"""Makes the dataclasses of `model` from a valid document."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from firstcontact.survey.instrument.build_measure import adjuster, check, completeness, measure
from firstcontact.survey.instrument.canonical import content_hash
from firstcontact.survey.instrument.model import (
    Clause,
    Condition,
    Exit,
    Group,
    Instrument,
    Item,
    Module,
    Number,
    Option,
    Page,
)

Doc = Mapping[str, Any]


def build(document: Doc) -> Instrument:
    """The instrument of a document that passed the validator without errors."""
    scales = {name: tuple(map(option, s["options"])) for name, s in document.get("scales", {}).items()}
    made = {
        **picked(Instrument, document),
        "languages": tuple(document["languages"]),
        "missing_codes": tuple(document["missing_codes"]),
        "placeholders": tuple(document.get("placeholders", ())),
        "completeness": completeness(document["completeness"]),
        "content_hash": content_hash(document),
        "scales": scales,
        "pages": tuple(_page(p, scales) for p in document["pages"]),
        "modules": tuple(Module(**m) for m in document.get("modules", ())),
        "exits": tuple(Exit(**{**e, "when": condition(e["when"])}) for e in document.get("exits", ())),
        "checks": tuple(map(check, document.get("checks", ()))),
        "adjusters": tuple(map(adjuster, document.get("adjusters", ()))),
        "measures": tuple(map(measure, document.get("measures", ()))),
        "document": document,
    }
    return Instrument(**made)


def picked(cls: type, document: Doc) -> dict[str, Any]:
    names = {f.name for f in fields(cls)}
    return {k: v for k, v in document.items() if k in names}


def number(value: int | str | None) -> Number | None:
    """Whole numbers stay; decimal strings become Decimal."""
    return Decimal(value) if isinstance(value, str) else value


def condition(document: Doc | None) -> Condition | None:
    if document is None:
        return None
    (mode, clauses), *_ = document.items()
    return Condition(mode, tuple(Clause(c["item"], c["op"], c["value"]) for c in clauses))


def option(document: Doc) -> Option:
    return Option(**{**document, "score": number(document.get("score"))})


def _page(document: Doc, scales: Mapping[str, tuple[Option, ...]]) -> Page:
    show_if = condition(document.get("show_if"))
    groups = tuple(_group(g, document["page_id"], show_if, scales) for g in document["groups"])
    return Page(**{**document, "show_if": show_if, "groups": groups})


def _group(document: Doc, page_id: str, outer: Condition | None, scales: Mapping[str, tuple[Option, ...]]) -> Group:
    show_if = condition(document.get("show_if"))
    place = {"page_id": page_id, "group_id": document["group_id"], "module": document.get("module")}
    items = tuple(_item(i, place, (outer, show_if), scales) for i in document["items"])
    return Group(**{**document, "show_if": show_if, "items": items})


def _item(
    document: Doc, place: Doc, outer: tuple[Condition | None, ...], scales: Mapping[str, tuple[Option, ...]]
) -> Item:
    show_if = condition(document.get("show_if"))
    own = tuple(map(option, document.get("options", ())))
    made = {
        **document,
        **place,
        "options": scales.get(document.get("scale", ""), own),
        "min": number(document.get("min")),
        "max": number(document.get("max")),
        "show_if": show_if,
        "conditions": tuple(c for c in (*outer, show_if) if c),
    }
    for name in ("roles", "measures_touched", "codes"):
        made[name] = tuple(document.get(name, ()))
    return Item(**made)
