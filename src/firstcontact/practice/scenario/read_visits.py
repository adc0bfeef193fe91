"""Reads what decides the visits: demand, shock, telemedicine, capacity."""

import numpy as np

from firstcontact.practice.names import MODES, PAYERS, SPECIALTIES
from firstcontact.practice.scenario.node import Node
from firstcontact.practice.scenario.quantity import ONE, ZERO
from firstcontact.practice.scenario.read_where import read_where
from firstcontact.practice.scenario.season import read_season
from firstcontact.practice.scenario.series import lay_over, load_series
from firstcontact.practice.scenario.visits_model import (
    Capacity,
    Demand,
    FactorOverride,
    Parity,
    Recovery,
    Shock,
    Telemedicine,
)
from firstcontact.practice.scenario.weeks import Weeks
from firstcontact.practice.shock import Series

MAX_FACTOR = 5.0
MAX_PRICE_RATIO = 10.0
TIME_INPUTS = ("hours_week", "nonvisit", "npp_rel")


def read_demand(root: Node, weeks: Weeks) -> Demand:
    node = root.child("demand")
    node.allow("season", "backlog")
    backlog = node.child("backlog")
    backlog.allow("return_rate", "deferred_share", "leak")
    return Demand(
        season=read_season(node, weeks),
        return_rate=backlog.share("return_rate") or backlog.default("backlog_return_rate"),
        deferred_share=backlog.share("deferred_share") or backlog.default("deferred_share"),
        leak=backlog.share("leak") or backlog.default("backlog_leak"),
    )


def read_shock(root: Node, weeks: Weeks, demand: Demand) -> Shock | None:
    if not root.has("shock"):
        return None
    node = root.child("shock")
    node.allow("series", "kind", "by_specialty", "scale", "after", "overrides", "recovery")
    for key in ("series", "kind"):
        node.require(key, "A shock names its series and whether it is `demand` or `realised`.")
    kind = node.text("kind", "", ("demand", "realised"))
    series = load_series(node, "series", "shock.series")
    overrides, recovery = _read_overrides(node), _read_recovery(node)
    by_specialty = {
        specialty: lay_over(node, chosen, weeks, overrides, recovery)
        for specialty, chosen in _by_specialty(node, series, kind).items()
    }
    if kind == "realised":
        _refuse_backlog(root, demand)
    return Shock(kind, by_specialty, node.number("scale", ONE, 0, 10), overrides, recovery)


def _by_specialty(node: Node, series: dict[str, Series], kind: str) -> dict[str, Series]:
    """The series of each specialty; one series without a map is for all."""
    names = node.by_name("by_specialty", SPECIALTIES, lambda n, k: n.text(k, "", series))
    if not names and len(series) == 1:
        names = dict.fromkeys(SPECIALTIES, next(iter(series)))
    elif not names and series:
        node.problem("PM004", "by_specialty", f"is required: the file has the series {', '.join(series)}.")
    chosen = {specialty: series[name] for specialty, name in names.items() if name in series}
    for found in {s.name: s for s in chosen.values()}.values():
        if kind and found.kind != kind:
            message = f"{kind} does not fit the series {found.name}, which is {found.kind}. Write kind: {found.kind}."
            node.problem("PM003", "kind", message)
    return chosen


def _read_overrides(node: Node) -> tuple[FactorOverride, ...]:
    overrides = []
    for entry in node.children("overrides"):
        entry.allow("from", "until", "factor")
        entry.require("from", "Write the first day.")
        entry.require("factor", "Write the visit factor, 1 for usual visits.")
        first, factor = entry.day("from"), entry.number("factor", ONE, 0, MAX_FACTOR)
        if first is not None:
            overrides.append(FactorOverride(first, entry.day("until"), factor))
    return tuple(overrides)


def _read_recovery(node: Node) -> Recovery | None:
    if not node.has("recovery"):
        return None
    entry = node.child("recovery")
    entry.allow("from", "weeks", "to")
    for key in ("from", "weeks"):
        entry.require(key, "A recovery is a straight line over `weeks` weeks after `from`, up to `to`.")
    first = entry.day("from")
    return first and Recovery(first, entry.whole("weeks", 1, 1, 520), entry.number("to", ONE, 0, MAX_FACTOR))


