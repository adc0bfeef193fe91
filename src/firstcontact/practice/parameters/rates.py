"""Published payment rates by date: payment_rates.csv, named model.component."""

from datetime import date
from functools import cache

from firstcontact.practice.csv_rows import Row, read_rows
from firstcontact.practice.parameters.shipped import shipped
from firstcontact.practice.problems import refuse

COLUMNS = (
    "model",
    "component",
    "value",
    "low",
    "high",
    "unit",
    "valid_from",
    "valid_to",
    "status",
    "source_id",
    "note",
)


@cache
def rate_names() -> frozenset[str]:
    """All names, such as fqhc_pps.base_rate."""
    return frozenset(_name(row) for row in _rows())


def rate_on(name: str, day: date) -> float:
    """The value of `model.component` on a date.

    Raises PracticeError: PM030 where no row is valid then, PM006 where two are, PM004 for a user input.
    """
    valid = [row for row in _rows() if _name(row) == name and _holds(row, day)]
    if not valid:
        raise refuse("PM030", f"{name} has no value on {day}. Give the amount in the scenario.", name)
    if len(valid) > 1:
        raise refuse("PM006", f"{name} has {len(valid)} values on {day}. Correct the dates of payment_rates.csv.", name)
    row = valid[0]
    if not row["value"]:
        why = row["note"] or "no public value is shipped"
        raise refuse("PM004", f"{name} is a user input: {why}. Give the amount in the scenario.", name)
    return float(row["value"])


@cache
def _rows() -> list[Row]:
    return read_rows(shipped("payment_rates"), COLUMNS)


def _name(row: Row) -> str:
    return f"{row['model']}.{row['component']}"


def _holds(row: Row, day: date) -> bool:
    first = date.fromisoformat(row["valid_from"]) if row["valid_from"] else date.min
    last = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
    return first <= day <= last


def missing_rates() -> list[dict[str, str]]:
    """Published rates without a public amount: parameter, unit, why."""
    return [
        {"parameter": _name(row), "unit": row["unit"], "why": row["note"] or "no public value is shipped"}
        for row in _rows()
        if not row["value"]
    ]
