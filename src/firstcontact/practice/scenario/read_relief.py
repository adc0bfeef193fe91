"""Reads `relief`: the shipped rules of each programme with the scenario's own values laid over."""

from datetime import date

from firstcontact.practice.csv_rows import read_rows
from firstcontact.practice.parameters.shipped import shipped
from firstcontact.practice.scenario.model import Relief
from firstcontact.practice.scenario.node import Node
from firstcontact.practice.scenario.quantity import ZERO, Quantity
from firstcontact.practice.scenario.read_where import read_where

COLUMNS = ("programme", "rule", "value", "unit", "status", "source_id", "note")
COMMON = ("kind", "date", "where", "take_up")
# kind -> programmes of relief_rules.csv, later over earlier
PROGRAMMES = {
    "ppp": ("ppp",),
    "ppp_second_draw": ("ppp", "ppp_second_draw"),
    "prf": ("prf_phase_1_2", "prf_phase_3"),
    "medicare_advance": ("medicare_advance",),
    "grant": (),
    "loan": (),
}
# keys that are the scenario's own, beside the rules of the programme
OWN = {
    "ppp": ("nonpayroll_share", "fte_rule"),
    "ppp_second_draw": ("nonpayroll_share", "fte_rule"),
    "prf": ("phase",),
    "medicare_advance": ("months", "demand"),
    "grant": ("amount_usd", "share_of_annual_revenue"),
    "loan": ("amount_usd", "share_of_annual_revenue", "term_weeks", "annual_rate", "grace_weeks"),
}
NUMBERS = (
    "nonpayroll_share",
    "months",
    "amount_usd",
    "share_of_annual_revenue",
    "term_weeks",
    "annual_rate",
    "grace_weeks",
)
LOAN_NEEDS = ("term_weeks", "annual_rate")
MONTHS = "months_of_medicare_payments"


def read_relief(root: Node) -> tuple[Relief, ...]:
    return tuple(r for r in map(_read_one, root.children("relief")) if r is not None)


def _read_one(node: Node) -> Relief | None:
    node.require("kind", f"Allowed: {', '.join(PROGRAMMES)}.")
    kind = node.text("kind", "", PROGRAMMES)
    if not kind:
        return None
    shipped_rules = _shipped_rules(kind)
    node.allow(*COMMON, *OWN[kind], *shipped_rules)
    node.require("date", "The days of a programme are values of the scenario.")
    _check_needs(node, kind)
    rules = {name: node.number(name, Quantity(value)) for name, value in shipped_rules.items()}
    rules |= {name: node.number(name, ZERO) for name in OWN[kind] if name in NUMBERS and node.has(name)}
    return Relief(
        kind=kind,
        day=node.day("date") or date.min,
        where=read_where(node),
        take_up=node.share("take_up"),
        rules=_with_months(node, rules),
        phase=node.whole("phase", 1, 1, 3) if kind == "prf" else None,
        fte_rule=node.flag("fte_rule"),
        demand=node.text("demand", "lump", ("lump", "interest")),
    )


def _shipped_rules(kind: str) -> dict[str, float]:
    rows = read_rows(shipped("relief_rules"), COLUMNS)
    by_programme = {
        name: {r["rule"]: float(r["value"]) for r in rows if r["programme"] == name} for name in PROGRAMMES[kind]
    }
    return {rule: value for name in PROGRAMMES[kind] for rule, value in by_programme[name].items()}


def _check_needs(node: Node, kind: str) -> None:
    if kind in ("grant", "loan") and node.has("amount_usd") == node.has("share_of_annual_revenue"):
        node.problem("PM004", "amount_usd", "Write exactly one of amount_usd and share_of_annual_revenue.")
    if kind == "prf":
        node.require("phase", "Write 1, 2 or 3.")
    for key in LOAN_NEEDS if kind == "loan" else ():
        node.require(key, "A loan states its term and yearly rate.")


def _with_months(node: Node, rules: dict[str, Quantity]) -> dict[str, Quantity]:
    """`months` is the scenario's word for the size of a Medicare advance; at most the programme's limit."""
    if MONTHS not in rules:
        return rules
    limit = rules[MONTHS]
    months = rules.pop("months", limit)
    if months.parameter is None and (months.value > limit.value):
        message = f"{months.value:g} is more than the {limit.value:g} months that the programme pays. Lower it."
        node.problem("PM003", "months", message)
    return {**rules, "months": months}
