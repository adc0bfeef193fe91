"""Reads an instrument file, YAML or JSON, into a plain document with the line of each key."""

import json
from pathlib import Path
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.located import Located, load
from firstcontact.survey.instrument.canonical import normalise

NO_RAW_KEYS: frozenset[str] = frozenset()


def read_file(path: Path) -> Located:
    """The document of the file. Raises FirstContactError where the file is absent, not UTF-8 or not readable."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise FirstContactError(f"{path} cannot be read. Name an instrument file (.yaml or .json).") from None
    except UnicodeDecodeError as e:
        raise FirstContactError(f"{path.name} is not UTF-8: byte {e.start}. Save it as UTF-8.") from None
    return read_text(text, path.name, is_json=path.suffix.lower() == ".json")


def read_text(text: str, where: str, is_json: bool = False) -> Located:
    """The document of YAML or JSON text; `where` names it in errors. Raises FirstContactError with the line."""
    try:
        located = _json(text, where) if is_json else load(text, where, NO_RAW_KEYS)
    except RecursionError:
        raise FirstContactError(f"{where} is nested without end. Take out the reference to itself.") from None
    if not isinstance(located.data, dict):
        raise FirstContactError(f"{where} holds no instrument: a mapping with the key 'format' is needed at the top.")
    return Located(normalise(located.data), located.lines)


def _json(text: str, where: str) -> Located:
    try:
        return Located(json.loads(text, object_pairs_hook=_once), {})
    except json.JSONDecodeError as e:
        raise FirstContactError(f"{where} line {e.lineno}: {e.msg}. Correct the JSON there.") from None
    except _Twice as e:
        raise FirstContactError(f"{where}: key '{e}' stands twice in one object. Keep one of them.") from None


class _Twice(Exception):
    """A key that stands twice in one JSON object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise _Twice(key)
        made[key] = value
    return made
