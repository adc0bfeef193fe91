"""Prescriptions filled: reversals, replaced and denied fills, and the members' share."""

import numpy as np
import pyarrow as pa

from firstcontact.example.arrow import NO_MONEY, dates, ids, money, numbers, texts
from firstcontact.example.assumptions import LINES_OF_BUSINESS, assumptions, column, flags, table
from firstcontact.example.codes import STATUSES
from firstcontact.example.coverage import FIRST, PRODUCTS, SECOND
from firstcontact.example.events import Events, draw
from firstcontact.example.lines import Columns
from firstcontact.example.medical import CLAIMS_PER_BLOCK
from firstcontact.example.scene import Scene
from firstcontact.example.streams import choose
from firstcontact.example.versions import DENIED, DUPLICATE, KEPT, PAIRED, SUPERSEDED

DRUGS = [r["ndc_code"] for r in table("drugs")]
DRUG_PRICE = column(table("drugs"), "price")
DRUG_WEIGHT = column(table("drugs"), "weight")
CHRONIC = flags(table("drugs"), "chronic")
MONEY = ("paid", "allowed", "charge", "copayment")
LEVEL = np.array([1.05, 1.05, 1.0, 0.98, 0.85, 0.88, 0.95])
COPAYMENT = np.array([10, 10, 8, 5, 0, 1, 0])


def pharmacy_lines(scene: Scene) -> tuple[Columns, np.ndarray]:
    """Every row of the block in the order of the file, and its outcome."""
    fills = _fills(scene)
    count = len(fills["claim"])
    facts = assumptions()["pharmacy"]
    limits = np.cumsum([facts["reversed"], facts["replaced"], facts["denied"]])
    fate = np.searchsorted(limits, scene.streams("fill.fate").random(count), side="right")
    outcome = np.array([PAIRED, SUPERSEDED, DENIED, KEPT], dtype=np.int8)[fate]
    fills["status"] = np.array(
        [STATUSES("final"), STATUSES("original"), STATUSES("denied"), STATUSES("final")], np.int8
    )[fate]
    for name in ("paid", "allowed", "copayment"):
        fills[name] = np.where((fate == 2) & (fills[name] != NO_MONEY), 0, fills[name])
    reversal = _reversed({k: v[fate == 0] for k, v in fills.items()})
    replacement = _replaced({k: v[fate == 1] for k, v in fills.items()})
    again = np.flatnonzero(scene.streams("fill.duplicate").random(count) < facts["duplicated_rows"])
    copies = {k: v[again] for k, v in fills.items()}
    sizes = [
        np.full(len(p["claim"]), o, np.int8) for p, o in ((reversal, PAIRED), (replacement, KEPT), (copies, DUPLICATE))
    ]
    whole = {k: np.concatenate([p[k] for p in (fills, reversal, replacement, copies)]) for k in fills}
    return whole, np.concatenate([outcome, *sizes])


def _fills(scene: Scene) -> Columns:
    coverage = scene.coverage
    has = (coverage.covered[:, FIRST] & coverage.pharmacy[:, FIRST, None]) | (
        coverage.covered[:, SECOND] & coverage.pharmacy[:, SECOND, None]
    )
    events = draw(scene, "prescription", scene.people.frailty, care=has)
    u = scene.streams("fill.kind").random((len(events), 5))
    drug = choose(u[:, 0], DRUG_WEIGHT)
    ninety = CHRONIC[drug] & (u[:, 1] < assumptions()["pharmacy"]["ninety_days"]) & (DRUG_PRICE[drug] < 100)
    days = np.where(ninety, 90, np.where(CHRONIC[drug], 30, 10))
    product = coverage.care_product[events.person, events.month]
    fills = {
        "claim": np.arange(len(events)),
        "person": events.person,
        "product": product,
        "day": events.day,
        "month": events.month,
        "drug": drug,
        "days": days,
        "quantity": days * np.where(u[:, 4] < 0.7, 1, 2),
        "prescriber": _prescribers(scene, events, u[:, 2]),
        "pharmacy": scene.world.directory.pick("pharmacy", u[:, 3]),
        "version": np.zeros(len(events), np.int8),
    }
    return fills | _amounts(scene, fills, np.where(ninety, 2.6, 1.0), u[:, 4])


