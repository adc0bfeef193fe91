"""Words that the validator's sentences share."""

import difflib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

KINDS = ((bool, "a truth value"), (int, "a whole number"), (float, "a floating number"), (str, "a string"))


def quoted(value: Any) -> str:
    """A value as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:39] + "…"


def kind_of(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, date):
        return "a date"
    found = next((name for cls, name in KINDS if isinstance(value, cls)), None)
    return found or ("a list" if isinstance(value, list) else "a mapping")


def listed(values: Iterable[str]) -> str:
    return ", ".join(values)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` where something is near, else nothing."""
    near = difflib.get_close_matches(str(name), list(known), n=1)
    return f" Did you mean '{near[0]}'?" if near else ""


def as_decimal_string(value: float) -> str:
    """0.7 -> 0.70: at least two decimals, never an exponent."""
    whole, _, part = f"{Decimal(repr(value)):f}".partition(".")
    return f"{whole}.{part.ljust(2, '0')}"
