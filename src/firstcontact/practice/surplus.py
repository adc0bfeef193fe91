"""Net surplus per physician as a function of the share of patients under capitation.

Source: specs/practice-model/model.md 13.2.
"""

from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa

from firstcontact.practice.breakeven_line import BreakevenLine
from firstcontact.practice.exact import Number, cents, exact

SCHEMA = pa.schema(
    [
        ("quantity", pa.string()),
        ("share", pa.float64()),
        ("net_usd", pa.decimal128(38, 2)),
        ("status", pa.string()),
    ]
)


def line(
    patients: Number,
    visits: Number,
    revenue_per_visit: Number,
    pmpm: Number,
    cost: Number,
    replaced: Number = 0,
    added_cost: Number = 0,
    risk: Number = 1,
) -> BreakevenLine:
    """Net USD per FTE physician and year between all fees (share 0) and all capitation (share 1).

    `cost`: USD of staff, overhead and physician pay; `replaced`: share of visits replaced by contacts that fees do not
    pay; `added_cost`: USD to offer them.
    """
    fees = exact(revenue_per_visit, "revenue_per_visit") * exact(visits, "visits") * (1 - exact(replaced, "replaced"))
    capitation = 12 * exact(pmpm, "pmpm") * exact(patients, "patients") * exact(risk, "risk")
    costs = exact(cost, "cost") + exact(added_cost, "added_cost")
    return BreakevenLine(fees - costs, capitation - costs)


def per_physician(
    share: Number,
    patients: Number,
    visits: Number,
    revenue_per_visit: Number,
    pmpm: Number,
    cost: Number,
    replaced: Number = 0,
    added_cost: Number = 0,
    risk: Number = 1,
) -> Decimal:
    """Net USD per FTE physician and year at a share of patients under capitation; any real share, unrounded."""
    return line(patients, visits, revenue_per_visit, pmpm, cost, replaced, added_cost, risk).net(share)


def visits_only(visits: Number, revenue_per_visit: Number, cost: Number) -> Decimal:
    """Net USD of the present-day comparison: every contact a visit, every visit paid by fees."""
    return line(0, visits, revenue_per_visit, 0, cost).net(0)


def table(line: BreakevenLine, shares: Sequence[Number] = (), targets: Sequence[Number] = (0,)) -> pa.Table:
    """What `practice surplus` shows: net at 0 and 1 and at each share, then the share that reaches each target.

    `status` is `outside` where a share lies outside 0..1, `level` where no share reaches the target, else `ok`.
    """
    rows = [_net_row(line, share) for share in (0, 1, *shares)]
    rows += [_target_row(line, target) for target in targets]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _net_row(line: BreakevenLine, share: Number) -> dict:
    number = float(exact(share, "share"))
    return {"quantity": "net at share", "share": number, "net_usd": cents(line.net(share)), "status": _status(number)}


def _target_row(line: BreakevenLine, target: Number) -> dict:
    level = line.at_zero == line.at_one
    share = None if level else line.share_for(target)
    status = "level" if share is None else _status(share)
    return {"quantity": "share for net", "share": share, "net_usd": cents(exact(target, "target")), "status": status}


def _status(share: float) -> str:
    return "ok" if 0 <= share <= 1 else "outside"
