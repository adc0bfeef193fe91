"""Final lines from versions, voids, reversals, adjustments and duplicates: the seven steps of the contract."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

Rows = list[dict]
AMOUNTS = [
    "paid_amount",
    "allowed_amount",
    "charge_amount",
    "coinsurance_amount",
    "copayment_amount",
    "deductible_amount",
    "service_unit_quantity",
    "quantity",
]
GONE = {"void", "reversal"}
PARTNER_ORDER = ["original", "final", "adjustment", "replacement", "denied"]
BASE_ORDER = ["replacement", "original", "final", "denied"]
LATE = date.max


def collapse(rows: Rows, contract: list[str]) -> tuple[Rows, Counter]:
    """Kept rows and the ledger of the others. `contract` lists the columns in contract order."""
    ledger: Counter = Counter()
    rows = _without_duplicates(rows, contract, ledger)
    for row in rows:
        row["claim_status"] = row["claim_status"] or "final"
        row["text"] = row_text(row, contract)
    rows = _leave(rows, lambda r: r["claim_status"] == "pending", "pending", ledger)
    kept = [row for root in _roots(rows).values() for row in _collapse_root(root, ledger)]
    return _leave(kept, lambda r: r["claim_status"] == "denied", "denied", ledger), ledger


def row_text(row: dict, contract: list[str]) -> str:
    return "|".join("" if row.get(c) is None else str(row[c]) for c in contract)


def _without_duplicates(rows: Rows, contract: list[str], ledger: Counter) -> Rows:
    columns = [c for c in contract if c not in ("file_name", "file_date")]
    once = {row_text(row, columns): row for row in sorted(rows, key=lambda r: row_text(r, contract))}
    ledger["duplicate"] += len(rows) - len(once)
    return list(once.values())


def _leave(rows: Rows, leaves, reason: str, ledger: Counter) -> Rows:
    stays = [row for row in rows if not leaves(row)]
    ledger[reason] += len(rows) - len(stays)
    return stays


def _roots(rows: Rows) -> dict[tuple, Rows]:
    """Rows by claim_root, each with its version = (steps from the root, claim_version)."""
    prior = {_key(r): _key(r, "prior_claim_id") for r in rows if r.get("prior_claim_id") is not None}
    roots: dict[tuple, Rows] = defaultdict(list)
    for row in rows:
        root, depth = _ancestor(_key(row), prior)
        row["version"] = (depth, row["claim_version"] or 0)
        roots[root].append(row)
    return roots


def _key(row: dict, column: str = "claim_id") -> tuple:
    return (row["data_source"], row.get("claim_type") or "", row[column])


def _ancestor(key: tuple, prior: dict[tuple, tuple]) -> tuple[tuple, int]:
    seen = [key]
    while seen[-1] in prior:
        if prior[seen[-1]] in seen or len(seen) > 50:
            return min(seen), 0
        seen.append(prior[seen[-1]])
    return seen[-1], len(seen) - 1


def _collapse_root(rows: Rows, ledger: Counter) -> Rows:
    rows = _highest_version(rows, ledger) if len({r["version"] for r in rows}) > 1 else _single_version(rows, ledger)
    by_line = defaultdict(list)
    for row in rows:
        by_line[row["claim_line_number"]].append(row)
    return [_one_line(line, ledger) for line in by_line.values()]


def _highest_version(rows: Rows, ledger: Counter) -> Rows:
    highest = max(r["version"] for r in rows)
    if all(r["claim_status"] in GONE for r in rows if r["version"] == highest):
        ledger["voided"] += len(rows)
        return []
    return _leave(rows, lambda r: r["version"] < highest or r["claim_status"] in GONE, "superseded", ledger)


def _single_version(rows: Rows, ledger: Counter) -> Rows:
    rows = _pair_reversals(rows, ledger)
    statuses = {r["claim_status"] for r in rows}
    if "replacement" in statuses:
        return _leave(rows, lambda r: r["claim_status"] in ("original", "final", "void"), "superseded", ledger)
    if "void" in statuses:
        ledger["voided" if statuses != {"void"} else "orphan"] += len(rows)
        return []
    return rows


def _pair_reversals(rows: Rows, ledger: Counter) -> Rows:
    left = [r for r in rows if r["claim_status"] != "reversal"]
    for reversal in sorted((r for r in rows if r["claim_status"] == "reversal"), key=lambda r: r["text"]):
        partners = [r for r in left if _opposite(reversal, r)]
        if partners:
            left.remove(min(partners, key=_partner_order))
        ledger["paired" if partners else "orphan"] += 2 if partners else 1
    return left


def _opposite(reversal: dict, row: dict) -> bool:
    if row["claim_status"] in GONE or row["claim_line_number"] != reversal["claim_line_number"]:
        return False
    known = [c for c in ("allowed_amount", "charge_amount") if None not in (row[c], reversal[c])]
    return all(row[c] == -reversal[c] for c in ["paid_amount", *known])


def _partner_order(row: dict) -> tuple:
    return (PARTNER_ORDER.index(row["claim_status"]), row["paid_date"] or LATE, row["text"])


def _one_line(rows: Rows, ledger: Counter) -> dict:
    """The base row of a line with its adjustments added."""
    bases = [r for r in rows if r["claim_status"] != "adjustment"]
    additions = sorted((r for r in rows if r["claim_status"] == "adjustment"), key=lambda r: r["text"])
    if not bases:
        bases, additions = additions[:1], additions[1:]
    base = dict(min(bases, key=_base_order))
    ledger["superseded"] += len(bases) - 1
    ledger["merged"] += len(additions)
    for addition in additions:
        for column in AMOUNTS:
            base[column] = _sum(base.get(column), addition.get(column))
    return base


def _base_order(row: dict) -> tuple:
    latest = [-(row[c] or date.min).toordinal() for c in ("paid_date", "file_date")]
    status = row["claim_status"]
    return (*latest, BASE_ORDER.index(status) if status in BASE_ORDER else len(BASE_ORDER), row["text"])


def _sum(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return b if a is None else a if b is None else a + b
