"""Reads a scenario file into a Scenario, or refuses it with everything that is wrong."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from firstcontact.practice.parameters.model import ParameterTable
from firstcontact.practice.scenario.checks import check_used, warn_sources
from firstcontact.practice.scenario.document import Document, read_document
from firstcontact.practice.scenario.expand import expand_presets
from firstcontact.practice.scenario.model import Scenario
from firstcontact.practice.scenario.node import Node
from firstcontact.practice.scenario.payment_rules import check_components, check_gaps, check_overlaps
from firstcontact.practice.scenario.read_costs import (
    read_costs,
    read_exit,
    read_physician_pay,
    read_prices,
    read_staffing,
)
from firstcontact.practice.scenario.read_outputs import read_outputs, read_reference
from firstcontact.practice.scenario.read_parameters import read_correlations, read_table, read_vary_given
from firstcontact.practice.scenario.read_payment import read_payer_shift, read_payment
from firstcontact.practice.scenario.read_population import read_population
from firstcontact.practice.scenario.read_relief import read_relief
from firstcontact.practice.scenario.read_visits import read_capacity, read_demand, read_shock, read_telemedicine
from firstcontact.practice.scenario.reading import Reading
from firstcontact.practice.scenario.weeks import Weeks

SCHEMA = "firstcontact.practice/1"
KEYS = (
    "schema",
    "id",
    "title",
    "description",
    "base",
    "start",
    "weeks",
    "seed",
    "draws",
    "population",
    "parameters",
    "prices",
    "demand",
    "shock",
    "telemedicine",
    "capacity",
    "payment",
    "payer_shift",
    "costs",
    "staffing",
    "physician_pay",
    "relief",
    "exit",
    "reference",
    "outputs",
)
MAX_WEEKS = 520
NO_START = date(2000, 1, 1)  # stands in for a start that is missing, so that the rest is still read


def load_scenario(path: str | Path, strict_sources: bool = False) -> Scenario:
    """Read a scenario file with its bases, series and parameters.

    Raises ScenarioError; `.problems` lists everything that is wrong. `strict_sources` makes a value without a
    source a problem (PM013) instead of a warning.
    """
    return build(read_document(Path(path)), strict_sources=strict_sources)


def build(document: Document, table: ParameterTable | None = None, strict_sources: bool = False) -> Scenario:
    """The scenario of a merged document. `table`: parameters already read."""
    reading = Reading(document, ParameterTable({}))
    root = Node.at(reading, (), document.data)
    root.allow(*KEYS)
    head = _read_head(root)
    weeks = Weeks(head["start"] or NO_START, head["weeks"])
    written = document.data
    document.data = expand_presets(document, weeks)
    root = Node.at(reading, (), document.data)
    reading.rate_day = weeks.start
    reading.parameters = table or read_table(root)
    sections = _read_sections(root, weeks)
    if head["start"]:
        check_gaps(root, sections["payment"], weeks)
    check_used(root)
    warn_sources(root, strict_sources)
    document.refuse_if_problems()
    return Scenario(
        **head,
        **sections,
        parameters=reading.parameters,
        used=tuple(sorted(reading.used)),
        sourced=tuple(reading.sourced),
        warnings=tuple(reading.warnings),
        data=document.data,
        written=written,
        files=dict(sorted(reading.files.items())),
        folder=document.file.parent,
    )


def rebuild(scenario: Scenario, written: Mapping[str, Any]) -> Scenario:
    """The scenario with other plain data, such as one number moved. Raises ScenarioError."""
    untouched = written.get("parameters") is scenario.written.get("parameters")
    table = scenario.parameters if untouched else None
    return build(Document(written, {}, scenario.folder / f"{scenario.id}.yaml"), table)


def _read_head(root: Node) -> dict[str, Any]:
    for key, why in (
        ("schema", f"Write schema: {SCHEMA}."),
        ("id", "Write a short name of small letters, digits and hyphens."),
        ("title", "Write a title that people read."),
        ("start", "Write the first day of week 0."),
        ("weeks", "Write the number of weeks."),
        ("seed", "Write a whole number; the same seed gives the same run."),
        ("draws", "Write the number of draws."),
    ):
        root.require(key, why)
    root.text("schema", SCHEMA, (SCHEMA,))
    return {
        "id": root.text("id", pattern="[a-z0-9-]{1,64}"),
        "title": root.text("title"),
        "description": root.text("description"),
        "start": root.day("start"),
        "weeks": root.whole("weeks", 1, 1, MAX_WEEKS),
        "seed": root.whole("seed", 0),
        "draws": root.whole("draws", 1, 1),
    }


def _read_sections(root: Node, weeks: Weeks) -> dict[str, Any]:
    demand, payment = read_demand(root, weeks), read_payment(root, weeks)
    check_components(root, payment)
    check_overlaps(root, payment)
    table = root.reading.parameters
    return {
        "population": read_population(root),
        "correlations": read_correlations(root, table),
        "vary_given": read_vary_given(root, table),
        "prices": read_prices(root),
        "demand": demand,
        "shock": read_shock(root, weeks, demand),
        "telemedicine": read_telemedicine(root, weeks),
        "capacity": read_capacity(root),
        "payment": payment,
        "payer_shift": read_payer_shift(root),
        "costs": read_costs(root),
        "staffing": read_staffing(root),
        "physician_pay": read_physician_pay(root),
        "relief": read_relief(root),
        "exit": read_exit(root),
        "reference": read_reference(root),
        "outputs": read_outputs(root),
    }
