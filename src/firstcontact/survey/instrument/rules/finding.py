"""One finding of the validator: which rule, where, what is wrong, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ERROR, WARNING = "error", "warning"
ID_KEYS = ("link_id", "group_id", "page_id", "measure_id", "adjuster_id", "exit_id", "check_id", "module_id")


@dataclass(frozen=True)
class Finding:
    """path: keys and indexes from the top of the document; place: the same as a person reads it."""

    rule: str
    level: str
    path: tuple
    place: str
    message: str

    def sentence(self, file: str) -> str:
        """`FILE, PATH: what is wrong. What to do.`"""
        return f"{file}, {self.place}: {self.message}" if self.place else f"{file}: {self.message}"


def place(path: tuple, document: Any) -> str:
    """`pages[1].groups[0].items[3] (told)`: the path, and the id of the innermost thing on it that has one."""
    text, known = "", ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
        document = _inner(document, step)
        known = _id(document) or known
    return f"{text} ({known})" if known else text


def _inner(document: Any, step: str | int) -> Any:
    if isinstance(document, Mapping):
        return document.get(step)
    if isinstance(document, list) and isinstance(step, int) and step < len(document):
        return document[step]
    return None


def _id(document: Any) -> str:
    if not isinstance(document, Mapping):
        return ""
    return next((str(document[k]) for k in ID_KEYS if isinstance(document.get(k), str)), "")
