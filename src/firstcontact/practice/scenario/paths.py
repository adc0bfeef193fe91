"""YAML paths as people write them: payment[1].components[0].pmpm."""

import re
from typing import Any

STEP = re.compile(r"\.?([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]")


def show(path: tuple) -> str:
    """("payment", 1, "pmpm") -> payment[1].pmpm"""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def parse(text: str) -> tuple | None:
    """The reverse of `show`; None where the text is no path."""
    path, position = [], 0
    while position < len(text):
        match = STEP.match(text, position)
        if match is None:
            return None
        name, number = match.groups()
        path.append(name if name is not None else int(number))
        position = match.end()
    return tuple(path) or None


def get(data: Any, path: tuple) -> Any:
    """The value at the path; raises KeyError where there is none."""
    for step in path:
        is_step = isinstance(data, dict) if isinstance(step, str) else isinstance(data, list)
        if not is_step or (step not in data if isinstance(step, str) else step >= len(data)):
            raise KeyError(show(path))
        data = data[step]
    return data


def with_value(data: Any, path: tuple, value: Any) -> Any:
    """A copy of the data with another value at the path; what is not on the path is shared."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[step] = with_value(data[step], rest, value)
    return copy
