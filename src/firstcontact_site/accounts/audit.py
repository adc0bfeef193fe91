"""Writes the audit log: numbered without gaps, each row sealed with the hash of the row before it.

`record` stands in the same transaction as the change that it tells, and locks one row until that transaction ends.
Call it after the other rows are locked."""

import csv
import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from firstcontact_site.accounts.audit_event import AuditCounter, AuditEvent

ACTORS = ("user", "job")
ANONYMOUS = "anonymous"


@cache
def actions() -> frozenset[str]:
    """The closed list of what can be recorded: audit_actions.csv."""
    with (Path(__file__).parent / "audit_actions.csv").open(encoding="utf-8", newline="") as handle:
        return frozenset(row["action"] for row in csv.DictReader(handle))


def actor_of(user: object) -> str:
    """`user:<id>` of a person, `anonymous` without one."""
    known = user is not None and getattr(user, "is_authenticated", False)
    return f"user:{user.pk}" if known else ANONYMOUS


def canonical(facts: Mapping) -> bytes:
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(prev_hash: str, facts: Mapping) -> str:
    return sha256(prev_hash.encode() + b"\n" + canonical(facts)).hexdigest()


def record(action: str, object: str, detail: dict | None = None, *, actor: str) -> AuditEvent:
    """One event `<object>.<verb>` about `<kind>:<id>`. Raises ValueError for what the log must not hold."""
    detail = detail or {}
    _refuse(action, object, detail, actor)
    with transaction.atomic():
        counter, _ = AuditCounter.objects.select_for_update().get_or_create(pk=1)
        at = timezone.now().replace(microsecond=0)
        event = AuditEvent(seq=counter.seq + 1, at=at, actor=actor, action=action, object=object, detail=detail)
        event.prev_hash = counter.hash
        event.hash = digest(counter.hash, event.facts())
        event.save(force_insert=True)
        counter.seq, counter.hash = event.seq, event.hash
        counter.save()
    return event


def _refuse(action: str, object: str, detail: dict, actor: str) -> None:
    if action not in actions():
        raise ValueError(f"audit: '{action}' is not in accounts/audit_actions.csv. Add a line that says what it means.")
    kind, _, id_ = actor.partition(":")
    if actor != ANONYMOUS and (kind not in ACTORS or not id_):
        raise ValueError(f"audit: the actor '{actor}' is not user:<id>, job:<name> or anonymous.")
    if ":" not in object or len(object) > 200:
        raise ValueError(f"audit: the object '{object}' is not <kind>:<id>.")
    _refuse_value(detail)
    _refuse_value(object)


def _refuse_value(value: object) -> None:
    """No address, and nothing that two databases write differently."""
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        for part in value:
            _refuse_value(part)
    elif isinstance(value, str):
        if "@" in value:
            raise ValueError("audit: a detail holds '@'. Ids only: an e-mail address does not belong in the log.")
    elif not (value is None or isinstance(value, bool | int)):
        raise ValueError(f"audit: a detail is a {type(value).__name__}; text, whole numbers and yes or no are kept.")
