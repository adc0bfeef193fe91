"""Reads `reference` and `outputs`."""

from firstcontact.practice import suggest
from firstcontact.practice.names import GROUP_KEYS, OUTCOME_NAMES, OUTCOMES
from firstcontact.practice.scenario import expression
from firstcontact.practice.scenario.model import BreakevenAsked, Outputs, Reference, TornadoAsked
from firstcontact.practice.scenario.node import Node

KEYS = ("by", "weekly", "practice_rows", "breakeven", "tornado", "rank_correlation")
DEFAULT_BY = ((), ("setting",), ("size_class",))
TARGETS = ("net", "cash_min", "gross")


def read_reference(root: Node) -> Reference:
    node = root.child("reference")
    node.allow("shock", "relief", "payment")
    return Reference(node.flag("shock"), node.flag("relief"), node.flag("payment"))


def read_outputs(root: Node) -> Outputs:
    node = root.child("outputs")
    node.allow(*KEYS)
    return Outputs(
        by=_read_by(node) if node.has("by") else DEFAULT_BY,
        weekly=node.flag("weekly", True),
        practice_rows=node.flag("practice_rows"),
        breakeven=tuple(_read_breakeven(entry) for entry in node.children("breakeven")),
        tornado=tuple(_read_tornado(entry) for entry in node.children("tornado")),
        rank_correlation=node.texts("rank_correlation", OUTCOME_NAMES),
    )


def _read_by(node: Node) -> tuple[tuple[str, ...], ...]:
    groups = [tuple(g) if isinstance(g, list) else (g,) for g in node.entries("by")]
    for i, group in enumerate(groups):
        for key in group:
            if key not in GROUP_KEYS:
                message = suggest.unknown(str(key), GROUP_KEYS, f"{key!r} is not a grouping")
                node.problem("PM003", f"by[{i}]", message)
    kept = [tuple(str(k) for k in g) for g in groups]
    return tuple(dict.fromkeys([(), *kept]))


def _read_breakeven(entry: Node) -> BreakevenAsked:
    entry.allow("lever", "target", "lo", "hi", "tie")
    for key in ("lever", "target", "lo", "hi"):
        entry.require(key, "A break-even names its lever, target and the range lo to hi.")
    lo, hi = entry.fixed("lo", 0.0, -1e12, 1e12), entry.fixed("hi", 1.0, -1e12, 1e12)
    if lo >= hi:
        entry.problem("PM003", "hi", f"{hi:g} is not above lo, {lo:g}. Exchange them or widen the range.")
    target = entry.text("target", "net", TARGETS)
    return BreakevenAsked(entry.text("lever"), target, lo, hi, _read_tie(entry))


def _read_tie(entry: Node) -> dict[str, str]:
    node = entry.child("tie")
    tie = {path: str(text) for path, text in node.value.items() if text is not None}
    for path, text in tie.items():
        fault = expression.fault(text)
        if fault:
            node.problem(
                "PM003", path, f"{text!r} is no expression in x: {fault}. Use numbers, x, + - * / and brackets."
            )
    return tie


def _read_tornado(entry: Node) -> TornadoAsked:
    entry.allow("outcome", "parameters")
    entry.require("outcome", f"Allowed: {', '.join(OUTCOMES)}.")
    names = entry.texts("parameters")
    if names in (("all",), ()):
        names = ()
    for name in names:
        if name not in entry.reading.parameters:
            entry.problem("PM003", "parameters", f"{name!r} is not a parameter. Write names of parameters, or all.")
    return TornadoAsked(entry.text("outcome", OUTCOMES[0], OUTCOME_NAMES), names)
