"""Published margins that a simulated data set comes close to.

Source: specs/surveys/README.md 14 and published_values.csv (margins only, no microdata, no item texts).
"""

import csv
from dataclasses import dataclass, field
from importlib import resources

import yaml

ABOVE = 1.5  # percentage points: how far over a published `more than` the simulator aims


@dataclass(frozen=True)
class Aims:
    """measures: measure_id -> mean score 0-100; shares: link_id -> percent with code 1; numbers: link_id -> (lowest,
    most frequent, highest); rows: id -> the published row it comes from."""

    measures: dict[str, float] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    numbers: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)


def aims_of(instrument_id: str) -> Aims:
    """The aims of an instrument; empty where nothing was published for it."""
    held = yaml.safe_load(_text("aims.yaml")).get(instrument_id, {})
    published = published_values()
    named = {kind: held.get(kind, {}) for kind in ("measures", "shares")}
    return Aims(
        **{kind: {k: target(published[row]) for k, row in rows.items()} for kind, rows in named.items()},
        numbers={k: (low, mode, high) for k, (low, mode, high) in held.get("numbers", {}).items()},
        rows={**named["measures"], **named["shares"]},
    )


def published_values() -> dict[str, dict[str, str]]:
    """value_id -> row."""
    return {r["value_id"]: r for r in csv.DictReader(_text("published_values.csv").splitlines())}


def target(row: dict[str, str]) -> float:
    """The number to aim at: the value, the middle of a range, or a little over a `more than`."""
    value = float(row["value"])
    if row["bound"] == "between":
        return (value + float(row["value_high"])) / 2
    return value + ABOVE if row["bound"] in (">", ">=") else value


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
