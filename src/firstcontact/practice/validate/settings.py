"""Values that the validation itself needs: seeds, asserted misses, fitted parameters."""

from functools import cache
from pathlib import Path

from firstcontact.practice.csv_rows import read_rows

COLUMNS = ("name", "value", "unit", "status", "source_id", "note")


@cache
def _values() -> dict[str, str]:
    return {row["name"]: row["value"] for row in read_rows(Path(__file__).with_name("settings.csv"), COLUMNS)}


def text(name: str) -> str:
    return _values()[name]


def number(name: str) -> float:
    return float(text(name))


def whole(name: str) -> int:
    return int(text(name))
