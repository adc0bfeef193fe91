"""What happens to claims after they are sent: corrections, reversals, denials, copies. Each row knows its outcome."""

import numpy as np

from firstcontact.example.arrow import NO_MONEY
from firstcontact.example.assumptions import assumptions
from firstcontact.example.codes import POSITIONS, STATUSES
from firstcontact.example.coverage import BESIDE
from firstcontact.example.lines import MONEY, Columns, append, take
from firstcontact.example.scene import Scene

OUTCOMES = ("kept", "superseded", "voided", "paired", "orphan", "denied", "pending", "merged", "duplicate")
KEPT, SUPERSEDED, VOIDED, PAIRED, ORPHAN, DENIED, PENDING, MERGED, DUPLICATE = range(len(OUTCOMES))
FATES = ("replaced", "replaced_by_new_id", "voided", "reversed", "denied", "pending", "adjusted")
NORMAL = len(FATES)


def add_secondary(scene: Scene, lines: Columns) -> Columns:
    """Where another plan pays second, some office claims arrive twice; the copy carries what was left over."""
    month = scene.calendar.month(lines["start"])
    person = lines["person"]
    beside = scene.coverage.covered[person, BESIDE, month] & scene.coverage.secondary[person]
    u = scene.streams("secondary.copy").random(int(lines["claim"].max(initial=0)) + 1)
    chosen = beside & (lines["practice"] >= 0) & (u[lines["claim"]] < assumptions()["claims"]["secondary_copy"])
    copy = take(lines, np.flatnonzero(chosen & (lines["capitated"] == 0)))
    left = np.where(copy["coinsurance"] == NO_MONEY, 0, copy["coinsurance"])
    copy |= {"paid": left, "allowed": np.full(len(left), NO_MONEY), "claim": copy["claim"] + len(u)}
    copy |= {name: np.full(len(left), NO_MONEY) for name in ("copayment", "coinsurance", "deductible")}
    copy["product"] = scene.coverage.product[copy["person"], BESIDE]
    copy["position"] = np.full(len(left), POSITIONS("secondary"), np.int8)
    return append(lines, copy)


def add_versions(scene: Scene, lines: Columns) -> tuple[Columns, np.ndarray]:
    """The lines with their later versions, and the outcome of every row after the collapse."""
    claims = int(lines["claim"].max(initial=-1)) + 1
    fate = _fates(scene, lines, claims)
    mine = fate[lines["claim"]]
    u = scene.streams("version.status").random(claims)
    lines["status"] = np.where(u[lines["claim"]] < 0.25, STATUSES("original"), STATUSES("final")).astype(np.int8)
    outcome = np.full(len(mine), KEPT, dtype=np.int8)
    parts, outcomes = [lines], [outcome]
    for number, name in enumerate(FATES):
        rows = np.flatnonzero(mine == number)
        added, kinds, own = CHANGES[name](lines, rows, claims)
        outcome[rows] = own
        parts += added
        outcomes += kinds
    orphan = _orphans(scene, lines, claims)
    parts.append(orphan)
    outcomes.append(np.full(len(orphan["claim"]), ORPHAN, np.int8))
    whole, results = append(*parts), np.concatenate(outcomes)
    return _with_copies(scene, whole, results)


def _fates(scene: Scene, lines: Columns, claims: int) -> np.ndarray:
    facts = assumptions()["claims"]
    limits = np.cumsum([facts[name] for name in FATES])
    fate = np.searchsorted(limits, scene.streams("version.fate").random(claims), side="right")
    fate[lines["claim"][lines["firm"] == 1]] = NORMAL
    return fate


def _filled(rows: np.ndarray, kind: int) -> np.ndarray:
    return np.full(len(rows), kind, dtype=np.int8)


def _copy(lines: Columns, rows: np.ndarray, status: str, version: int) -> Columns:
    copy = take(lines, rows)
    copy |= {"status": _filled(rows, STATUSES(status)), "version": _filled(rows, version)}
    copy["paid_on"] = copy["paid_on"] + 30
    return copy


def _scaled(copy: Columns, percent: int) -> Columns:
    """Paid and allowed down by a share of what was paid; the member's part stays."""
    change = copy["paid"] * (100 - percent) // 100
    known = copy["allowed"] != NO_MONEY
    return copy | {"paid": copy["paid"] - change, "allowed": np.where(known, copy["allowed"] - change, NO_MONEY)}


def _negated(copy: Columns) -> Columns:
    return copy | {m: np.where(copy[m] == NO_MONEY, NO_MONEY, -copy[m]) for m in MONEY} | {"units": -copy["units"]}


