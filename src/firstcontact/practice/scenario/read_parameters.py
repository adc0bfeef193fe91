"""Reads `parameters`: files, values set in the scenario, correlations, inflation."""

from dataclasses import replace

from firstcontact.practice.parameters.load import checked, load_parameters
from firstcontact.practice.parameters.model import DISTS, STATUSES, Parameter, ParameterTable
from firstcontact.practice.parameters.shipped import shipped
from firstcontact.practice.problems import ScenarioError
from firstcontact.practice.scenario.correlations import positive_definite
from firstcontact.practice.scenario.inflate import inflated, read_index
from firstcontact.practice.scenario.node import Node
from firstcontact.practice.scenario.paths import show

KEYS = ("files", "set", "correlations", "vary_given", "inflate")
SET_KEYS = ("value", "low", "high", "level", "dist", "source", "status", "unit", "price_year", "layer")


def read_table(root: Node) -> ParameterTable:
    """The parameter table of the scenario. Problems of parameter files join those of the scenario."""
    node = root.child("parameters")
    node.allow(*KEYS)
    table = _from_files(node)
    if node.has("inflate"):
        table = _inflate(node, table)
    return _with_set(node, table)


def _from_files(node: Node) -> ParameterTable:
    paths = [node.find_file("files", name) for name in node.texts("files")]
    own = [p for p in paths if p is not None and p != shipped("parameters")]
    for i, path in enumerate(own):
        node.reading.files[f"parameters.files[{i}]"] = path
    try:
        return load_parameters(own)
    except ScenarioError as e:
        node.reading.document.problems.extend(e.problems)
        return load_parameters()


def _inflate(node: Node, table: ParameterTable) -> ParameterTable:
    asked = node.child("inflate")
    asked.allow("to", "index")
    asked.require("to", "Name the year to inflate to.")
    asked.require("index", "Name a CSV with the columns year, factor.")
    path, year = asked.file("index", "parameters.inflate.index"), asked.whole("to", 0, 1900, 2200)
    if path is None or not year:
        return table
    try:
        result = inflated(table, read_index(path), year)
    except ScenarioError as e:
        node.reading.document.problems.extend(e.problems)
        return table
    node.reading.inflation = result
    return result.table


def _with_set(node: Node, table: ParameterTable) -> ParameterTable:
    own = node.child("set")
    rows = dict(table.rows)
    for name in own.value:
        if own.has(name):
            rows[name] = _set_one(own.child(name) if isinstance(own.value[name], dict) else own, name, table)
    return replace(table, rows=dict(sorted(rows.items())))


def _set_one(node: Node, name: str, table: ParameterTable) -> Parameter:
    """A plain number is a fixed value; a mapping gives the interval too. Unit and layer carry over."""
    old = table[name] if name in table else Parameter(name, None)
    if name not in node.value or node.path[-1] == name:
        return _set_mapping(node, name, old)
    value = node.fixed(name, 0.0, -1e15, 1e15)
    origin = node.reading.document.origin((*node.path, name))
    return replace(
        old, value=value, low=None, high=None, level=None, dist="fixed", status="user", file=origin.file.name,
        line=origin.line, source_id="", note="",
    )  # fmt: skip


def _set_mapping(node: Node, name: str, old: Parameter) -> Parameter:
    node.allow(*SET_KEYS)
    low, high, level = (_optional(node, k) for k in ("low", "high", "level"))
    document = node.reading.document
    origin = document.origin(node.path)
    parameter = replace(
        old,
        value=_optional(node, "value"),
        low=low,
        high=high,
        level=level,
        dist=node.text("dist", "fixed" if low is None else "auto", DISTS),
        unit=node.text("unit", old.unit),
        price_year=str(node.plain("price_year") or old.price_year),
        layer=node.text("layer", old.layer, ("mean", "heterogeneity")),
        status=node.text("status", "user", STATUSES),
        source_id=node.text("source"),
        note="",
        file=origin.file.name,
        line=origin.line,
    )
    return checked(parameter, document.problems, show(node.path))


def _optional(node: Node, key: str) -> float | None:
    return node.fixed(key, 0.0, -1e15, 1e15) if node.has(key) else None


def read_correlations(root: Node, table: ParameterTable) -> tuple[tuple[str, str, float], ...]:
    node = root.child("parameters")
    pairs = []
    for entry in node.children("correlations"):
        entry.allow("a", "b", "rank")
        a, b = entry.text("a", "", table.rows), entry.text("b", "", table.rows)
        pairs.append((a, b, entry.fixed("rank", 0.0, -1.0, 1.0)))
    if pairs and not positive_definite(pairs):
        message = (
            "the matrix of rank correlations is not positive definite. Change the ranks so that they can hold together."
        )
        node.problem("PM012", "correlations", message)
    return tuple(pairs)


def read_vary_given(root: Node, table: ParameterTable) -> tuple[str, ...]:
    return root.child("parameters").texts("vary_given", table.rows)
