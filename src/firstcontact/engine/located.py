"""YAML that remembers on which line each key stands, so that an error can name the line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from firstcontact.errors import FirstContactError

RAW = "values"  # under this key every value is text as written: `no` stays no


@dataclass(frozen=True)
class Located:
    """Plain data with the line of each path, such as ("variants", 0, "id")."""

    data: Any
    lines: dict[tuple, int]

    def line(self, path: tuple) -> int:
        """Line of the path, or of the nearest parent that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load(text: str, where: str) -> Located:
    """Read YAML text; `where` names the file in errors. Raises FirstContactError with the line."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise FirstContactError(f"{where} line {line}: {getattr(e, 'problem', e)}. Correct the YAML there.") from None
    lines: dict[tuple, int] = {}
    return Located(_build(node, (), lines, where), lines)


def load_file(path: Path, where: str) -> Located:
    return load(path.read_text(encoding="utf-8"), where)


def _build(node: yaml.Node | None, path: tuple, lines: dict[tuple, int], where: str) -> Any:
    if node is None:
        return None
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, where)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, i), lines, where) for i, child in enumerate(node.value)]
    return node.value if RAW in path else _scalar(node)


def _mapping(node: yaml.MappingNode, path: tuple, lines: dict[tuple, int], where: str) -> dict:
    built: dict = {}
    for key, child in node.value:
        name = key.value
        if name in built:
            raise FirstContactError(f"{where} line {key.start_mark.line + 1}: {name} stands twice. Keep one of them.")
        lines[(*path, name)] = key.start_mark.line + 1
        built[name] = _build(child, (*path, name), lines, where)
    return built


def _scalar(node: yaml.ScalarNode) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node, deep=True)
    except ValueError:
        return node.value
    finally:
        loader.dispose()
