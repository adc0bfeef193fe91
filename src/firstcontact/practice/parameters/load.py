"""Reads parameter files strictly; a later file overrides by name."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from firstcontact.practice import fit, suggest
from firstcontact.practice.csv_rows import Row, read_rows
from firstcontact.practice.parameters.model import DISTS, STATUSES, Parameter, ParameterTable
from firstcontact.practice.parameters.shipped import shipped
from firstcontact.practice.problems import PracticeError, Problem, ScenarioError

REQUIRED = ("parameter", "value", "status", "source_id")
OPTIONAL = ("low", "high", "level", "dist", "unit", "price_year", "layer", "note")
WAGE_COLUMNS = (
    "role",
    "wage_loaded_usd",
    "low",
    "high",
    "level",
    "price_year",
    "region",
    "status",
    "source_id",
    "note",
)
SOURCE_COLUMNS = ("source_id", "title", "year", "address", "read_as")
SAME_NOTE = "as above"
LAYERS = ("mean", "heterogeneity")


def load_parameters(files: Sequence[Path] = ()) -> ParameterTable:
    """The shipped parameters and wages, overridden by name by `files` in their order.

    Raises ScenarioError with every problem of every file: PM005 for an interval, PM013 for a source, column,
    status or distribution.
    """
    table = _shipped()
    sources, rows = dict(table.sources), dict(table.rows)
    problems: list[Problem] = []
    for path in files:
        sources |= _titles(path.parent / "sources.csv")
        rows |= {p.name: p for p in _read_file(path, sources, problems)}
    if problems:
        raise ScenarioError(problems)
    return ParameterTable(dict(sorted(rows.items())), sources)


@cache
def _shipped() -> ParameterTable:
    """The shipped files, read once."""
    sources = _titles(shipped("sources"))
    problems: list[Problem] = []
    rows = [*_read_wages(), *_read_file(shipped("parameters"), sources, problems)]
    if problems:
        raise ScenarioError(problems)
    return ParameterTable({p.name: p for p in rows}, sources)


def _titles(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    return {row["source_id"]: row["title"] for row in read_rows(path, SOURCE_COLUMNS[:2], SOURCE_COLUMNS[2:])}


def _read_file(path: Path, sources: dict[str, str], problems: list[Problem]) -> list[Parameter]:
    try:
        rows = read_rows(path, REQUIRED, OPTIONAL, unknown="PM013")
    except ScenarioError as e:
        problems.extend(e.problems)
        return []
    found, seen = [], set()
    for row in rows:
        if row["parameter"] in seen:
            problems.append(row.problem("PM013", "parameter", f"{row['parameter']} stands twice. Keep one row."))
        seen.add(row["parameter"])
        problems.extend(_row_problems(row, sources))
        found.append(_parameter(row, row["parameter"], "value", problems))
    return found


def _read_wages() -> list[Parameter]:
    """The shipped loaded wages, as parameters named wage_loaded.<role>; the unit is money per FTE and year."""
    problems: list[Problem] = []
    found, note = [], ""
    for row in read_rows(shipped("wages"), WAGE_COLUMNS):
        note = row["note"] if row["status"] == "user_input" and row["note"] != SAME_NOTE else note
        told = note if row["note"] == SAME_NOTE else row["note"]
        values = {**row.values, "unit": "USD/FTE-year", "dist": "auto" if row["low"] else "fixed", "note": told}
        row = Row(row.file, row.line, values)
        found.append(_parameter(row, f"wage_loaded.{row['role']}", "wage_loaded_usd", problems))
    return found


def _row_problems(row: Row, sources: dict[str, str]) -> list[Problem]:
    problems = []
    if not row["parameter"]:
        problems.append(row.problem("PM013", "parameter", "is empty. Every row names a parameter."))
    for column, allowed in (("status", STATUSES), ("dist", DISTS), ("layer", LAYERS)):
        if (row[column] and row[column] not in allowed) or (column == "status" and not row[column]):
            message = suggest.unknown(row[column], allowed, f"{row[column]!r} is not known")
            problems.append(row.problem("PM013", column, message))
    if row["status"] == "user_input" and row["value"]:
        problems.append(row.problem("PM013", "value", "a user_input row has no value. Give the value another status."))
    return problems + _source_problems(row, sources)


def _source_problems(row: Row, sources: dict[str, str]) -> list[Problem]:
    source = row["source_id"]
    if source in sources or (not source and row["status"] == "user_input"):
        return []
    if not source:
        return [row.problem("PM013", "source_id", "is empty. Every value names its source.")]
    message = f"{source!r} is not in sources.csv. Add it to a sources.csv beside this file."
    return [row.problem("PM013", "source_id", message)]


def _parameter(row: Row, name: str, value_column: str, problems: list[Problem]) -> Parameter:
    value, low, high, level = (_number(row, c, problems) for c in (value_column, "low", "high", "level"))
    parameter = Parameter(
        name=name,
        value=value,
        low=low,
        high=high,
        level=level,
        dist=row["dist"] or ("fixed" if low is None else "auto"),
        unit=row["unit"],
        price_year=row["price_year"],
        layer=row["layer"] or "mean",
        status=row["status"],
        source_id=row["source_id"],
        note=row["note"],
        file=row.file,
        line=row.line,
    )
    return checked(parameter, problems)


def _number(row: Row, column: str, problems: list[Problem]) -> float | None:
    if not row[column]:
        return None
    try:
        return float(row[column])
    except ValueError:
        problems.append(row.problem("PM005", column, f"{row[column]!r} is not a number. Write a plain number."))
        return None


def checked(parameter: Parameter, problems: list[Problem], path: str = "") -> Parameter:
    """The parameter, its empty value filled where the bounds give it; what cannot be fitted is noted as PM005."""
    p = parameter
    if p.value is None and p.status == "user_input":
        return p
    try:
        fit.fit(p.value, p.low, p.high, p.level, p.dist, "share" if p.is_share else None)
    except PracticeError as e:
        problems.append(Problem("PM005", f"{p.name}: {e.problems[0].message}", p.file, p.line, path or "low"))
        return p
    return p if p.value is not None else replace(p, value=(p.low + p.high) / 2)
