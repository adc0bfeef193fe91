"""Dollars of final lines, in cents, and the fills behind those of pharmacies."""

import numpy as np

from firstcontact.example.arrow import NO_MONEY
from firstcontact.example.assumptions import LINES_OF_BUSINESS
from firstcontact.example.codes import BILL_TYPES, POSITIONS
from firstcontact.example.counts.base import Tally, count, where
from firstcontact.example.coverage import PRODUCTS
from firstcontact.example.lines import Columns
from firstcontact.example.scene import Scene
from firstcontact.example.versions import KEPT

SHARES = ("coinsurance", "copayment", "deductible")
PARTS = ("inpatient", "long_term", "outpatient_facility", "professional")
PART_OF_BILL = {"11": 0, "21": 1, "32": 1, "81": 1, "13": 2, "77": 2}
PART = np.array([PART_OF_BILL[code[:2]] for code in BILL_TYPES.codes] + [PARTS.index("professional")])


def spend(rows: Columns) -> np.ndarray:
    """Allowed, else paid with the member's share, else paid."""
    shares = sum(np.where(rows[name] == NO_MONEY, 0, rows[name]) for name in SHARES if name in rows)
    return np.where(rows["allowed"] != NO_MONEY, rows["allowed"], rows["paid"] + shares)


def tally_spending(scene: Scene, rows: Columns) -> Tally:
    """part x line of business x year x (outside coverage, covered); payers that pay first only."""
    rows = where(rows, rows["position"] == POSITIONS("primary"))
    index = (PART[rows["bill_type"]], PRODUCTS.line[rows["product"]], rows["month"] // 12, rows["in_month"])
    shape = (len(PARTS), len(LINES_OF_BUSINESS), scene.calendar.years, 2)
    return {"medical_spend": count(index, shape, spend(rows).astype(float))}


def tally_fills(scene: Scene, fills: Columns, outcome: np.ndarray) -> Tally:
    kept = np.flatnonzero(outcome == KEPT)
    product, month = fills["product"][kept], fills["month"][kept]
    months = scene.calendar.months
    amount = spend({k: fills[k][kept] for k in ("paid", "allowed", "copayment")})
    line = PRODUCTS.line[product]
    return {
        "fills": count((month,), (months,)),
        "days_supplied": count((month,), (months,), fills["days"][kept].astype(float)),
        "pharmacy_spend": count((line, month // 12), (len(LINES_OF_BUSINESS), months // 12), amount.astype(float)),
    }
