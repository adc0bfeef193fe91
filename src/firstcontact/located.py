"""YAML that remembers on which line each key stands, so that an error can name the line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from firstcontact.errors import FirstContactError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
RAW = "values"  # the default key under which every value is text as written: `no` stays no


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


def load(text: str, where: str, raw: frozenset[str] = frozenset({RAW})) -> Located:
    """Read YAML text; `where` names the file in errors. Raises FirstContactError with the line.

    Under the keys of `raw` every value is text as written.
    """
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise FirstContactError(f"{where} line {line}: {getattr(e, 'problem', e)}. Correct the YAML there.") from None
    lines: dict[tuple, int] = {}
    return Located(_Builder(lines, where, raw).build(node, ()), lines)


def load_file(path: Path, where: str, raw: frozenset[str] = frozenset({RAW})) -> Located:
    return load(path.read_text(encoding="utf-8-sig"), where, raw)


@dataclass(frozen=True)
class _Builder:
    lines: dict[tuple, int]
    where: str
    raw: frozenset[str]

    def build(self, node: yaml.Node | None, path: tuple) -> Any:
        if node is None:
            return None
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, i)) for i, child in enumerate(node.value)]
        return _scalar(node) if self.raw.isdisjoint(path) else node.value

    def _mapping(self, node: yaml.MappingNode, path: tuple) -> dict:
        built: dict = {}
        for key, child in node.value:
            name, line = key.value, key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                wrong = "a key is a list or a mapping. Write it as one word."
                raise FirstContactError(f"{self.where} line {line}: {wrong}")
            if name in built:
                raise FirstContactError(f"{self.where} line {line}: {name} stands twice. Keep one of them.")
            self.lines[(*path, name)] = line
            built[name] = self.build(child, (*path, name))
        return built


def _scalar(node: yaml.ScalarNode) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node, deep=True)
    except ValueError:
        return node.value
    finally:
        loader.dispose()
