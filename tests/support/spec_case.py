"""Worked cases of a measure: read from YAML, run on the engine's own bound SQL, compared to the last digit.

A case gives small text tables with the columns that matter. `given` holds core tables: ids stay text, other missing
columns are NULL where the schema allows it, else false, 0 or the first of their kind. `given_inputs` holds raw input
tables; they go through the production loader (see `Loader`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import yaml

from firstcontact.engine.bind import Parameters, bind, parse
from firstcontact.engine.definitions import Definition
from firstcontact.engine.schema import tables
from support.core_store import PARAMETERS, default

Row = tuple[object, object, Decimal | None, Decimal | None]
# Puts raw input tables through intake and core and gives a connection with the core tables.
Loader = Callable[[dict[str, list[dict[str, str | None]]]], duckdb.DuckDBPyConnection]


@dataclass(frozen=True)
class Case:
    """One worked case. `file` and `name` are its address in a test report."""

    file: Path
    measure: str
    name: str
    variant: str | None
    given: dict[str, str]
    expect: str
    parameters: dict[str, object] = field(default_factory=dict)
    given_inputs: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.measure}: {self.name}"


CASE_KEYS = {"name", "variant", "parameters", "given", "given_inputs", "expect"}
FILE_KEYS = {"measure", "variant", "parameters", "cases"}


def read_cases(path: Path) -> list[Case]:
    """All cases of one file. Keys are closed: a key that drifted is an error, not an ignored line."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    _refuse_unknown(data, FILE_KEYS, path)
    return [_case(path, data, case) for case in data["cases"]]


def _case(path: Path, data: dict, case: dict) -> Case:
    _refuse_unknown(case, CASE_KEYS, path)
    parameters = {**(data.get("parameters") or {}), **(case.get("parameters") or {})}
    variant = case.get("variant", data.get("variant"))
    given, inputs = case.get("given") or {}, case.get("given_inputs") or {}
    return Case(
        path,
        data["measure"],
        case["name"],
        None if variant is None else str(variant),
        given,
        case["expect"],
        parameters,
        inputs,
    )


def _refuse_unknown(found: dict, known: set[str], path: Path) -> None:
    unknown = set(found) - known
    if unknown:
        raise ValueError(f"{path.name}: unknown key {sorted(unknown)}. Known keys: {', '.join(sorted(known))}.")


def all_cases(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.rglob("*.yaml")):
        yield from read_cases(path)


def read_table(text: str) -> list[dict[str, str | None]]:
    """Rows of a text table; an empty cell is NULL."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    header = [c.strip() for c in lines[0].split("|")]
    rows = [[c.strip() for c in line.split("|")] for line in lines[1:]]
    for cells in rows:
        if len(cells) != len(header):
            raise ValueError(f"a row has {len(cells)} cells, the header {len(header)}: {cells}")
    return [{name: cell or None for name, cell in zip(header, cells, strict=True)} for cells in rows]


def run_case(case: Case, definition: Definition, loader: Loader | None = None) -> list[Row]:
    """Unit rows that the measure's bound SQL gives, sorted."""
    if case.given_inputs:
        if loader is None:
            raise ValueError("a case with given_inputs needs the production loader")
        con = loader({name: read_table(text) for name, text in case.given_inputs.items()})
    else:
        con = core_tables({name: read_table(text) for name, text in case.given.items()})
    found = [row for sql in bound_sql(definition, case.variant, case.parameters) for row in con.execute(sql).fetchall()]
    con.close()
    return sorted((_row(r) for r in found), key=str)


def bound_sql(definition: Definition, variant: str | None, parameters: dict[str, object]) -> list[str]:
    """The measure's branches with the variant's values and the parameters as constants."""
    result_id = f"{definition.id}.{variant}" if variant else definition.id
    values = definition.variants[result_id]
    branches = bind(parse(definition.sql), values, Parameters.of({**PARAMETERS, **parameters}), [])
    return [b.sql("duckdb") for b in branches]


def expected(case: Case) -> list[Row]:
    return sorted((_row(tuple(r.values())) for r in read_table(case.expect)), key=str)


def _row(cells: tuple) -> Row:
    unit, period, numerator, denominator = cells
    return str(unit), str(period)[:10], _number(numerator), _number(denominator)


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value)).normalize() + 0


def core_tables(given: dict[str, list[dict[str, str | None]]]) -> duckdb.DuckDBPyConnection:
    """A database with every core table; those in `given` hold its rows."""
    con = duckdb.connect()
    for name, columns in tables().items():
        types = {c: _case_type(c, t) for c, t in columns.items()}
        con.execute(f"CREATE TABLE {name} ({', '.join(f'{c} {t}' for c, t in types.items())})")
        for row in given.get(name, []):
            _insert(con, name, columns, types, row)
    unknown = set(given) - set(tables())
    if unknown:
        raise ValueError(f"there is no core table {sorted(unknown)}")
    return con


def _case_type(column: str, declared: str) -> str:
    """Ids stay text, so that cases can call a person p1."""
    is_id = declared.startswith("id ") or (column.endswith("_id") and declared.rstrip("?") in ("BIGINT", "INTEGER"))
    return "VARCHAR" if is_id else declared.rstrip("?")


def _insert(
    con: duckdb.DuckDBPyConnection,
    table: str,
    columns: dict[str, str],
    types: dict[str, str],
    row: dict[str, str | None],
) -> None:
    unknown = set(row) - set(columns)
    if unknown:
        raise ValueError(f"{table} has no column {sorted(unknown)}. Columns: {', '.join(columns)}.")
    values = [row[c] if c in row else _default(c, t, types[c], row) for c, t in columns.items()]
    marks = ", ".join(f"CAST(? AS {t})" for t in types.values())
    con.execute(f"INSERT INTO {table} VALUES ({marks})", values)


def _default(column: str, declared: str, case_type: str, row: dict[str, str | None]) -> object:
    """What a column that the case leaves out holds. The first day of the year follows from the month."""
    if declared.endswith("?"):
        return None
    if column == "year_start" and row.get("month"):
        return date.fromisoformat(row["month"]).replace(month=1)
    return "" if case_type == "VARCHAR" else default(declared)
