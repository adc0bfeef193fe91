"""One mapping of a scenario being read: closed keys, checked values, every problem noted with its line."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from firstcontact.practice import parameters, suggest
from firstcontact.practice.parameters.model import ParameterTable
from firstcontact.practice.parameters.rates import rate_names, rate_on
from firstcontact.practice.problems import PracticeError
from firstcontact.practice.scenario.model import SourcedValue
from firstcontact.practice.scenario.paths import show
from firstcontact.practice.scenario.quantity import Quantity
from firstcontact.practice.scenario.reading import Reading

VALUE_STATUSES = ("verified", "secondary", "assumed", "derived", "user")
NUMBER_WITH_UNIT = re.compile(r"^\s*[-+$€]?\s*[\d.,]+\s*\S*\s*$")


@dataclass(frozen=True)
class Node:
    """A mapping at `path`. `value` is {} where the file wrote something else, and the problem is noted."""

    reading: Reading
    path: tuple
    value: Mapping[str, Any]

    @classmethod
    def at(cls, reading: Reading, path: tuple, value: Any) -> "Node":
        if isinstance(value, dict):
            return cls(reading, path, value)
        reading.document.problem("PM003", path, f"{value!r} is not a mapping. Write `key: value` pairs.")
        return cls(reading, path, {})

    def problem(self, code: str, key: str | None, message: str) -> None:
        self.reading.document.problem(code, (*self.path, key) if key else self.path, message)

    def allow(self, *keys: str) -> None:
        """Every other key is PM001."""
        for key in self.value:
            if key not in keys:
                self.problem("PM001", key, suggest.unknown(key, keys))

    def has(self, key: str) -> bool:
        return self.value.get(key) is not None

    def require(self, key: str, why: str) -> None:
        if not self.has(key):
            self.problem("PM004", key, f"is required and missing. {why}")

    def child(self, key: str) -> "Node":
        """The mapping under the key; empty where there is none."""
        return Node.at(self.reading, (*self.path, key), self.value[key] if self.has(key) else {})

    def children(self, key: str) -> list["Node"]:
        """The mappings of the list under the key."""
        return [Node.at(self.reading, (*self.path, key, i), v) for i, v in enumerate(self.entries(key))]

    def entries(self, key: str) -> list:
        value = self.value.get(key)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        self.problem("PM003", key, f"{value!r} is not a list. Write [..] or lines that begin with a dash.")
        return []

    def plain(self, key: str) -> Any:
        """The scalar under the key, out of its {value, source, status} where it has one."""
        value = self.value.get(key)
        if not isinstance(value, dict):
            return value
        node = self.child(key)
        node.allow("value", "source", "status")
        status = value.get("status")
        if status is not None and status not in VALUE_STATUSES:
            node.problem("PM003", "status", f"{status!r} is not one of {', '.join(VALUE_STATUSES)}.")
        if value.get("value") is None:
            node.problem("PM003", None, "has no value. Write {value: ..., source: ..., status: ...}.")
        return value.get("value")

    def text(self, key: str, default: str = "", choices: Iterable[str] = (), pattern: str = "") -> str:
        value = self.plain(key)
        if value is None:
            return default
        if isinstance(value, bool | int | float | list | date) or (pattern and not re.fullmatch(pattern, value)):
            form = f" Write text of the form {pattern}." if pattern else " Write text, in quotes if need be."
            self.problem("PM003", key, f"{_shown(value)} is not a text that fits here.{form}")
            return default
        if choices and value not in choices:
            self.problem("PM003", key, suggest.unknown(value, choices, f"{value!r} is not known"))
            return default
        return value

    def texts(self, key: str, choices: Iterable[str] = ()) -> tuple[str, ...]:
        """A list of texts; one text stands for a list of one."""
        value = self.value.get(key)
        items = [value] if isinstance(value, str) else self.entries(key)
        for i, item in enumerate(items):
            if not isinstance(item, str) or (choices and item not in choices):
                shown = suggest.unknown(str(item), choices, f"{item!r} is not known") if choices else "not a text."
                self.reading.document.problem("PM003", (*self.path, key, i), shown)
        return tuple(str(item) for item in items)

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.plain(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.problem("PM003", key, f"{_shown(value)} is not true or false.")
        return default

    def day(self, key: str) -> date | None:
        value = self.plain(key)
        if isinstance(value, str):
            value = _parse_day(value) or value
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.problem("PM003", key, f"{_shown(value)} is not a date. Write it as YYYY-MM-DD.")
        return None

    def whole(self, key: str, default: int = 0, lo: int = 0, hi: int = 2**63 - 1) -> int:
        value = self.plain(key)
        if value is None:
            return default
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not lo <= value <= hi:
            self.problem("PM003", key, f"{_shown(value)} is not a whole number from {lo} to {_top(hi)}.")
            return default
        return value

    def number(self, key: str, default: Quantity | None = None, lo: float = 0.0, hi: float = 1e15) -> Quantity | None:
        """A number, or the name of a parameter. None (or the default) where the key is absent."""
        value = self.plain(key)
        if value is None:
            return default
        if isinstance(value, np.ndarray):
            return Quantity(value)
        if isinstance(value, str):
            return self._named(key, value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not lo <= value <= hi:
            self.problem("PM003", key, f"{_shown(value)} is not a number from {lo:g} to {hi:g}.")
            return default or Quantity(lo)
        self._note_source(key, value)
        return Quantity(float(value))

    def share(self, key: str, default: Quantity | None = None) -> Quantity | None:
        return self.number(key, default, 0.0, 1.0)

    def fixed(self, key: str, default: float = 0.0, lo: float = 0.0, hi: float = 1e15) -> float:
        """A number that is never drawn."""
        quantity = self.number(key, None, lo, hi)
        if quantity is not None and isinstance(quantity.value, np.ndarray):
            self.problem("PM003", key, "cannot differ between draws.")
            return default
        return default if quantity is None else float(quantity.value)

    def by_name(self, key: str, allowed: Iterable[str], read: Callable[["Node", str], Any]) -> dict[str, Any]:
        """A mapping from names of a closed list to values."""
        node = self.child(key)
        node.allow(*allowed)
        return {name: read(node, name) for name in allowed if node.has(name)}

    def by_name_node(self, allowed: Iterable[str], read: Callable[["Node"], Any]) -> dict[str, Any]:
        """This mapping, from names of a closed list to mappings."""
        self.allow(*allowed)
        return {name: read(self.child(name)) for name in allowed if self.has(name)}

    def default(self, name: str) -> Quantity:
        """The parameter that stands in for an absent key."""
        parameter = self.reading.parameters[name]
        self.reading.used.add(name)
        return Quantity(0.0 if parameter.value is None else parameter.value, name)

    def file(self, key: str, role: str) -> Path | None:
        """A path relative to the file that holds the key, or `builtin:NAME`."""
        name = self.text(key)
        if not name:
            return None
        path = self.find_file(key, name)
        if path is not None:
            self.reading.files[role] = path
        return path

    def find_file(self, key: str, name: str) -> Path | None:
        folder = self.reading.document.origin((*self.path, key)).file.parent
        path = parameters.builtin(name) if name.startswith("builtin:") else folder / name
        if path is not None and path.is_file():
            return path
        self.problem("PM003", key, f"{name} is not a file. Paths are relative to the scenario file.")
        return None

    def _named(self, key: str, name: str) -> Quantity:
        table = self.reading.parameters
        if name in rate_names() and name not in table:
            return self._rate(key, name)
        if name not in table:
            self.problem("PM003", key, _not_a_number(name, table))
            return Quantity(0.0)
        parameter = table[name]
        if parameter.value is None:
            why = parameter.note or "no public value is shipped"
            self.problem("PM004", key, f"the parameter {name} is a user input: {why}. Give it under parameters.set.")
            return Quantity(0.0)
        self.reading.used.add(name)
        return Quantity(parameter.value, name)

    def _rate(self, key: str, name: str) -> Quantity:
        """A published payment rate on the first day of the entry that names it."""
        try:
            return Quantity(rate_on(name, self.reading.rate_day))
        except PracticeError as e:
            self.problem(e.problems[0].code, key, e.problems[0].message)
            return Quantity(0.0)

    def _note_source(self, key: str, value: Any) -> None:
        raw = self.value.get(key)
        source = raw.get("source") or "" if isinstance(raw, dict) else ""
        status = raw.get("status") or "user" if isinstance(raw, dict) else "user"
        self.reading.sourced.append(SourcedValue(show((*self.path, key)), value, status, str(source)))


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _not_a_number(name: str, table: ParameterTable) -> str:
    if NUMBER_WITH_UNIT.match(name):
        return f"{name!r} is text. Write a plain number without unit, sign of money, separators or percent."
    near = suggest.nearest(name, table.rows)
    meant = f" Did you mean {near}?" if near else ""
    return f"{name!r} is neither a number nor the name of a parameter.{meant} See `firstcontact practice parameters`."


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)


def _top(hi: int) -> str:
    return str(hi) if hi < 2**63 - 1 else "2^63 - 1"
