"""Plain words for what a closed settings file refuses: file, line, key, value, and what may stand there."""

import difflib
import re
from typing import Any

from pydantic import BaseModel, ValidationError

TOML_HINT = 'Text stands in quotes, and keys are written as: key = "value".'
EXPECTED = {
    "int": "a whole number",
    "float": "a number",
    "decimal": 'a number in quotes, such as "12.50"',
    "bool": "true or false",
    "string": "text in quotes",
    "date": "a date such as 2026-01-31",
    "list": "a list in square brackets",
    "dict": "a group of keys",
    "model": "a group of keys",
}


def toml_sentence(error: ValidationError, name: str, text: str, model: type[BaseModel]) -> str:
    """The first mistake of a TOML file `name` with the content `text`, and how many more there are."""
    first = error.errors()[0]
    more = error.error_count() - 1
    rest = f" There {'is' if more == 1 else 'are'} {more} more." if more else ""
    line = _line(text, first["loc"], missing=first["type"] == "missing")
    return f"{name}{f' line {line}' if line else ''}: {key(first['loc'])}{words(first, model)}.{rest}"


def key(path: tuple) -> str:
    """[release] mode, or [[file]] 2 encoding."""
    if len(path) == 1:
        return f"{path[0]} "
    head, *tail = path
    if tail and isinstance(tail[0], int):
        return " ".join([f"[[{head}]] {tail[0] + 1}", *map(str, tail[1:])]) + " "
    return f"[{head}] {'.'.join(map(str, tail))} "


def words(error: Any, model: type[BaseModel]) -> str:
    """What is wrong with one key, without the key."""
    value = f"'{error['input']}'"
    match error["type"]:
        case "extra_forbidden":
            return f"is not a known key{_nearest(error['loc'], model)}"
        case "missing":
            return "is missing. Add it"
        case "literal_error" | "enum":
            allowed = re.sub(r" or (?=')", ", ", error["ctx"]["expected"])
            return f"is {value}, which is not one of {allowed}"
        case "value_error":
            return f"is {value}: {error['ctx']['error']}"
        case _:
            return f"is {value}, which is not {expected(error)}"


def expected(error: Any) -> str:
    """What should stand there instead, in plain words."""
    kind = error["type"].split("_")[0]
    if error["type"].endswith(("_type", "_parsing", "_inclusive_parsing")) or kind in ("int", "decimal", "date"):
        return EXPECTED.get(kind, "allowed")
    return f"allowed: {error['msg'].lower()}"


def _nearest(path: tuple, model: type[BaseModel]) -> str:
    owner = _owner(model, path[:-1])
    known = [f.alias or name for name, f in owner.model_fields.items()] if owner else []
    near = difflib.get_close_matches(str(path[-1]), known, 1)
    return (f"; the nearest is {near[0]}" if near else "") + (f". Known keys: {', '.join(known)}" if known else "")


def _owner(model: type[BaseModel], path: tuple) -> type[BaseModel] | None:
    for step in path:
        if isinstance(step, int):
            continue
        field = next((f for name, f in model.model_fields.items() if step in (name, f.alias)), None)
        inner = [a for a in (field.annotation, *getattr(field.annotation, "__args__", ())) if field] if field else []
        found = [a for a in inner if isinstance(a, type) and issubclass(a, BaseModel)]
        if not found:
            return None
        model = found[0]
    return model


def _line(text: str, path: tuple, missing: bool) -> int | None:
    """The line on which the key stands: the n-th of its name where a list holds it. None where it cannot be told."""
    name = path[-2] if missing and len(path) > 1 and isinstance(path[-2], str) else path[-1]
    place = next((p for p in path if isinstance(p, int)), None)
    if missing and place is not None:
        name, place = path[0], place
    found = [n for n, line in enumerate(text.splitlines(), 1) if re.match(rf"\s*\[*\s*{re.escape(str(name))}\b", line)]
    if place is not None and missing:
        return found[place] if place < len(found) else None
    return found[0] if len(found) == 1 else None
