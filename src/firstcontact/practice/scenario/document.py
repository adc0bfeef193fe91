"""Reads a scenario file and its bases into one merged document that still knows where each key stands."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firstcontact import located
from firstcontact.errors import FirstContactError
from firstcontact.practice.problems import Problem, ScenarioError
from firstcontact.practice.scenario.paths import show

MAX_BASES = 5
YAML_1_1_NUMBER = re.compile(r"[-+]?(0[0-9_]+|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|[0-9.]*_[0-9_.]*)$")


@dataclass(frozen=True)
class Origin:
    file: Path
    line: int


@dataclass
class Document:
    """Merged plain data, the origin of each path, and the problems found so far."""

    data: Any
    origins: dict[tuple, Origin]
    file: Path
    bases: tuple[Path, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def origin(self, path: tuple) -> Origin:
        """Where the path stands, or its nearest parent."""
        while path and path not in self.origins:
            path = path[:-1]
        return self.origins.get(path, Origin(self.file, 1))

    def problem(self, code: str, path: tuple, message: str) -> None:
        origin = self.origin(path)
        self.problems.append(Problem(code, message, origin.file.name, origin.line, show(path)))

    def refuse_if_problems(self) -> None:
        """Raise ScenarioError with everything found, by line."""
        if self.problems:
            raise ScenarioError(self.problems)


def read_document(file: Path, key_of_schema: str = "schema") -> Document:
    """Read the file and what `base` names. Raises ScenarioError for a missing file, bad YAML, or a bad base."""
    chain = [_read(file)]
    while isinstance(chain[-1].data, dict) and chain[-1].data.get("base") is not None:
        chain.append(_read_base(chain))
    merged = Document({}, {}, file, tuple(d.file for d in chain[1:]))
    for document in reversed(chain):
        merged.data = _merge(merged, document, merged.data, document.data, ())
    merged.data.pop("base", None)
    return merged


def _read(file: Path) -> Document:
    try:
        text = file.read_text(encoding="utf-8-sig")
        typed = located.load(text, file.name, frozenset())
    except (OSError, UnicodeDecodeError) as e:
        reason = e.strerror if isinstance(e, OSError) else "it is not UTF-8 text"
        message = f"{file} cannot be read ({reason}). Name a scenario file."
        raise ScenarioError(Problem("PM003", message)) from None
    except FirstContactError as e:
        raise ScenarioError(_located_problem(file, str(e))) from None
    if not isinstance(typed.data, dict):
        raise ScenarioError(Problem("PM003", "the file holds no keys. Write `key: value` lines.", file.name, 1))
    written = located.load(text, file.name, frozenset(map(str, typed.data)))
    data = _yaml_1_2(typed.data, written.data)
    return Document(data, {p: Origin(file, n) for p, n in typed.lines.items()}, file)


def _located_problem(file: Path, sentence: str) -> Problem:
    """`x.yaml line 4: id stands twice. ...` as a problem."""
    match = re.match(r".* line (\d+): (.*)", sentence, re.DOTALL)
    line, message = (int(match[1]), match[2]) if match else (1, sentence)
    return Problem("PM003", message, file.name, line)


def _yaml_1_2(typed: Any, written: Any) -> Any:
    """`yes`, `no`, `on`, `off`, 010, 1_000 and 1:30 are text, as YAML 1.2 has it."""
    if isinstance(typed, dict):
        return {key: _yaml_1_2(value, written[key]) for key, value in typed.items()}
    if isinstance(typed, list):
        return [_yaml_1_2(t, w) for t, w in zip(typed, written, strict=True)]
    if isinstance(typed, bool):
        return typed if written.lower() in ("true", "false") else written
    if isinstance(typed, int | float) and YAML_1_1_NUMBER.match(written):
        return written
    return typed


def _read_base(chain: list[Document]) -> Document:
    last = chain[-1]
    base = last.data["base"]
    if not isinstance(base, str):
        last.problem("PM003", ("base",), f"{base!r} is not a path. Write the name of a scenario file.")
        last.refuse_if_problems()
    file = last.file.parent / base
    if any(file.resolve() == d.file.resolve() for d in chain):
        last.problem("PM003", ("base",), f"{base} is built on this file. Bases may not run in a circle.")
    elif len(chain) > MAX_BASES:
        last.problem("PM003", ("base",), f"more than {MAX_BASES} levels of base. Join some of the files.")
    elif not file.is_file():
        last.problem("PM003", ("base",), f"{base} is not a file beside {last.file.name}. Correct the path.")
    last.refuse_if_problems()
    return _read(file)


def _merge(merged: Document, over: Document, old: Any, new: Any, path: tuple) -> Any:
    """Mappings by key, lists and scalars replaced whole, null deletes a key."""
    if not isinstance(new, dict):
        _take_origins(merged, over, path)
        return new
    merged.origins[path] = over.origin(path)
    result = dict(old) if isinstance(old, dict) and not _is_sourced(new) else {}
    for key, value in new.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _merge(merged, over, result.get(key), value, (*path, key))
    return result


def _is_sourced(value: dict) -> bool:
    """`{value: 40, status: assumed}` stands for one value and replaces what was there."""
    return "value" in value


def _take_origins(merged: Document, over: Document, path: tuple) -> None:
    for old in [p for p in merged.origins if p[: len(path)] == path]:
        del merged.origins[old]
    merged.origins |= {p: o for p, o in over.origins.items() if p[: len(path)] == path}
