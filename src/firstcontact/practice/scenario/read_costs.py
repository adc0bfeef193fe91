"""Reads prices, costs, staffing, physician pay and exit."""

from datetime import date

from firstcontact.practice.csv_rows import Row, read_rows
from firstcontact.practice.names import MODES, PAYERS, ROLES, SETTINGS
from firstcontact.practice.problems import ScenarioError
from firstcontact.practice.scenario.model import (
    Costs,
    Exit,
    PayRule,
    Prices,
    ProgrammeCost,
    StaffChange,
    Staffing,
)
from firstcontact.practice.scenario.node import Node
from firstcontact.practice.scenario.quantity import ONE, ZERO, Quantity
from firstcontact.practice.scenario.read_where import read_where

PRICE_KEYS = (
    "preset",
    "base_amount",
    "payer_multiplier",
    "visit_mix",
    "collection_rate",
    "sequestration",
    "allow_non_payable",
)
RESPONDING = ROLES[2:]  # md and np_pa do not follow the visits unless the scenario names them
MAX_MULTIPLIER = 100.0


def read_prices(root: Node) -> Prices:
    root.require("prices", "Write preset: per_visit or fee_schedule.")
    node = root.child("prices")
    node.allow(*PRICE_KEYS)
    node.require("preset", "Write per_visit or fee_schedule.")
    preset = node.text("preset", "per_visit", ("per_visit", "fee_schedule"))
    base = node.number("base_amount")
    if preset == "per_visit" and base is None:
        base = node.default("revenue_per_visit_all_payer")
    if preset == "fee_schedule":
        node.require("visit_mix", "The codes of a visit are the region's own; no default mix is shipped.")
    return Prices(
        preset=preset,
        base_amount=base,
        payer_multiplier=node.by_name("payer_multiplier", PAYERS, lambda n, k: n.number(k, ONE, 0, MAX_MULTIPLIER)),
        collection_rate=node.share("collection_rate") or node.default("collection_rate"),
        patient_share=node.default("patient_share_of_allowed"),
        phone_ratio=node.default("phone_payment_ratio_before_emergency"),
        sequestration=node.flag("sequestration"),
        visit_mix=_read_mix(node),
        allow_non_payable=frozenset(node.texts("allow_non_payable", PAYERS)),
    )


def _read_mix(node: Node) -> dict[str, dict[str, float]]:
    path = node.file("visit_mix", "prices.visit_mix")
    if path is None:
        return {}
    try:
        mix: dict[str, dict[str, float]] = {}
        for row in read_rows(path, ("mode", "hcpcs", "units_per_visit"), ("source",)):
            units = _units(row)
            mix.setdefault(row["mode"], {})[row["hcpcs"]] = units
    except ScenarioError as e:
        node.reading.document.problems.extend(e.problems)
        return {}
    if "office" not in mix:
        node.problem("PM004", "visit_mix", "has no row of mode office, whose codes price a visit. Add them.")
        return {}
    return {mode: mix.get(mode, mix["office"]) for mode in MODES}


def _units(row: Row) -> float:
    if row["mode"] not in MODES:
        raise ScenarioError(row.problem("PM003", "mode", f"{row['mode']!r} is not one of {', '.join(MODES)}."))
    try:
        units = float(row["units_per_visit"])
    except ValueError:
        units = -1.0
    if not 0 <= units <= MAX_MULTIPLIER:
        message = f"{row['units_per_visit']!r} is not a number of units from 0 to 100."
        raise ScenarioError(row.problem("PM003", "units_per_visit", message))
    return units


def read_costs(root: Node) -> Costs:
    node = root.child("costs")
    node.allow("turnover", "turnover_cost", "rehire_share", "furlough_paid_share", "programme")
    turnover = node.by_name("turnover", ROLES[1:], lambda n, k: n.share(k, ZERO))
    if not node.has("turnover"):
        turnover = {"ma": node.default("turnover_per_month_ma")}
    return Costs(
        turnover=turnover,
        turnover_cost=node.number("turnover_cost") or node.default("turnover_cost_per_event"),
        rehire_share=node.number("rehire_share", None, 0, 10) or node.default("rehire_cost_share"),
        furlough_paid_share=node.share("furlough_paid_share") or node.default("furlough_paid_share"),
        programme=tuple(_read_programme(entry) for entry in node.children("programme")),
    )


def _read_programme(entry: Node) -> ProgrammeCost:
    entry.allow("date", "amount_usd", "where")
    entry.require("date", "Write the day of the cost.")
    entry.require("amount_usd", "Write the cost of one practice in USD.")
    return ProgrammeCost(entry.day("date") or date.min, entry.number("amount_usd", ZERO), read_where(entry))


def read_staffing(root: Node) -> Staffing:
    node = root.child("staffing")
    node.allow("response", "floor", "down", "up", "changes")
    floor = node.by_name("floor", ROLES, lambda n, k: n.share(k, ONE))
    for role in RESPONDING:
        if role not in floor:
            floor[role] = node.default("furlough_floor_share")
    return Staffing(
        response=node.flag("response", True),
        floor=floor,
        down=_read_speed(node, "down", "staff_speed_down"),
        up=_read_speed(node, "up", "staff_speed_up"),
        changes=tuple(_read_change(entry) for entry in node.children("changes")),
    )


def _read_speed(node: Node, key: str, parameter: str) -> dict[str, Quantity]:
    """One speed for every responding role, or a mapping by role."""
    if isinstance(node.value.get(key), dict) and "value" not in node.value[key]:
        return node.by_name(key, ROLES, lambda n, k: n.share(k, ZERO))
    return dict.fromkeys(RESPONDING, node.share(key) or node.default(parameter))


def _read_change(entry: Node) -> StaffChange:
    entry.allow("role", "from", "fte_per_fte_md", "add_fte", "where")
    entry.require("role", "Name the role whose staff changes.")
    entry.require("from", "Write the first day.")
    if entry.has("fte_per_fte_md") == entry.has("add_fte"):
        entry.problem("PM003", "add_fte", "Write exactly one of add_fte and fte_per_fte_md.")
    return StaffChange(
        role=entry.text("role", ROLES[1], ROLES),
        first=entry.day("from") or date.min,
        fte_per_fte_md=entry.number("fte_per_fte_md", None, 0, 100),
        add_fte=entry.number("add_fte", None, -1000, 1000),
        where=read_where(entry),
    )


def read_physician_pay(root: Node) -> dict[str, PayRule]:
    why = "Name a rule (fixed, floor, residual) for each setting, or under default; there is none by itself."
    root.require("physician_pay", why)
    return root.child("physician_pay").by_name_node(("default", *SETTINGS), _read_rule)


def _read_rule(node: Node) -> PayRule:
    node.allow("rule", "share")
    node.require("rule", "Write fixed, floor or residual.")
    rule = node.text("rule", "fixed", ("fixed", "floor", "residual"))
    if rule != "fixed":
        node.require("share", f"The rule {rule} keeps a share of base pay: write it.")
    return PayRule(rule, node.share("share", ONE))


def read_exit(root: Node) -> Exit:
    node = root.child("exit")
    node.allow("enabled", "weeks_below", "weekly_hazard", "redistribute")
    enabled = node.flag("enabled")
    if enabled:
        for key in ("weeks_below", "weekly_hazard"):
            node.require(key, "Exit has no shipped value for it: shares that consider closing are no hazard.")
    return Exit(
        enabled=enabled,
        weeks_below=node.whole("weeks_below", 0, 0, 520),
        weekly_hazard=node.share("weekly_hazard", ZERO),
        redistribute=node.flag("redistribute"),
    )
