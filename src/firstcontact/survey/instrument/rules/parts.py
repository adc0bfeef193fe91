"""Lists and mappings in an instrument: known keys, what is required, and where each value stands (V01-V03)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from firstcontact.survey.instrument.rules.kinds import Kind, People
from firstcontact.survey.instrument.rules.texts import DROPPED
from firstcontact.survey.instrument.rules.walk import At, Walk
from firstcontact.survey.instrument.rules.words import kind_of, listed, quoted


@dataclass(frozen=True)
class ListOf:
    kind: Kind
    at_least: int = 0

    def read(self, value: Any, at: At, walk: Walk) -> Any:
        if not isinstance(value, list):
            walk.error("V03", at.path, f"'{at.key}' is {quoted(value)} ({kind_of(value)}); a list is needed.")
            return DROPPED
        if len(value) < self.at_least:
            walk.error("V02", at.path, f"'{at.key}' is an empty list. At least one entry is needed.")
        if isinstance(self.kind, Part):  # what is dropped keeps its place, so that paths stay right
            return [self._part(v, i, at, walk) for i, v in enumerate(value)]
        read = (self.kind.read(v, at, walk) for v in value)
        return [v for v in read if v is not DROPPED]

    def _part(self, value: Any, index: int, at: At, walk: Walk) -> Any:
        return self.kind.read(value, At((*at.path, at.key, index), at.key, at.owner), walk)


@dataclass(frozen=True)
class TableOf:
    """A mapping whose keys are ids of the writer's choice."""

    kind: Kind
    keys: Kind | None = None

    def read(self, value: Any, at: At, walk: Walk) -> Any:
        if not isinstance(value, dict):
            walk.error("V03", at.path, f"'{at.key}' is {quoted(value)} ({kind_of(value)}); a mapping is needed.")
            return DROPPED
        read = {name: self._entry(name, v, at, walk) for name, v in value.items()}
        return {name: v for name, v in read.items() if v is not DROPPED}

    def _entry(self, name: str, value: Any, at: At, walk: Walk) -> Any:
        if self.keys is not None:
            self.keys.read(name, At(at.path, at.key.rstrip("s"), at.owner), walk)
        if isinstance(self.kind, Part):
            read = self.kind.read(value, At((*at.path, at.key, name), name, f"{at.key.rstrip('s')} '{name}'"), walk)
            return {} if read is DROPPED else read  # the name exists, so that what uses it is not blamed
        return self.kind.read(value, at, walk)


@dataclass(frozen=True)
class Part:
    """A mapping with known keys. name: what the sentences call it; id_key: the key that names one."""

    name: str
    keys: Mapping[str, Kind]
    required: tuple[str, ...] = ()
    id_key: str | None = None
    later: Callable[[dict, At, Walk], None] | None = field(default=None, compare=False)

    def read(self, value: Any, at: At, walk: Walk) -> Any:
        if not isinstance(value, dict):
            walk.error("V03", at.path, f"'{at.key}' is {quoted(value)} ({kind_of(value)}); a mapping is needed.")
            return DROPPED
        owner = self._owner(value, at)
        kept = {key: self._value(key, v, At(at.path, key, owner), walk) for key, v in value.items()}
        kept = {key: v for key, v in kept.items() if v is not DROPPED}
        for key in self.required:
            if key not in value:
                walk.error("V02", at.path, missing(key, self, walk))
        if self.later:
            self.later(kept, At(at.path, at.key, owner), walk)
        return kept

    def _value(self, key: Any, value: Any, at: At, walk: Walk) -> Any:
        if key in self.keys:
            return self.keys[key].read(value, at, walk)
        allowed = listed(self.keys)
        walk.error("V01", at.path, f"unknown key '{key}'. Allowed here: {allowed}. Correct or remove it.")
        return DROPPED

    def _owner(self, value: dict, at: At) -> str:
        known = value.get(self.id_key) if self.id_key else None
        return (
            f"{self.name} '{known}'" if isinstance(known, str) else at.owner if not self.id_key else f"the {self.name}"
        )


def missing(key: str, part: Part, walk: Walk) -> str:
    needs = f"'{key}' is missing. Every {part.name} needs it"
    if isinstance(part.keys[key], People) and walk.languages:
        return f"{needs} in every language ({listed(walk.languages)})."
    return f"{needs}."
