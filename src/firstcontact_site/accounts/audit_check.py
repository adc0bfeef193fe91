"""Reads the audit log from its first row and finds what was changed, deleted or cut off."""

import json
from datetime import date
from pathlib import Path

from firstcontact.errors import FirstContactError
from firstcontact_site.accounts.audit import digest
from firstcontact_site.accounts.audit_event import FIRST_HASH, AuditCounter, AuditEvent


class AuditBroken(FirstContactError):
    """The log is not as it was written."""


def check(marks: Path) -> int:
    """Number of events. Raises AuditBroken with the first fault; `marks` is the file that `mark` writes."""
    kept = _read(marks)
    seq, before = 0, FIRST_HASH
    for event in AuditEvent.objects.order_by("seq").iterator():
        seq += 1
        if event.seq != seq:
            raise AuditBroken(f"audit log: seq {seq} is missing.")
        if event.prev_hash != before or digest(before, event.facts()) != event.hash:
            raise AuditBroken(f"audit log broken at seq {seq}: stored hash differs.")
        if seq in kept and kept[seq] != event.hash:
            raise AuditBroken(f"audit log broken at seq {seq}: {marks} holds another hash. The log was written anew.")
        before = event.hash
    _refuse_cut(seq, before, max(kept, default=0), marks)
    return seq


def _refuse_cut(seq: int, last: str, marked: int, marks: Path) -> None:
    if marked > seq:
        raise AuditBroken(
            f"audit log: seq {seq + 1} is missing. {marks} knows rows up to {marked}: the end was cut off."
        )
    counter = AuditCounter.objects.filter(pk=1).first()
    if counter and counter.seq > seq:
        raise AuditBroken(f"audit log: seq {seq + 1} is missing. The counter stands at {counter.seq}.")
    if counter and counter.hash != last:
        raise AuditBroken(f"audit log broken at seq {seq}: stored hash differs from the counter's.")


def mark(marks: Path, day: date) -> None:
    """Adds today's last number and hash to the file outside the database, once a day."""
    counter = AuditCounter.objects.filter(pk=1).first()
    if counter is None or f'"{day}"' in (marks.read_text(encoding="utf-8") if marks.is_file() else ""):
        return
    marks.parent.mkdir(parents=True, exist_ok=True)
    with marks.open("a", encoding="utf-8") as handle:
        handle.write(json.dumps({"day": str(day), "seq": counter.seq, "hash": counter.hash}) + "\n")


def _read(marks: Path) -> dict[int, str]:
    if not marks.is_file():
        return {}
    lines = [json.loads(line) for line in marks.read_text(encoding="utf-8").splitlines() if line]
    return {line["seq"]: line["hash"] for line in lines if line["seq"]}
