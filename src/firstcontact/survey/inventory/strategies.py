"""The strategy library that ships with the code: strategies.csv beside the instruments."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Strategy:
    """One way in which a practice engages patients; domain: such as visit_preparation."""

    strategy_id: str
    title: str
    domain: str


@cache
def strategies() -> dict[str, Strategy]:
    """By strategy_id, in the order of the file."""
    file = resources.files("firstcontact.survey.instruments") / "strategies.csv"
    with file.open(newline="", encoding="utf-8") as f:
        return {r["strategy_id"]: Strategy(r["strategy_id"], r["title"], r["domain"]) for r in csv.DictReader(f)}