def _prescribers(scene: Scene, events: Events, u: np.ndarray) -> np.ndarray:
    usual = scene.usual_clinician[events.person]
    present = scene.world.workforce.works(usual, events.month)
    usual = np.where(present, usual, scene.world.workforce.lead(usual))
    return np.where(u < 0.65, usual, np.where(u < 0.95, scene.world.directory.pick("cardiology", (u * 97) % 1), -1))


def _amounts(scene: Scene, fills: Columns, size: np.ndarray, u: np.ndarray) -> Columns:
    line = PRODUCTS.line[fills["product"]]
    growth = assumptions()["prices"]["other_growth"] ** (fills["month"] // 12)
    allowed = np.floor(DRUG_PRICE[fills["drug"]] * size * LEVEL[line] * growth * (0.9 + 0.2 * u) * 100 + 0.5).astype(
        np.int64
    )
    copayment = np.minimum(COPAYMENT[line] * 100, allowed)
    known = PRODUCTS.reports_allowed[fills["product"]]
    shares = PRODUCTS.reports_cost_share[fills["product"]]
    return {
        "paid": allowed - copayment,
        "allowed": np.where(known, allowed, NO_MONEY),
        "charge": allowed * 2,
        "copayment": np.where(shares, copayment, NO_MONEY),
    }


def _reversed(fills: Columns) -> Columns:
    opposite = {m: np.where(fills[m] == NO_MONEY, NO_MONEY, -fills[m]) for m in MONEY}
    status = np.full(len(fills["claim"]), STATUSES("reversal"), np.int8)
    return fills | opposite | {"quantity": -fills["quantity"], "status": status}


def _replaced(fills: Columns) -> Columns:
    change = fills["paid"] // 10
    known = fills["allowed"] != NO_MONEY
    return fills | {
        "paid": fills["paid"] - change,
        "allowed": np.where(known, fills["allowed"] - change, NO_MONEY),
        "status": np.full(len(change), STATUSES("replacement"), np.int8),
        "version": np.ones(len(change), np.int8),
    }


def pharmacy_table(scene: Scene, fills: Columns, npi: list[str], data_source: str) -> pa.Table:
    product, count = fills["product"], len(fills["claim"])
    names = ids("P", scene.people.number, 9)
    return pa.table(
        {
            "claim_id": ids("R", fills["claim"] + scene.streams.block * CLAIMS_PER_BLOCK, 12),
            "claim_line_number": pa.array(np.ones(count, np.int32)),
            "data_source": texts(np.zeros(count), [data_source]),
            "person_id": pa.DictionaryArray.from_arrays(pa.array(fills["person"].astype(np.int32)), names),
            "payer": texts(PRODUCTS.payer[product], PRODUCTS.payers),
            "plan": texts(product, PRODUCTS.plans),
            "line_of_business": texts(PRODUCTS.line[product], list(LINES_OF_BUSINESS)),
            "claim_status": texts(fills["status"], STATUSES.codes),
            "claim_version": numbers(fills["version"], pa.int32()),
            "dispensing_date": dates(fills["day"]),
            "ndc_code": texts(fills["drug"], DRUGS),
            "quantity": numbers(fills["quantity"].astype(np.int32), pa.decimal128(18, 4), none=-(2**31)),
            "days_supply": numbers(fills["days"].astype(np.int32), pa.int32()),
            "prescribing_provider_npi": texts(fills["prescriber"], npi),
            "dispensing_provider_npi": texts(fills["pharmacy"], npi),
            "paid_amount": money(fills["paid"]),
            "allowed_amount": money(fills["allowed"]),
            "charge_amount": money(fills["charge"]),
            "copayment_amount": money(fills["copayment"]),
            "paid_date": dates(fills["day"] + 7),
        }
    )
