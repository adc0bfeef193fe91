"""Reads `population`: files or generate, and overrides."""

import math
from collections.abc import Mapping

from firstcontact.practice.names import PAYERS, ROLES, SETTINGS, SPECIALTIES
from firstcontact.practice.population.columns import JOINED_COLUMNS, NUMERIC_COLUMNS
from firstcontact.practice.scenario.model import Generate, Override, PopulationAsked
from firstcontact.practice.scenario.node import Node
from firstcontact.practice.scenario.quantity import ZERO

SHARE_TOLERANCE = 1e-6
GENERATE_REQUIRED = (
    "n",
    "region",
    "settings",
    "specialty",
    "payer_mix",
    "visits_per_patient_year",
    "overhead_usd_per_fte_md",
    "physician_pay_usd_year",
)
TABLES = ("practices", "payers", "staff")
MAX_USE = 60
MAX_PRACTICES = 1_000_000


def read_population(root: Node) -> PopulationAsked:
    root.require("population", "Write files or generate.")
    node = root.child("population")
    node.allow("files", "generate", "overrides")
    if root.has("population") and node.has("files") == node.has("generate"):
        node.problem("PM003", None, "Write exactly one of files and generate.")
    return PopulationAsked(
        files=_read_files(node.child("files")) if node.has("files") else None,
        generate=_read_generate(node.child("generate")) if node.has("generate") else None,
        overrides=tuple(_read_override(entry) for entry in node.children("overrides")),
    )


def _read_files(node: Node) -> dict:
    node.allow(*TABLES)
    for table in TABLES:
        node.require(table, "Name the CSV or Parquet file.")
    paths = {table: node.file(table, f"population.{table}") for table in TABLES}
    return {table: path for table, path in paths.items() if path is not None}


def _read_generate(node: Node) -> Generate:
    node.allow(*GENERATE_REQUIRED, "locality", "wages")
    for key in GENERATE_REQUIRED:
        node.require(key, "It is a user input: the published distributions do not give it.")
    payer_mix = _shares(node, "payer_mix", PAYERS)
    use = node.by_name("visits_per_patient_year", PAYERS, lambda n, k: n.number(k, ZERO, 0, MAX_USE))
    for payer in [p for p, share in payer_mix.items() if share > 0 and p not in use]:
        node.problem("PM004", "visits_per_patient_year", f"has no value for {payer}, which is in payer_mix. Add it.")
    return Generate(
        n=node.whole("n", 1, 1, MAX_PRACTICES),
        region=node.text("region"),
        settings=_shares(node, "settings", SETTINGS),
        specialty=_shares(node, "specialty", SPECIALTIES),
        locality=node.text("locality"),
        payer_mix=payer_mix,
        visits_per_patient_year=use,
        overhead_usd_per_fte_md=node.number("overhead_usd_per_fte_md", ZERO),
        physician_pay_usd_year=node.number("physician_pay_usd_year", ZERO),
        wages=node.by_name("wages", ROLES[1:], lambda n, k: n.number(k, ZERO)),
    )


def _shares(node: Node, key: str, allowed: tuple[str, ...]) -> Mapping[str, float]:
    shares = node.by_name(key, allowed, lambda n, k: n.fixed(k, 0.0, 0.0, 1.0))
    total = math.fsum(shares.values())
    if shares and abs(total - 1) > SHARE_TOLERANCE:
        node.problem("PM003", key, f"the shares add to {total:.6g}, not to 1. Correct them.")
    return shares


def _read_override(entry: Node) -> Override:
    entry.allow("table", "column", "where", "set", "multiply")
    table = entry.text("table", "", TABLES)
    column = entry.text("column", "", NUMERIC_COLUMNS.get(table, ()))
    for key in ("table", "column"):
        entry.require(key, "Name the table (practices, payers, staff) and its numeric column.")
    if entry.has("set") == entry.has("multiply"):
        entry.problem("PM003", None, "Write exactly one of set and multiply.")
    where = entry.child("where")
    where.allow(*JOINED_COLUMNS.get(table, ()))
    filters = {key: where.texts(key) for key in where.value if where.has(key)}
    return Override(table, column, filters, entry.number("set"), entry.number("multiply", None, 0, 1e6))
