"""The shipped code lists: is this code on this list on this day?"""

import csv
import gzip
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import resources

FOLDER = resources.files("firstcontact") / "codelists"
WEIGHTS = [
    "non_emergent",
    "primary_care_treatable",
    "emergent_avoidable",
    "emergent_unavoidable",
    "mental_health",
    "substance_use",
    "alcohol",
    "injury",
    "unclassified",
]


@lru_cache
def lists() -> dict[str, dict[str, list[tuple[date | None, date | None]]]]:
    found: dict = {}
    for file in FOLDER.iterdir():
        if file.name.endswith(".csv"):
            for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
                if "list" in row and "valid_from" in row:
                    days = (_day(row["valid_from"]), _day(row["valid_to"]))
                    found.setdefault(row["list"], {}).setdefault(row["code"], []).append(days)
    return found


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def on_list(name: str, code: str | None, day: date | None = None) -> bool:
    """Validity is inclusive; without a day only membership counts."""
    spans = lists()[name].get(code, [])
    return any(day is None or ((a is None or a <= day) and (b is None or day <= b)) for a, b in spans)


def group_of(prefix: str, code: str | None, day: date) -> str | None:
    """The one list `<prefix><group>` that holds the code; `other` for a code on none; None for no code."""
    if code is None:
        return None
    for name in lists():
        if name.startswith(prefix) and on_list(name, code, day):
            return name.removeprefix(prefix)
    return "other"


@lru_cache
def emergency_weights() -> dict[str, dict[str, Decimal]]:
    with resources.as_file(FOLDER / "ed_weights.csv.gz") as path, gzip.open(path, "rt", encoding="utf-8") as file:
        rows = (row for row in csv.DictReader(file) if row["code_system"] == "icd-10-cm")
        return {row["code"]: {name: Decimal(row[name]) for name in WEIGHTS} for row in rows}
