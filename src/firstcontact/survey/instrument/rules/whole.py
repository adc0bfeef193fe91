"""Rules about the document as a whole: format, languages, licence, unique ids (V04, V06, V07, V12, V13, V60, hash)."""

import re
from collections.abc import Iterator

from firstcontact.survey.instrument.canonical import content_hash
from firstcontact.survey.instrument.languages import tag_of
from firstcontact.survey.instrument.rules.finding import place
from firstcontact.survey.instrument.rules.outline import Outline
from firstcontact.survey.instrument.rules.shape import FORMAT
from firstcontact.survey.instrument.rules.walk import Walk
from firstcontact.survey.instrument.rules.words import listed

TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*")
LIST_IDS = {
    "exits": "exit_id",
    "checks": "check_id",
    "adjusters": "adjuster_id",
    "measures": "measure_id",
    "modules": "module_id",
}


def check_whole(outline: Outline, walk: Walk) -> None:
    _format(outline, walk)
    _languages(outline, walk)
    _licence(outline, walk)
    _unchanged(walk)
    _link_ids(outline, walk)
    for key, found in _ids(outline):
        _unique("V07", key, found, walk)


def _format(outline: Outline, walk: Walk) -> None:
    found = outline.document.get("format")
    if found is not None and found != FORMAT:
        walk.error("V04", (), f"format is '{found}'; this program reads /1. Write {FORMAT}.")


def _languages(outline: Outline, walk: Walk) -> None:
    for tag in walk.languages:
        if not TAG.fullmatch(tag):
            known = tag_of(tag)
            use = f"use {known}." if known else "use a tag such as en or pt-BR."
            walk.error("V12", (), f"'{tag}' is not a BCP 47 tag; {use}")
    for tag in sorted({t for t in walk.languages if walk.languages.count(t) > 1}):
        walk.error("V12", (), f"language '{tag}' stands twice in languages. Keep one of them.")
    default = outline.document.get("default_language")
    if default is not None and walk.languages and default not in walk.languages:
        known = listed(walk.languages)
        walk.error("V13", (), f"default_language {default} is not in languages ({known}). Correct one of them.")
    for tag in outline.document.get("translation_status", {}):
        if tag not in walk.languages:
            walk.error("V01", (), f"unknown key '{tag}' in translation_status. Allowed here: {listed(walk.languages)}.")


def _licence(outline: Outline, walk: Walk) -> None:
    origin = outline.document.get("origin")
    if origin in ("licensed", "imported") and not str(walk.document.get("licence_note") or "").strip():
        walk.error("V60", (), f"origin is {origin} but licence_note is empty. Say who allows the use.")


def _unchanged(walk: Walk) -> None:
    """A version that answers refer to still has the text that it was frozen with."""
    stated, status = walk.document.get("content_hash"), walk.document.get("status")
    if stated is not None and status != "draft" and stated != content_hash(walk.document):
        message = "the content differs from its content_hash: it was changed after it was frozen."
        walk.error("hash", (), f"{message} Restore it, or make a new draft version.")


def _link_ids(outline: Outline, walk: Walk) -> None:
    seen: dict[str, tuple] = {}
    for item in outline.items:
        if item.id in seen:
            also = place(seen[item.id], {})
            why = "Answers are stored under it, so it must be unique."
            walk.error("V06", item.path, f"link_id '{item.id}' is used twice (also in {also}). {why}")
        elif item.id:
            seen[item.id] = item.path


def _unique(rule: str, key: str, found: list[tuple[str, tuple]], walk: Walk) -> None:
    seen: dict[str, tuple] = {}
    for name, path in found:
        if name in seen:
            also = place(seen[name], {})
            walk.error(rule, path, f"{key} '{name}' is used twice (also in {also}). Give one of them another name.")
        seen.setdefault(name, path)


def _ids(outline: Outline) -> Iterator[tuple[str, list[tuple[str, tuple]]]]:
    pages = [(("pages", i), p) for i, p in enumerate(outline.document.get("pages", []))]
    yield "page_id", _named(pages, "page_id")
    yield "group_id", _named(outline.groups, "group_id")
    for key, id_key in LIST_IDS.items():
        entries = [((key, i), e) for i, e in enumerate(outline.document.get(key, []))]
        yield id_key, _named(entries, id_key)


def _named(entries: list, key: str) -> list[tuple[str, tuple]]:
    return [(doc[key], path) for path, doc in entries if isinstance(doc, dict) and key in doc]
