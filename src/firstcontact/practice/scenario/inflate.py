"""Moves money parameters from their price year to another, by an index that the user names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from firstcontact.practice.csv_rows import Row, read_rows
from firstcontact.practice.parameters.model import Parameter, ParameterTable
from firstcontact.practice.problems import ScenarioError

YEARS = re.compile(r"(\d{4})(?:-(\d{2}|\d{4}))?")  # 2017, 2015-16, 2015-2016


def read_index(path: Path) -> dict[int, float]:
    """Price level by year from a CSV with the columns year, factor. Raises ScenarioError."""
    rows = read_rows(path, ("year", "factor"), ("source",))
    return {_whole(row): _positive(row) for row in rows}


@dataclass(frozen=True)
class Inflated:
    """The table in other prices; the note for each moved parameter; the price year of each that could not be moved."""

    table: ParameterTable
    notes: Mapping[str, str]
    left: Mapping[str, str]


def inflated(table: ParameterTable, index: Mapping[int, float], to: int) -> Inflated:
    """Value, low and high of every USD parameter with a price year x index[to] / index[price year].

    A price year written as a span (2015-16) counts as its last year. Parameters whose year, or the year `to`,
    is not in the index are left as they are and named in `left`.
    """
    money = [p for p in table.rows.values() if p.unit.startswith("USD") and p.price_year and p.value is not None]
    factors = {p.name: index[to] / index[last_year(p.price_year)] for p in money if _both_known(p, index, to)}
    moved = {name: _times(table[name], factor, to) for name, factor in factors.items()}
    notes = {name: f"{name}: prices of {table[name].price_year} x {f:.6g} = {to}" for name, f in factors.items()}
    left = {p.name: p.price_year for p in money if p.name not in moved}
    return Inflated(replace(table, rows={**table.rows, **moved}), notes, left)


def _both_known(p: Parameter, index: Mapping[int, float], to: int) -> bool:
    return to in index and last_year(p.price_year) in index


def last_year(price_year: str) -> int | None:
    """2017 -> 2017; 2015-16 -> 2016. None for what is no year."""
    match = YEARS.fullmatch(price_year)
    if match is None:
        return None
    first, last = match.groups()
    return int(first[: 4 - len(last)] + last) if last else int(first)


def _times(p: Parameter, factor: float, year: int) -> Parameter:
    low, high = (None if x is None else x * factor for x in (p.low, p.high))
    return replace(p, value=p.value * factor, low=low, high=high, price_year=str(year))


def _whole(row: Row) -> int:
    if not row["year"].isdigit():
        raise ScenarioError(row.problem("PM003", "year", f"{row['year']!r} is not a year."))
    return int(row["year"])


def _positive(row: Row) -> float:
    try:
        factor = float(row["factor"])
    except ValueError:
        factor = 0.0
    if not 0 < factor < float("inf"):
        raise ScenarioError(row.problem("PM003", "factor", f"{row['factor']!r} is not a number above 0."))
    return factor
