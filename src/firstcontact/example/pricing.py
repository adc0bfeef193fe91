"""Charge, allowed and paid amounts in whole cents; each line adds up."""

import numpy as np

from firstcontact.example.arrow import NO_MONEY
from firstcontact.example.assumptions import assumptions
from firstcontact.example.care.common import PRIMARY_CARE
from firstcontact.example.codes import ARRANGEMENTS, INSTITUTIONAL, PRICES
from firstcontact.example.coverage import PRODUCTS
from firstcontact.example.lines import Columns
from firstcontact.example.scene import Scene

DEDUCTIBLE_MONTHS = 3


def add_money(scene: Scene, lines: Columns) -> None:
    """Fill the money columns. Paid plus the member's share is allowed; what a plan does not report is NULL."""
    facts = assumptions()["prices"]
    product = lines["product"]
    line = PRODUCTS.line[product]
    u = scene.streams("price.noise").random((len(product), 3))
    list_price = np.where(lines["price"] > 0, lines["price"], PRICES[lines["service"]])
    noise = 1 + facts["noise"] * (2 * u[:, 0] - 1)
    allowed = np.floor(list_price * np.array(facts["level"])[line] * _growth(scene, lines) * noise * 100 + 0.5).astype(
        np.int64
    )
    charge = np.floor(allowed * (1.5 + 1.1 * u[:, 1])).astype(np.int64)
    copayment, coinsurance, deductible = _shares(scene, lines, line, allowed, u[:, 2])
    paid = allowed - copayment - coinsurance - deductible
    lines |= {"charge": charge, "allowed": allowed, "paid": paid}
    lines |= {"copayment": copayment, "coinsurance": coinsurance, "deductible": deductible}
    _capitate(scene, lines)
    _leave_out(lines)


def _growth(scene: Scene, lines: Columns) -> np.ndarray:
    facts = assumptions()["prices"]
    year = scene.calendar.month(lines["start"]) // 12
    rate = np.where(lines["growth"] == PRIMARY_CARE, facts["primary_care_growth"], facts["other_growth"])
    return rate**year


def _shares(
    scene: Scene, lines: Columns, line: np.ndarray, allowed: np.ndarray, u: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Copayment on the first professional line, coinsurance elsewhere, a deductible early in the year."""
    facts = assumptions()["prices"]
    first_visit = (lines["kind"] != INSTITUTIONAL) & (lines["line"] == 1)
    fixed = np.array(facts["copayment"])[line] * 100
    copayment = np.where(first_visit, np.minimum(fixed, allowed), 0)
    rate = np.array(facts["coinsurance"])[line]
    coinsurance = np.where(
        (copayment > 0) | (lines["growth"] == PRIMARY_CARE) & (line < 2), 0, np.floor(allowed * rate)
    ).astype(np.int64)
    early = (scene.calendar.month(lines["start"]) % 12 < DEDUCTIBLE_MONTHS) & (u < 0.3) & (line <= 2)
    deductible = np.where(early, (allowed - copayment - coinsurance) // 2, 0)
    deductible = np.minimum(deductible, 150_000)
    return copayment, coinsurance, deductible


def _capitate(scene: Scene, lines: Columns) -> None:
    """Primary care of capitated practices is paid by the head: encounters carry no dollars."""
    by_head = PRODUCTS.capitates[lines["product"]] & (lines["practice"] >= 0) & (lines["growth"] == PRIMARY_CARE)
    by_head &= scene.world.practices.capitated[lines["practice"]]
    lines["capitated"] = by_head.astype(np.int8)
    for name in ("paid", "copayment", "coinsurance", "deductible"):
        lines[name] = np.where(by_head, 0, lines[name])
    lines["allowed"] = np.where(by_head, NO_MONEY, lines["allowed"])
    u = scene.streams("price.arrangement").random(len(by_head))
    other = np.select(
        [u < 0.90, u < 0.93, u < 0.96],
        [ARRANGEMENTS("ffs"), ARRANGEMENTS("bundled"), -1],
        ARRANGEMENTS("global_budget"),
    )
    named = np.where(lines["arrangement"] >= 0, lines["arrangement"], other)
    lines["arrangement"] = np.where(by_head, ARRANGEMENTS("capitated"), named)


def _leave_out(lines: Columns) -> None:
    product = lines["product"]
    lines["allowed"] = np.where(PRODUCTS.reports_allowed[product], lines["allowed"], NO_MONEY)
    for name in ("copayment", "coinsurance", "deductible"):
        lines[name] = np.where(PRODUCTS.reports_cost_share[product], lines[name], NO_MONEY)
