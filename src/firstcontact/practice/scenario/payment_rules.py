"""What no arrangement may contain: the rules at the end of model.md 6."""

import numpy as np

from firstcontact.practice.scenario.monthly import APCM, monthly_lists
from firstcontact.practice.scenario.node import Node
from firstcontact.practice.scenario.payment_model import PaymentComponent, PaymentPeriod
from firstcontact.practice.scenario.quantity import Quantity
from firstcontact.practice.scenario.weeks import Weeks

TOLERANCE = 1e-9


def check_components(root: Node, periods: tuple[PaymentPeriod, ...]) -> None:
    """PM007 and PM008 for each entry."""
    for i, period in enumerate(periods):
        entry = root.children("payment")[i]
        _check_shares(entry, period.components)
        _check_double_pay(entry, period.components)


def _check_shares(entry: Node, components: tuple[PaymentComponent, ...]) -> None:
    paid = [c for c in components if c.kind in ("ffs", "capitation")]
    total = sum((_smallest(c.share) for c in paid), 0.0)
    has_capitation = any(c.kind == "capitation" for c in paid)
    if total > 1 + TOLERANCE and has_capitation and not any(c.allow_overlap for c in paid):
        message = (
            f"the shares of fees and capitation add to {total:g}, more than 1. "
            "Lower one of them, or write allow_overlap: true."
        )
        entry.problem("PM007", "components", message)


def _smallest(quantity: Quantity) -> float:
    """While a lever is solved for each draw, shares are arrays; the ends of its range were checked before."""
    return float(np.min(quantity.value))


def _check_double_pay(entry: Node, components: tuple[PaymentComponent, ...]) -> None:
    kinds = {c.kind for c in components}
    double = kinds & {"ffs", "flat_visit_fee"}
    if "prospective_visit" in kinds and double:
        message = f"prospective_visit and {min(double)} both pay for the visit. Keep one of them."
        entry.problem("PM008", "components", message)
    lists = {monthly_lists().get(c.name) for c in components if c.kind == "service"} - {None}
    if APCM in lists and len(lists) > 1:
        message = "advanced primary care management excludes other monthly care management. Keep one of them."
        entry.problem("PM008", "components", message)


def check_overlaps(root: Node, periods: tuple[PaymentPeriod, ...]) -> None:
    """PM006 for overlaps that are certain before the practices are known: same filter, or none on one side."""
    for i, period in enumerate(periods):
        for j in range(i):
            shared = [p for p in period.payers if p in periods[j].payers]
            if shared and _meet(period, periods[j]) and _same_practices(period, periods[j]):
                message = (
                    f"overlaps payment[{j}] for {shared[0]} in the same practices. "
                    "End the earlier entry the day before this one begins."
                )
                root.children("payment")[i].problem("PM006", "from", message)
                break


def _meet(a: PaymentPeriod, b: PaymentPeriod) -> bool:
    return (a.until is None or b.first <= a.until) and (b.until is None or a.first <= b.until)


def _same_practices(a: PaymentPeriod, b: PaymentPeriod) -> bool:
    return a.where == b.where or not a.where.lists or not b.where.lists


def check_gaps(root: Node, periods: tuple[PaymentPeriod, ...], weeks: Weeks) -> None:
    """PM006 where a payer whose entries are for every practice has a week of the run without an arrangement."""
    for payer in dict.fromkeys(p for period in periods for p in period.payers):
        own = [(i, p) for i, p in enumerate(periods) if payer in p.payers]
        if any(p.where.lists for _, p in own):
            continue
        bare = [d for d in weeks.starts if not any(p.first <= d and (p.until is None or d <= p.until) for _, p in own)]
        if bare:
            after = [i for i, p in own if p.first > bare[0]] or [own[-1][0]]
            message = f"{payer} has no arrangement in the week of {bare[0]}. Close the gap, or leave until empty."
            root.children("payment")[after[0]].problem("PM006", "from", message)