def _refuse_backlog(root: Node, demand: Demand) -> None:
    """A realised series already holds the visits of those who came back."""
    if np.any(np.asarray(demand.return_rate.value) > 0):
        message = (
            "a series of realised visits already holds returning patients, so the return rate must be 0. "
            "Write demand.backlog.return_rate: 0, or use a series of kind demand."
        )
        root.child("demand").problem("PM009", "backlog", message)


def read_telemedicine(root: Node, weeks: Weeks) -> Telemedicine:
    node = root.child("telemedicine")
    node.allow("share", "video_share", "parity")
    word = node.plain("share")
    from_shock = word == "from_shock"
    if from_shock and not root.has("shock"):
        node.problem("PM003", "share", "from_shock needs a shock. Give a number, or a shock with a series.")
    is_file = isinstance(word, str) and (word.startswith("builtin:") or "." in word)
    weekly = _weekly_share(node, weeks) if is_file else None
    share = None if from_shock or is_file else node.share("share", ZERO)
    video = node.share("video_share") or node.default("video_share_of_telemedicine")
    return Telemedicine(from_shock, share, weekly, video, tuple(_read_parity(e) for e in node.children("parity")))


def _weekly_share(node: Node, weeks: Weeks) -> dict:
    """Telemedicine by specialty from a file in the form of a shock series: one series, or one per specialty."""
    series = load_series(node, "share", "telemedicine.share")
    if len(series) == 1:
        series = dict.fromkeys(SPECIALTIES, next(iter(series.values())))
    return {s: lay_over(node, series[s], weeks, (), None, "share").telemedicine for s in SPECIALTIES if s in series}


def _read_parity(entry: Node) -> Parity:
    entry.allow("payer", "mode", "ratio", "from", "until")
    for key in ("payer", "mode", "ratio"):
        entry.require(key, "A parity names payer, mode and the ratio to the office price.")
    payer, mode = entry.text("payer", PAYERS[0], PAYERS), entry.text("mode", MODES[1], MODES)
    return Parity(payer, mode, entry.number("ratio", ONE, 0, MAX_PRICE_RATIO), entry.day("from"), entry.day("until"))


def read_capacity(root: Node) -> tuple[Capacity, ...]:
    if not root.has("capacity"):
        return ()
    if isinstance(root.value["capacity"], list):
        return tuple(_read_capacity(entry) for entry in root.children("capacity"))
    return (_read_capacity(root.child("capacity")),)


def _read_capacity(node: Node) -> Capacity:
    node.allow(
        "where", "rule", "days", "visits_per_day", "headroom", "hours_week", "nonvisit", "npp_rel", "minutes", "alpha"
    )
    node.require("rule", "Write none, rate or time.")
    rule = node.text("rule", "none", ("none", "rate", "time"))
    minutes = node.by_name("minutes", MODES, lambda n, k: n.number(k, ONE, 0.1, 600))
    if rule == "time":
        for key in TIME_INPUTS:
            node.require(key, "Rule time has no shipped value for it.")
        minutes = {mode: minutes.get(mode) or node.default("visit_duration_min") for mode in MODES}
    is_rate = rule == "rate"
    return Capacity(
        where=read_where(node),
        rule=rule,
        days=node.number("days", None, 0, 366) or (node.default("days_worked_per_year") if is_rate else ZERO),
        visits_per_day=node.number("visits_per_day", None, 0, 1000)
        or (node.default("visits_per_day_per_fte_md") if is_rate else ZERO),
        headroom=node.number("headroom", ONE, 0, 10),
        hours_week=node.number("hours_week", ZERO, 0, 168),
        nonvisit=node.share("nonvisit", ZERO),
        npp_rel=node.number("npp_rel", ZERO, 0, 10),
        minutes=minutes,
        alpha=node.number("alpha", ZERO, 0, 10),
    )
