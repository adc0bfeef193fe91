"""Numbers and names as a reader wants them."""

import csv
from functools import cache
from pathlib import Path

from firstcontact.practice.names import SETTINGS, SIZE_CLASSES
from firstcontact.report import words
from firstcontact.report.words import number, percent

KNOWN = (*SETTINGS, *SIZE_CLASSES)


@cache
def _outcomes() -> dict[str, tuple[str, str]]:
    with Path(__file__).with_name("outcomes.csv").open(newline="", encoding="utf-8") as f:
        return {row["outcome"]: (row["label"], row["unit"]) for row in csv.DictReader(f)}


def label(outcome: str) -> str:
    """Plain name of an outcome; an unknown one in its own letters."""
    return _outcomes().get(outcome, (outcome.replace("_", " "), ""))[0]


def unit(outcome: str) -> str:
    """usd, count, share or weeks; money for every name that ends in _usd."""
    return _outcomes().get(outcome, ("", "usd" if outcome.endswith("_usd") else "count"))[1]


def usd(value: float | None) -> str:
    """Whole dollars; cents only below 100, and none on zero."""
    return number(value, 2 if value and abs(value) < 100 else 0)


def count(value: float | None) -> str:
    """No decimals for whole numbers and from 100 on, else two."""
    whole = value is None or abs(value) >= 100 or float(value).is_integer()
    return number(value, 0 if whole else 2)


def share(value: float | None) -> str:
    return percent(value, 1)


def shown(value: float | None, outcome: str) -> str:
    """A value in the form of its outcome."""
    return {"usd": usd, "share": share}.get(unit(outcome), count)(value)


def span(low: float | None, high: float | None, outcome: str) -> str:
    """`low to high`, or a dash where either is not known."""
    return words.span(shown(low, outcome), shown(high, outcome))


def group(text: object) -> str:
    """`independent/le2` as people read it."""
    return ", ".join(GROUPS.get(part, part.replace("_", " ")) for part in str(text).split("/"))


def order(group_id: str) -> tuple:
    """Sorts groups as the model lists them: settings and sizes in their order, other names by letter."""
    return tuple((KNOWN.index(part) if part in KNOWN else len(KNOWN), part) for part in group_id.split("/"))


def lower(text: str) -> str:
    """A label inside a sentence."""
    return text[:1].lower() + text[1:]


GROUPS = {
    "all": "all practices",
    "fqhc": "FQHC",
    "le2": "up to 2 FTE MD",
    "2_4": "2 to 4 FTE MD",
    "4_7": "4 to 7 FTE MD",
    "7_13": "7 to 13 FTE MD",
    "gt13": "over 13 FTE MD",
    "md": "physicians",
    "np_pa": "nurse practitioners, physician assistants",
    "rn": "registered nurses",
    "lpn": "practical nurses",
    "ma": "medical assistants",
    "care_manager": "care managers",
    "bh": "behavioural health",
    "admin": "administration",
}
