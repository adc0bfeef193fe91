"""Runs the suites and lays the result out as a table. Source: specs/practice-model/validation.md 6."""

from collections import Counter

import pyarrow as pa

from firstcontact.errors import UsageError
from firstcontact.practice.validate.cases import CASES
from firstcontact.practice.validate.settings import text
from firstcontact.practice.validate.targets import FOLDERS, Target, targets
from firstcontact.practice.validate.verdicts import BLOCKING, verdict

SUITES = ("exact", "calibrated", "misses", "all")
NUMBERS = ("published", "low", "high", "computed", "difference", "tolerance")
SCHEMA = pa.schema(
    [
        (name, pa.float64() if name in NUMBERS else pa.string())
        for name in ("id", "suite", "area", "definition", *NUMBERS, "tolerance_kind", "verdict", "note")
    ]
)


def validate(suite: str = "all") -> pa.Table:
    """One row per published number of the suite, in file order: id, suite, area, definition, published, low, high,
    computed, difference, tolerance, tolerance_kind, verdict, note.

    `suite`: exact, calibrated, misses or all. Only the verdict `pass` counts as passed.
    """
    if suite not in SUITES:
        raise UsageError(f"--suite {suite} is not a suite. Allowed: {', '.join(SUITES)}.")
    chosen = [t for t in targets() if suite in ("all", t.folder)]
    return pa.Table.from_pylist([_row(target) for target in chosen], schema=SCHEMA)


def counts(table: pa.Table) -> list[str]:
    """One line per suite with its counts by verdict; there is no total over suites."""
    found: dict[str, Counter] = {}
    for row in table.select(["suite", "verdict"]).to_pylist():
        found.setdefault(FOLDERS.get(row["suite"], row["suite"]), Counter())[row["verdict"]] += 1
    return [f"{suite}: {', '.join(f'{n} {v}' for v, n in sorted(c.items()))}" for suite, c in found.items()]


def failed(table: pa.Table) -> bool:
    """True where an exact target is missed, a fit is lost, or a documented miss has changed."""
    return any(v in BLOCKING for v in table["verdict"].to_pylist())


def _row(target: Target) -> dict:
    row = {name: getattr(target, name) for name in SCHEMA.names if hasattr(target, name)}
    if target.id not in CASES:
        return row | {"verdict": "not_run", "note": _why_not(target)}
    computed = CASES[target.id]()
    difference = None if target.published is None else computed.value - target.published
    result = {"computed": computed.value, "difference": difference, "verdict": verdict(target, computed)}
    return row | result | {"note": computed.note}


def _why_not(target: Target) -> str:
    if target.suite == "external_data":
        return f"needs your own {text(f'external.{target.id}')}"
    return "not attempted"
