"""Texts of people: complete in every language, without stray blanks, with the same merge fields in each (V10-V15)."""

import re
from typing import Any

from firstcontact.survey.instrument.rules.walk import At, Walk
from firstcontact.survey.instrument.rules.words import kind_of, listed, quoted

FIELD = re.compile(r"\{([^{}]*)\}")
DROPPED = object()


def read_text(value: Any, at: At, walk: Walk, extra: frozenset[str] = frozenset(), rule: str = "V10") -> Any:
    """The text if it is usable. extra: merge fields allowed here only; rule: the one of a missing language."""
    if not isinstance(value, dict):
        message = f"'{at.key}' is {quoted(value)} ({kind_of(value)}); a text for each language is needed."
        walk.error("V03", at.path, message)
        return DROPPED
    kept = {}
    for language, text in value.items():
        if walk.languages and language not in walk.languages:
            allowed = listed(walk.languages)
            message = f"unknown key '{language}' in {at.key}. Allowed here: {allowed}. Correct or remove it."
            walk.error("V01", at.path, message)
        elif read_string(text, f"{at.key} in {language}", at, walk) is not DROPPED:
            kept[language] = text
    _complete(value, at, walk, rule)
    _fields(kept, at, walk, extra)
    return kept


def read_string(text: Any, name: str, at: At, walk: Walk) -> Any:
    """V03 and V11 for one string; `name` is the subject of the sentence."""
    if not isinstance(text, str):
        hint = " Write it in quotes." if isinstance(text, bool | int) else ""
        walk.error("V03", at.path, f"{name} is {quoted(text)} ({kind_of(text)}); a text is needed.{hint}")
        return DROPPED
    if not text.strip():
        walk.error("V11", at.path, f"{name} is empty. Write the text or remove the key.")
        return DROPPED
    if text != text.strip():
        walk.error("V11", at.path, f"{name} begins or ends with a blank. Remove it.")
    return text


def _complete(value: dict, at: At, walk: Walk, rule: str) -> None:
    for language in walk.languages:
        if language not in value:
            rest = f"All languages of the instrument ({listed(walk.languages)}) must be complete."
            walk.error(rule, at.path, f"{at.key} of {at.owner} has no text in {language}. {rest}")


def _fields(texts: dict[str, str], at: At, walk: Walk, extra: frozenset[str]) -> None:
    found = {language: set(FIELD.findall(text)) for language, text in texts.items()}
    allowed = walk.placeholders | extra
    for language, names in found.items():
        for name in sorted(names - allowed):
            known = listed(sorted(allowed)) or "none"
            walk.error(
                "V14",
                at.path,
                f"{{{name}}} in {at.key} {language} is not in placeholders ({known}). Add or correct it.",
            )
    for name in sorted(set().union(*found.values())):
        _same_in_all(name, found, at, walk)


def _same_in_all(name: str, found: dict[str, set[str]], at: At, walk: Walk) -> None:
    holds = [language for language, names in found.items() if name in names]
    for language in found:
        if language not in holds:
            message = f"{{{name}}} stands in {holds[0]} but not in {language} of {at.key}. Use it in all or in none."
            walk.error("V15", at.path, message)
