"""Parameters as a table, and those that only the user can supply."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from firstcontact.practice import suggest
from firstcontact.practice.parameters.load import load_parameters
from firstcontact.practice.parameters.model import Parameter, ParameterTable
from firstcontact.practice.parameters.rates import missing_rates
from firstcontact.practice.problems import Problem, ScenarioError

COLUMNS = pa.schema(
    [
        ("parameter", pa.string()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("level", pa.float64()),
        ("dist", pa.string()),
        ("unit", pa.string()),
        ("price_year", pa.string()),
        ("status", pa.string()),
        ("source", pa.string()),
    ]
)
MISSING = pa.schema([("parameter", pa.string()), ("unit", pa.string()), ("why", pa.string())])
NOT_PUBLIC = "no public value is shipped"


def list_parameters(names: Sequence[str] = (), file: Path | None = None) -> pa.Table:
    """The named parameters (all where none is named) with their source's title; `file` is loaded strictly over them.

    Raises ScenarioError: the problems of the file, or PM003 for a name that is not a parameter.
    """
    table = load_parameters([file] if file else [])
    unknown = [name for name in names if name not in table]
    if unknown:
        said = [suggest.unknown(n, table.rows, f"{n!r} is not a parameter") for n in unknown]
        raise ScenarioError([Problem("PM003", message) for message in said])
    return pa.Table.from_pylist([_row(table, table[name]) for name in names or table.rows], COLUMNS)


def missing_parameters() -> pa.Table:
    """What the user must supply where a scenario needs it: parameters and published rates without a value."""
    rows = [
        {"parameter": p.name, "unit": p.unit, "why": p.note or NOT_PUBLIC}
        for p in load_parameters().rows.values()
        if p.value is None
    ]
    return pa.Table.from_pylist([*rows, *missing_rates()], MISSING)


def _row(table: ParameterTable, parameter: Parameter) -> dict:
    fields = ("value", "low", "high", "level", "dist", "unit", "price_year", "status")
    source = table.sources.get(parameter.source_id, parameter.source_id)
    return {"parameter": parameter.name, **{f: getattr(parameter, f) for f in fields}, "source": source}
