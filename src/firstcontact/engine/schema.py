"""The core tables as the lint and the planner see them: columns, types and unique keys."""

from functools import cache
from importlib import resources

import yaml

# Columns that are unique together: a LEFT JOIN on them never makes a row twice.
KEYS: dict[str, frozenset[str]] = {
    "person": frozenset({"person_id"}),
    "person_month": frozenset({"coverage_id", "month"}),
    "person_year": frozenset({"person_id", "year_start"}),
    "coverage_year": frozenset({"coverage_id", "year_start"}),
    "spend_cube": frozenset({"coverage_id", "month"}),
    "attribution": frozenset({"coverage_id", "year_start"}),
    "visit": frozenset({"visit_id"}),
    "stay": frozenset({"stay_id"}),
    "ed_visit": frozenset({"ed_visit_id"}),
    "rx_fill": frozenset({"fill_id"}),
    "clinician": frozenset({"npi"}),
    "clinician_year": frozenset({"npi", "year_start"}),
    "practice": frozenset({"practice_id"}),
    "practice_year": frozenset({"practice_id", "year_start"}),
    "area": frozenset({"area_id"}),
    "area_year": frozenset({"area_id", "year_start"}),
    "calendar_month": frozenset({"month"}),
    "measured_period": frozenset({"year_start"}),
}

VARIANT = {"name": "VARCHAR", "value": "VARCHAR"}
# Tables that a definition names under another key than `reads`.
FREE_TABLES = {"variant", "parameter", "codelist"}


@cache
def _declared() -> dict[str, dict]:
    text = (resources.files("firstcontact.core") / "tables.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


@cache
def tables() -> dict[str, dict[str, str]]:
    """table -> column -> type as in core/tables.yaml (`id person`, `DATE?`), with the table `variant`."""
    return {name: dict(t["columns"]) for name, t in _declared().items()} | {"variant": VARIANT}


@cache
def scopes() -> dict[str, str]:
    """table -> bucket or once."""
    return {name: t["scope"] for name, t in _declared().items()}


def sql_type(declared: str) -> str:
    """Type for a table definition: `id person?` is INTEGER."""
    bare = declared.rstrip("?")
    return "INTEGER" if bare.startswith("id ") else bare


@cache
def schema() -> dict[str, dict[str, str]]:
    return {name: {c: sql_type(t) for c, t in columns.items()} for name, columns in tables().items()}
