"""Collects findings while the rules go through a document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from firstcontact.survey.instrument.rules.finding import ERROR, WARNING, Finding, place


@dataclass(frozen=True)
class At:
    """A value in the document: path of the element that holds it, its key, and the element's name in sentences."""

    path: tuple
    key: str
    owner: str

    def inside(self, step: str | int, owner: str | None = None) -> "At":
        """The value as an element of its own, such as one entry of a list."""
        return At((*self.path, step), str(step), owner or self.owner)


@dataclass
class Walk:
    """languages and placeholders are those that the document itself declares."""

    document: Mapping[str, Any]
    languages: tuple[str, ...]
    placeholders: frozenset[str]
    findings: list[Finding] = field(default_factory=list)

    def error(self, rule: str, path: tuple, message: str) -> None:
        self.findings.append(Finding(rule, ERROR, path, place(path, self.document), message))

    def warn(self, rule: str, path: tuple, message: str) -> None:
        self.findings.append(Finding(rule, WARNING, path, place(path, self.document), message))


def walk_over(document: Mapping[str, Any]) -> Walk:
    """A walk that knows the document's languages and merge fields, as far as they can be read."""
    languages = _strings(document.get("languages"))
    fields = set(_strings(document.get("placeholders")))
    if "recall" in document:
        fields.add("recall")
    return Walk(document, languages, frozenset(fields))


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()
