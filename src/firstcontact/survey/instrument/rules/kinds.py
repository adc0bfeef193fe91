"""Kinds of values in an instrument: each reads a value, reports what is wrong and hands on what can be used.

`read` gives DROPPED for a value that later rules must not see, so that one slip does not hide the others.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from firstcontact.survey.instrument.rules.texts import DROPPED, read_string, read_text
from firstcontact.survey.instrument.rules.walk import At, Walk
from firstcontact.survey.instrument.rules.words import as_decimal_string, kind_of, listed, quoted

DECIMAL = re.compile(r"-?\d+(\.\d+)?")
MISSING_OPTION_CODES = ("-7", "-8", "-9")


class Kind(Protocol):
    def read(self, value: Any, at: At, walk: Walk) -> Any: ...


@dataclass(frozen=True)
class Scalar:
    """needed: what the sentence says is needed."""

    needed: str
    test: Callable[[Any], bool]

    def read(self, value: Any, at: At, walk: Walk) -> Any:
        if is_floating(value):
            return floating(value, at, walk)
        if isinstance(value, str) and read_string(value, f"'{at.key}'", at, walk) is DROPPED:
            return DROPPED
        if self.test(value):
            return value
        walk.error("V03", at.path, f"'{at.key}' is {quoted(value)} ({kind_of(value)}); {self.needed} is needed.")
        return DROPPED


@dataclass(frozen=True)
class OneOf:
    allowed: tuple[str, ...]

    def read(self, value: Any, at: At, walk: Walk) -> Any:
        if value in self.allowed and isinstance(value, str):
            return value
        walk.error("V03", at.path, f"{at.key} is {quoted(value)}; it must be one of {listed(self.allowed)}.")
        return DROPPED


@dataclass(frozen=True)
class Id:
    """shortest, longest: characters; the first is a letter."""

    shortest: int = 1
    longest: int = 48

    def read(self, value: Any, at: At, walk: Walk) -> Any:
        if STRING.read(value, at, walk) is DROPPED:
            return DROPPED
        if re.fullmatch(r"[a-z][a-z0-9_]*", value) and self.shortest <= len(value) <= self.longest:
            return value
        size = f"at most {self.longest}" if self.shortest == 1 else f"{self.shortest} to {self.longest}"
        rest = f"may hold only small letters, digits and _, begin with a letter, and have {size} characters."
        walk.error("V05", at.path, f"{at.key} '{value}' {rest}")
        return value


@dataclass(frozen=True)
class OptionCode:
    def read(self, value: Any, at: At, walk: Walk) -> Any:
        if isinstance(value, bool):
            why = f"an option code is the boolean {value}. YAML read yes as a truth value; write the code in quotes."
            walk.error("V08", at.path, why if value else why.replace("read yes", "read no"))
            return DROPPED
        if not isinstance(value, str):
            walk.error("V08", at.path, f"an option code is {quoted(value)}, not a text. Write the code in quotes.")
            return DROPPED
        if not re.fullmatch(r"[A-Za-z0-9_]{1,40}", value) and value not in MISSING_OPTION_CODES:
            rest = "may hold only letters, digits and _, at most 40, or be one of -7, -8, -9."
            walk.error("V05", at.path, f"option code '{value}' {rest}")
        return value


@dataclass(frozen=True)
class People:
    """A text in each language. extra: merge fields allowed here only."""

    extra: frozenset[str] = frozenset()
    rule: str = "V10"

    def read(self, value: Any, at: At, walk: Walk) -> Any:
        return read_text(value, at, walk, self.extra, self.rule)


def is_floating(value: Any) -> bool:
    return isinstance(value, float)


def floating(value: float, at: At, walk: Walk) -> Any:
    better = as_decimal_string(value) if value == value and abs(value) != float("inf") else "1.00"
    walk.error("V53", at.path, f'{at.key}: {value} is a floating number; write "{better}".')
    return DROPPED


def whole(at_least: int | None = None, at_most: int | None = None) -> Scalar:
    needed = "a whole number"
    if at_least is not None:
        needed += f" of at least {at_least}"
    if at_most is not None:
        needed += f" and at most {at_most}"
    low, high = at_least if at_least is not None else -(10**15), at_most if at_most is not None else 10**15
    return Scalar(needed, lambda v: is_whole(v) and low <= v <= high)


def is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_decimal_string(value: Any) -> bool:
    return isinstance(value, str) and DECIMAL.fullmatch(value) is not None


def is_day(value: Any) -> bool:
    if value == "today":
        return True
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


STRING = Scalar("a text", lambda v: isinstance(v, str))
FLAG = Scalar("true or false", lambda v: isinstance(v, bool))
NUMBER = Scalar('a whole number or a decimal string such as "0.50"', lambda v: is_whole(v) or is_decimal_string(v))
DECIMAL_STRING = Scalar('a decimal string such as "0.50"', is_decimal_string)
DAY = Scalar("a date such as 2027-01-31, or today,", is_day)
ANY = Scalar("a code, a number, a date or a truth value", lambda v: isinstance(v, str | int))
