"""Reads `payment` and `payer_shift`."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from firstcontact.practice.names import MODES, PAYERS, ROLES
from firstcontact.practice.scenario.model import PayerShift
from firstcontact.practice.scenario.node import Node
from firstcontact.practice.scenario.payment_model import PaymentComponent, PaymentPeriod
from firstcontact.practice.scenario.quantity import ONE, ZERO
from firstcontact.practice.scenario.read_where import read_where
from firstcontact.practice.scenario.weeks import Weeks

MAX_UPLIFT, MAX_GEO = 10.0, 10.0
MAX_ADJUSTMENT = 10.0
LONGEST = 520
PERIODS = ("week", "month", "quarter")

Reader = Callable[[Node, str], Any]

READERS: dict[str, Reader] = {
    "share": lambda n, k: n.share(k, ONE),
    "pmpm": lambda n, k: n.number(k, ZERO),
    "risk_exponent": lambda n, k: n.whole(k, 1, 0, 1),
    "allow_overlap": lambda n, k: n.flag(k),
    "enrolled_share": lambda n, k: n.share(k, ONE),
    "amount": lambda n, k: n.number(k, None, -1e15),
    "amount_total": lambda n, k: n.number(k, None, -1e15),
    "amount_per_patient": lambda n, k: n.number(k, None, -1e15),
    "date": lambda n, k: n.day(k),
    "geo": lambda n, k: n.number(k, ONE, 0, MAX_GEO),
    "modes": lambda n, k: n.texts(k, MODES) or MODES,
    "uplift": lambda n, k: n.number(k, ONE, 0, MAX_UPLIFT),
    "base": lambda n, k: n.number(k, ZERO),
    "gaf": lambda n, k: n.number(k, ONE, 0, MAX_GEO),
    "new_share": lambda n, k: n.share(k, ZERO),
    "new_multiplier": lambda n, k: n.number(k, ONE, 0, MAX_GEO),
    "adj": lambda n, k: n.number(k, ZERO, -MAX_ADJUSTMENT, MAX_ADJUSTMENT),
    "of": lambda n, k: n.texts(k),
    "every_weeks": lambda n, k: n.whole(k, 13, 1, LONGEST),
    "lag_weeks": lambda n, k: n.whole(k, 13, 0, LONGEST),
    "rate": lambda n, k: n.number(k, ZERO),
    "minutes": lambda n, k: n.number(k, ZERO, 0, 60 * 24 * 31),
    "role": lambda n, k: n.text(k, "", ROLES[1:]) or None,
    "staffed": lambda n, k: n.flag(k),
    "in_set_codes": lambda n, k: n.texts(k),
    "in_set_share": lambda n, k: n.share(k),
    "base_pmpm": lambda n, k: n.number(k, ZERO),
    "tier_pmpm": lambda n, k: n.number(k, ZERO),
    "paid_every": lambda n, k: n.text(k, "week", PERIODS),
}
FIELDS = {"date": "day"}

# kind -> (required keys, optional keys)
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ffs": ((), ("share", "allow_overlap")),
    "capitation": (("pmpm",), ("share", "risk_exponent", "allow_overlap", "enrolled_share", "paid_every")),
    "flat_visit_fee": (("amount",), ("geo", "modes")),
    "population_payment": (("pmpm",), ("share", "risk_exponent", "enrolled_share", "paid_every")),
    "prepaid_visits": ((), ("share", "uplift", "paid_every")),
    "care_management": (("pmpm",), ("enrolled_share", "paid_every")),
    "prospective_visit": (("base",), ("gaf", "new_share", "new_multiplier")),
    "performance": (("adj", "of"), ("every_weeks", "lag_weeks")),
    "service": (("rate",), ("enrolled_share", "minutes", "role", "staffed")),
    "sub_capitation": (("base_pmpm",), ("tier_pmpm", "enrolled_share", "in_set_codes", "in_set_share", "paid_every")),
    "one_time": (("date",), ("amount", "amount_total", "amount_per_patient")),
}


def read_payment(root: Node, weeks: Weeks) -> tuple[PaymentPeriod, ...]:
    root.require("payment", "Write at least one entry with payer, from and components.")
    periods = [_read_period(entry, weeks) for entry in root.children("payment")]
    root.reading.rate_day = weeks.start
    return tuple(periods)


def _read_period(entry: Node, weeks: Weeks) -> PaymentPeriod:
    entry.allow("payer", "payers", "from", "until", "where", "components", "preset")
    first, until = entry.day("from"), entry.day("until")
    entry.require("from", "Write the first day of the arrangement.")
    if first and until and until < first:
        entry.problem("PM003", "until", f"{until} is before {first}. Exchange them.")
    entry.reading.rate_day = max(first or weeks.start, weeks.start)
    components = _read_components(entry)
    return PaymentPeriod(_read_payers(entry), first or date.min, until, read_where(entry), components)


def _read_payers(entry: Node) -> tuple[str, ...]:
    if entry.has("payer") == entry.has("payers"):
        entry.problem("PM003", "payer", "Write exactly one of payer and payers.")
    return tuple(dict.fromkeys(entry.texts("payers" if entry.has("payers") else "payer", PAYERS)))


def _read_components(entry: Node) -> tuple[PaymentComponent, ...]:
    nodes = entry.children("components")
    if not nodes and not entry.has("preset"):
        entry.problem("PM004", "components", "is required and missing. Write components, or a preset.")
    read = [c for c in map(_read_component, nodes) if c is not None]
    _check_names(entry, read)
    return tuple(read)


def _read_component(node: Node) -> PaymentComponent | None:
    node.require("kind", f"Allowed: {', '.join(KINDS)}.")
    kind = node.text("kind", "", KINDS)
    if not kind:
        return None
    required, optional = KINDS[kind]
    node.allow("kind", *required, *optional, "name")
    for key in required:
        node.require(key, f"A component of kind {kind} has no shipped value for it.")
    _check_choices(node, kind)
    values = {FIELDS.get(k, k): READERS[k](node, k) for k in (*required, *optional)}
    return PaymentComponent(kind=kind, name=node.text("name", kind), **values)


def _check_choices(node: Node, kind: str) -> None:
    if kind == "one_time" and sum(node.has(k) for k in ("amount", "amount_total", "amount_per_patient")) != 1:
        node.problem("PM003", None, "Write exactly one of amount, amount_total and amount_per_patient.")
    if kind == "sub_capitation" and node.has("in_set_codes") == node.has("in_set_share"):
        node.problem("PM004", "in_set_share", "Write exactly one of in_set_share and in_set_codes; neither is public.")
    if kind == "service" and node.has("minutes") and not node.has("role") and node.value.get("staffed") is not True:
        node.problem("PM004", "role", "minutes cost the wage of a role. Name the role, or write staffed: true.")


def _check_names(entry: Node, components: list[PaymentComponent]) -> None:
    """`of` names components of the same entry, each name once, and not itself."""
    names = [c.name for c in components]
    for i, component in enumerate(components):
        if names.count(component.name) > 1 and component.kind != "performance":
            _check_unambiguous(entry, components, i)
        for name in component.of:
            if name == component.name or name not in names:
                others = ", ".join(n for n in names if n != component.name)
                entry.problem("PM003", f"components[{i}].of", f"{name!r} is not a component here. Allowed: {others}.")


def _check_unambiguous(entry: Node, components: list[PaymentComponent], i: int) -> None:
    name = components[i].name
    if any(name in c.of for c in components) and [c.name for c in components].index(name) == i:
        message = f"{name!r} stands more than once, and performance counts it. Give each component its own name."
        entry.problem("PM003", f"components[{i}].name", message)


def read_payer_shift(root: Node) -> tuple[PayerShift, ...]:
    shifts = []
    for entry in root.children("payer_shift"):
        keys: Mapping[str, str] = {
            "from_payer": "Name the payer that loses patients.",
            "to_payer": "Name the payer that gains them.",
            "share": "Write the share of the starting panel that moves.",
            "start": "Write the first day.",
        }
        entry.allow(*keys, "ramp_weeks")
        for key, why in keys.items():
            entry.require(key, why)
        start, share = entry.day("start"), entry.share("share", ZERO)
        payers = [entry.text(key, "", PAYERS) for key in ("from_payer", "to_payer")]
        if start is not None and all(payers):
            shifts.append(PayerShift(*payers, share, start, entry.whole("ramp_weeks", 1, 1, LONGEST)))
    return tuple(shifts)
