"""The file of `practice arrangement`: two arrangements and the points at which they are compared.

Source: specs/practice-model/model.md 13.1.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from firstcontact.practice import arrangement
from firstcontact.practice.arrangement_lines import lines
from firstcontact.practice.exact import cents, exact
from firstcontact.practice.problems import PracticeError
from firstcontact.practice.scenario.document import Document, read_document
from firstcontact.practice.scenario.paths import parse
from firstcontact.practice.suggest import unknown

SCHEMA_NAME = "firstcontact.arrangement/1"
KEYS = ("schema", "id", "price_per_visit", "risk", "old", "new", "points")
POINT_KEYS = ("panel", "visits_per_patient_year")
OPTIONAL = ("risk",)
MONEY = pa.decimal128(18, 2)
TABLE = pa.schema(
    [
        ("panel", pa.float64()),
        ("visits_per_patient_year", pa.float64()),
        ("old_total_usd", MONEY),
        ("new_total_usd", MONEY),
        ("difference_usd", MONEY),
        ("breakeven_visits", pa.decimal128(18, 6)),
        ("status", pa.string()),
        ("side", pa.string()),
    ]
)


@dataclass(frozen=True)
class Arrangements:
    """A checked arrangement file. `points`: mappings with panel and visits_per_patient_year."""

    id: str
    price_per_visit: object
    risk: object
    old: Sequence[Mapping]
    new: Sequence[Mapping]
    points: Sequence[Mapping]


def read(path: Path) -> Arrangements:
    """Read an arrangement file strictly. Raises ScenarioError with every problem, each with its line."""
    document = read_document(path)
    _check_keys(document)
    document.refuse_if_problems()
    data = {"risk": 1, **document.data}
    _check_parts(document, data)
    document.refuse_if_problems()
    return Arrangements(**{key: data[key] for key in KEYS if key != "schema"})


def table(arrangements: Arrangements) -> pa.Table:
    """One row per point: totals of a year, their difference, and the visits at which both pay the same."""
    return pa.Table.from_pylist([_row(arrangements, point) for point in arrangements.points], schema=TABLE)


def _row(a: Arrangements, point: Mapping) -> dict:
    panel, visits = point["panel"], point["visits_per_patient_year"]
    old = arrangement.annual(a.old, panel, visits, a.price_per_visit, a.risk).total
    new = arrangement.annual(a.new, panel, visits, a.price_per_visit, a.risk).total
    even = arrangement.breakeven_visits(a.new, a.old, a.price_per_visit, panel, a.risk)
    return {
        "panel": float(exact(panel, "panel")),
        "visits_per_patient_year": float(exact(visits, "visits_per_patient_year")),
        "old_total_usd": cents(old),
        "new_total_usd": cents(new),
        "difference_usd": cents(new - old),
        "breakeven_visits": None if even.value is None else Decimal(f"{even.value:.6f}"),
        "status": even.status,
        "side": even.side,
    }


def _check_keys(document: Document) -> None:
    data = document.data
    if data.get("schema") != SCHEMA_NAME:
        document.problem(
            "PM003", ("schema",), f"{data.get('schema')!r} is not {SCHEMA_NAME}. Write schema: {SCHEMA_NAME}."
        )
    for key in data:
        if key not in KEYS:
            document.problem("PM001", (key,), unknown(key, KEYS))
    for key in KEYS:
        if key not in data and key not in OPTIONAL:
            document.problem("PM004", (key,), f"the key {key} is missing. Write it.")
    for key in ("old", "new", "points"):
        if key in data and not (isinstance(data[key], list) and data[key]):
            document.problem("PM003", (key,), "this is not a list. Write at least one entry, each after a dash.")


def _check_parts(document: Document, data: Mapping) -> None:
    for key in ("price_per_visit", "risk"):
        _note(document, lambda key=key: exact(data[key], key))
    for side in ("old", "new"):
        _note(document, lambda side=side: lines(data[side], 1, 1, side))
    for index, point in enumerate(data["points"]):
        _check_point(document, point, ("points", index))


def _check_point(document: Document, point: object, path: tuple) -> None:
    if not isinstance(point, dict):
        document.problem("PM003", path, f"this is not a point. Write {{{', '.join(POINT_KEYS)}}}.")
        return
    for key in point:
        if key not in POINT_KEYS:
            document.problem("PM001", (*path, key), unknown(key, POINT_KEYS))
    for key in POINT_KEYS:
        if key not in point:
            document.problem("PM004", (*path, key), f"the key {key} is missing. Write it.")
        else:
            _note(document, lambda key=key: exact(point[key], ""), (*path, key))


def _note(document: Document, attempt: Callable[[], object], path: tuple | None = None) -> None:
    """Run a check of the library and note its problems with the file and line of their path."""
    try:
        attempt()
    except PracticeError as e:
        for problem in e.problems:
            document.problem(problem.code, path or parse(problem.path) or (), problem.message)
