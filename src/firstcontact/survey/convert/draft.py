"""A native document made from another format: a draft, with what that format cannot say left for people to add."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from firstcontact.survey.instrument.rules.shape import FORMAT, MISSING_CODES
from firstcontact.survey.instrument.rules.texts import FIELD

Json = dict[str, Any]
TEXT_KEYS = ("title", "description", "intro", "text", "hint", "label", "low_label", "high_label", "message")
NAME_OF_CODE = {code: name for name, code in MISSING_CODES.items()}


@dataclass
class Imported:
    """document: native; warnings: what was changed or left behind, sentences."""

    document: Json
    warnings: list[str] = field(default_factory=list)


def draft(
    *, instrument_id: str, version: int, title: Json, languages: list[str], pages: list[Json], scales: Json, **more: Any
) -> Imported:
    """A native document with the defaults of an import, in the languages that are complete.

    title: texts by language; languages: default first; more: other top-level keys.
    """
    head = {
        "format": FORMAT,
        "instrument_id": instrument_id,
        "version": version,
        "status": "draft",
        "title": title,
        "population": "patient",
        "unit_of_report": "practice",
        "default_language": languages[0],
        "languages": languages,
        "origin": "imported",
        "placeholders": [],
        "missing_codes": [],
        "scales": scales,
        "pages": pages,
        "completeness": {"key_share": "0.5", "min_reportable": 1},
    }
    document = {**head, **more}
    document["placeholders"] = _merge_fields(document)
    document["missing_codes"] = _mark_missing(document)
    warnings = _keep_complete(document)
    if not scales:
        del document["scales"]
    return Imported(document, warnings)


def slug(text: str, longest: int = 48, shortest: int = 1) -> str:
    """Small letters, digits and _, beginning with a letter."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    made = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    made = made if made[:1].isalpha() else f"x_{made}".rstrip("_")
    return made[:longest].rstrip("_").ljust(shortest, "x")


def to_yaml(document: Mapping[str, Any]) -> str:
    """Native YAML: keys in the order of the document, codes in quotes."""
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)


def _mark_missing(document: Json) -> list[str]:
    """Marks options with the codes -7, -8, -9; returns the names of those found, in the order of the format."""
    found = set()
    for part in _mappings(document):
        name = NAME_OF_CODE.get(part.get("code", "")) if "label" in part else None
        if name:
            part["missing"] = name
            part.pop("score", None)
            found.add(name)
    return [name for name in MISSING_CODES if name in found]


def _merge_fields(document: Json) -> list[str]:
    found = (name for text in _texts(document) for words in text.values() for name in FIELD.findall(words))
    return list(dict.fromkeys(found))


def _keep_complete(document: Json) -> list[str]:
    """Takes out languages that do not have every text; a questionnaire half in a language cannot be used in it."""
    texts = _texts(document)
    default, *others = document["languages"]
    lacking = {tag: sum(tag not in text for text in texts) for tag in others}
    for text in texts:
        for tag in [t for t in text if lacking.get(t)]:
            del text[tag]
    document["languages"] = [default, *(tag for tag in others if not lacking[tag])]
    left = [(tag, n) for tag, n in lacking.items() if n]
    return [
        f"language {tag} lacks {n} of {len(texts)} texts and is left out. Add them, then list it." for tag, n in left
    ]


def _texts(document: Json) -> list[Json]:
    return [part[key] for part in _mappings(document) for key in TEXT_KEYS if isinstance(part.get(key), dict)]


def _mappings(part: Any) -> Iterator[Json]:
    if isinstance(part, dict):
        yield part
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for value in inner:
        yield from _mappings(value)