def _replaced(lines: Columns, rows: np.ndarray, claims: int) -> tuple:
    lines["status"][rows] = STATUSES("original")
    return [_scaled(_copy(lines, rows, "replacement", 1), 92)], [_filled(rows, KEPT)], SUPERSEDED


def _replaced_by_new_id(lines: Columns, rows: np.ndarray, claims: int) -> tuple:
    lines["status"][rows] = STATUSES("original")
    copy = _scaled(_copy(lines, rows, "replacement", 0), 90)
    copy |= {"prior": copy["claim"], "claim": copy["claim"] + claims}
    return [copy], [_filled(rows, KEPT)], SUPERSEDED


def _voided(lines: Columns, rows: np.ndarray, claims: int) -> tuple:
    return [_negated(_copy(lines, rows, "void", 1))], [_filled(rows, VOIDED)], VOIDED


def _reversed(lines: Columns, rows: np.ndarray, claims: int) -> tuple:
    return [_negated(_copy(lines, rows, "reversal", 0))], [_filled(rows, PAIRED)], PAIRED


def _denied(lines: Columns, rows: np.ndarray, claims: int) -> tuple:
    lines["status"][rows] = STATUSES("denied")
    for name in MONEY:
        lines[name][rows] = np.where(
            lines[name][rows] == NO_MONEY, NO_MONEY, 0 if name != "charge" else lines[name][rows]
        )
    return [], [], DENIED


def _pending(lines: Columns, rows: np.ndarray, claims: int) -> tuple:
    lines["status"][rows] = STATUSES("pending")
    return [], [], PENDING


def _adjusted(lines: Columns, rows: np.ndarray, claims: int) -> tuple:
    """A row of its own that carries the difference only."""
    rows = rows[lines["line"][rows] == 1]
    copy = _copy(lines, rows, "adjustment", 0)
    change = -(copy["paid"] // 20)
    known = copy["allowed"] != NO_MONEY
    copy |= {"paid": change, "allowed": np.where(known, change, NO_MONEY), "units": np.zeros(len(rows), np.int16)}
    copy |= {
        m: np.where(copy[m] == NO_MONEY, NO_MONEY, 0) for m in ("charge", "coinsurance", "copayment", "deductible")
    }
    return [copy], [_filled(rows, MERGED)], KEPT


CHANGES = {
    "replaced": _replaced,
    "replaced_by_new_id": _replaced_by_new_id,
    "voided": _voided,
    "reversed": _reversed,
    "denied": _denied,
    "pending": _pending,
    "adjusted": _adjusted,
}


def _orphans(scene: Scene, lines: Columns, claims: int) -> Columns:
    """Reversals of claims that were never sent."""
    u = scene.streams("version.orphan").random(len(lines["claim"]))
    rows = np.flatnonzero((u < assumptions()["claims"]["orphan"]) & (lines["paid"] > 0))
    copy = _negated(_copy(lines, rows, "reversal", 0))
    return copy | {"claim": 2 * claims + np.arange(len(rows)), "line": np.ones(len(rows), np.int16)}


def _with_copies(scene: Scene, lines: Columns, outcome: np.ndarray) -> tuple[Columns, np.ndarray]:
    """Some rows come twice, equal in every column."""
    u = scene.streams("version.duplicate").random(len(outcome))
    again = np.flatnonzero(u < assumptions()["claims"]["duplicated_rows"])
    return append(lines, take(lines, again)), np.r_[outcome, np.full(len(again), DUPLICATE, np.int8)]


def add_faults(scene: Scene, lines: Columns) -> None:
    """Numbers that fit nobody, missing clinicians, charges below the payment: intake keeps and flags them."""
    facts, directory = assumptions()["claims"], scene.world.directory
    claims = int(lines["claim"].max(initial=-1)) + 1
    u = scene.streams("fault.clinician").random((claims, 2))[lines["claim"]]
    professional = (lines["kind"] == 0) & (lines["rendering"] >= 0)
    limits = np.cumsum([facts["unlisted_clinician"], facts["bad_npi"], facts["no_clinician"]])
    spare = np.floor(u[:, 1] * 8).astype(np.int32)
    hit = [professional & (u[:, 0] < limit) for limit in limits]
    faults = [directory.unlisted + spare, directory.wrong + spare, np.full(len(spare), -1, np.int32)]
    lines["rendering"] = np.select(hit, faults, lines["rendering"]).astype(np.int32)
    low = scene.streams("fault.charge").random(len(lines["claim"])) < facts["paid_over_charge"]
    lines["charge"] = np.where(low & (lines["paid"] > 100), lines["paid"] - 100, lines["charge"])
