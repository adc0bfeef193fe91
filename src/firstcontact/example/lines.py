"""Claim lines as columns of small numbers, from the first draft to the last row of the file."""

import numpy as np

from firstcontact.example.arrow import NO_MONEY
from firstcontact.example.calendar import NO_DAY

Columns = dict[str, np.ndarray]

# column: type and the value of "none". `claim` numbers claims inside a block; codes are positions in codes.py,
# clinicians and organisations positions in the directory.
SHAPE: dict[str, tuple[type, int]] = {
    "claim": (np.int64, 0),
    "line": (np.int16, 1),
    "kind": (np.int8, 0),
    "person": (np.int32, 0),
    "product": (np.int8, -1),
    "status": (np.int8, 0),
    "version": (np.int8, 0),
    "prior": (np.int64, -1),
    "position": (np.int8, 0),
    "arrangement": (np.int8, -1),
    "capitated": (np.int8, 0),
    "start": (np.int32, 0),
    "end": (np.int32, 0),
    "line_start": (np.int32, int(NO_DAY)),
    "admission": (np.int32, int(NO_DAY)),
    "discharge": (np.int32, int(NO_DAY)),
    "paid_on": (np.int32, int(NO_DAY)),
    "admit_source": (np.int8, -1),
    "admit_type": (np.int8, -1),
    "disposition": (np.int8, -1),
    "place": (np.int8, -1),
    "bill_type": (np.int8, -1),
    "revenue": (np.int8, -1),
    "drg": (np.int8, -1),
    "units": (np.int16, 1),
    "service": (np.int16, -1),
    "modifier": (np.int8, -1),
    "rendering": (np.int32, -1),
    "billing": (np.int32, -1),
    "facility": (np.int32, -1),
    "attending": (np.int32, -1),
    "referring": (np.int32, -1),
    "practice": (np.int32, -1),
    "specialty": (np.int8, -1),
    "dx1": (np.int16, -1),
    "dx2": (np.int16, -1),
    "dx3": (np.int16, -1),
    "procedure": (np.int8, -1),
    "procedure_on": (np.int32, int(NO_DAY)),
    "price": (np.float32, 0),
    "growth": (np.int8, 0),
    "firm": (np.int8, 0),
}
MONEY = ("paid", "allowed", "charge", "coinsurance", "copayment", "deductible")
SHAPE.update({name: (np.int64, int(NO_MONEY)) for name in MONEY})


def complete(columns: Columns, count: int) -> Columns:
    """All columns of SHAPE; single numbers and missing columns are filled."""
    whole = {}
    for name, (kind, none) in SHAPE.items():
        value = columns.get(name, none)
        whole[name] = np.broadcast_to(np.asarray(value, dtype=kind), (count,))
    return whole


def expand(claims: Columns, per_claim: np.ndarray) -> Columns:
    """Claims (one element each) as lines: claim i becomes per_claim[i] rows with line numbers from 1."""
    count = len(per_claim)
    claim = np.repeat(np.arange(count), per_claim)
    first = np.cumsum(per_claim) - per_claim
    lines = {k: (v[claim] if isinstance(v, np.ndarray) else v) for k, v in claims.items()}
    lines["claim"] = claim
    lines["line"] = np.arange(len(claim)) - first[claim] + 1
    return lines


def single(claims: Columns, count: int) -> Columns:
    """Claims of one line each."""
    return {**claims, "claim": np.arange(count)}


def join(drafts: list[Columns]) -> Columns:
    """One set of columns out of many; claims are numbered through."""
    sizes = [len(d["claim"]) for d in drafts]
    offset, whole = 0, []
    for draft, size in zip(drafts, sizes, strict=True):
        full = complete({**draft, "claim": draft["claim"] + offset}, size)
        offset += int(draft["claim"].max()) + 1 if size else 0
        whole.append(full)
    return {name: np.concatenate([w[name] for w in whole]) for name in SHAPE}


def take(lines: Columns, index: np.ndarray) -> Columns:
    return {name: values[index] for name, values in lines.items()}


def append(*parts: Columns) -> Columns:
    """Rows one below the other; claim numbers stay as they are."""
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}
