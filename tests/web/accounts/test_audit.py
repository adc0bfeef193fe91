"""The audit log: worked hashes, no gaps, no change, and a check that finds what was done to it."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from firstcontact_site.accounts import audit, triggers
from firstcontact_site.accounts.audit_check import AuditBroken, check, mark
from firstcontact_site.accounts.audit_event import FIRST_HASH, AuditCounter, AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P19")]
WORKED = [
    ("release.computed", "user:7", "2027-03-01T09:00:00", {"run_id": "run-0012"}, "release:2026-r1", 1),
    ("release.gate_passed", "user:7", "2027-03-01T09:05:00", {"checks": 14}, "release:2026-r1", 2),
    ("release.approved", "user:9", "2027-03-02T10:00:00", {}, "release:2026-r1", 3),
]
HASHES = [
    "594955f4ad2139623684114d7b1c861183e11e7fba045641d558ba7d482926c4",
    "2838b5aa97d3fa9754e079b86da2516621904db5cbd08e19499f3e9c9b8fffa3",
    "452c5b221a2cdc0d88d027d8e4de28d9b897666645747d9d625a8c4992b6c794",
]


def facts(action, actor, at, detail, object, seq):
    return {"action": action, "actor": actor, "at": f"{at}Z", "detail": detail, "object": object, "seq": seq}


def test_the_worked_hashes():
    before = FIRST_HASH
    for row, hash_ in zip(WORKED, HASHES, strict=True):
        before = audit.digest(before, facts(*row))
        assert before == hash_
    changed = facts(*WORKED[1]) | {"detail": {"checks": 13}}
    assert audit.digest(HASHES[0], changed) == "73f887c46363e40377e3c8a31c514b4a48bc5b8db504d86646cac2b61b8c6af1"


@pytest.fixture
def worked(monkeypatch):
    """The three worked rows, written by `record` at their times."""
    AuditCounter.objects.all().delete()
    for action, actor, at, detail, object_, _ in WORKED:
        moment = datetime.fromisoformat(at).replace(tzinfo=UTC, microsecond=432_100)
        monkeypatch.setattr(audit.timezone, "now", lambda moment=moment: moment)
        audit.record(action, object_, detail, actor=actor)


def test_record_writes_the_worked_rows(worked, tmp_path):
    assert list(AuditEvent.objects.values_list("hash", flat=True)) == HASHES
    assert check(tmp_path / "marks") == 3


def test_the_database_refuses_to_change_or_delete(worked):
    for statement in ("UPDATE audit_event SET actor = 'user:1'", "DELETE FROM audit_event WHERE seq = 3"):
        with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert AuditEvent.objects.count() == 3


def tamper(statement):
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    triggers.install(connection)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE audit_event SET detail = '{\"checks\": 13}' WHERE seq = 2", "broken at seq 2: stored hash differs."),
        ("UPDATE audit_event SET actor = 'user:8' WHERE seq = 1", "broken at seq 1: stored hash differs."),
        ("DELETE FROM audit_event WHERE seq = 2", "audit log: seq 2 is missing."),
        ("DELETE FROM audit_event WHERE seq = 3", "audit log: seq 3 is missing."),
    ],
)
def test_what_somebody_with_the_database_does_is_found(worked, tmp_path, statement, sentence):
    tamper(statement)
    with pytest.raises(AuditBroken, match=sentence):
        check(tmp_path / "marks")


def test_a_cut_end_is_found_even_when_the_counter_was_set_back(worked, tmp_path):
    marks = tmp_path / "marks"
    mark(marks, date(2027, 3, 3))
    tamper("DELETE FROM audit_event WHERE seq = 3")
    AuditCounter.objects.update(seq=2, hash=HASHES[1])
    with pytest.raises(AuditBroken, match="seq 3 is missing"):
        check(marks)


def test_a_log_that_was_written_anew_is_found(worked, tmp_path):
    marks = tmp_path / "marks"
    mark(marks, date(2027, 3, 3))
    tamper("DELETE FROM audit_event")
    AuditCounter.objects.all().delete()
    for number in range(3):
        audit.record("audit.checked", f"audit:{number}", actor="job:forger")
    with pytest.raises(AuditBroken, match="holds another hash"):
        check(marks)


def test_the_mark_is_written_once_a_day(worked, tmp_path):
    marks = tmp_path / "outside" / "marks"
    mark(marks, date(2027, 3, 3))
    mark(marks, date(2027, 3, 3))
    mark(marks, date(2027, 3, 4))
    days = [json.loads(line)["day"] for line in marks.read_text().splitlines()]
    assert days == ["2027-03-03", "2027-03-04"]


def test_a_roll_back_leaves_no_gap():
    first = audit.record("audit.checked", "audit:log", actor="job:check").seq
    mark = transaction.savepoint()
    audit.record("audit.checked", "audit:log", actor="job:check")
    transaction.savepoint_rollback(mark)
    assert audit.record("audit.checked", "audit:log", actor="job:check").seq == first + 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("nothing.known", "a:1", {}, "user:1"), "not in accounts/audit_actions.csv"),
        (("audit.checked", "a:1", {}, "somebody"), "is not user:<id>"),
        (("audit.checked", "a", {}, "user:1"), "is not <kind>:<id>"),
        (("audit.checked", "a:1", {"to": ["x@example.org"]}, "user:1"), "does not belong in the log"),
        (("audit.checked", "a:1", {"rate": 0.5}, "user:1"), "float"),
    ],
)
def test_the_log_holds_known_actions_and_no_addresses(given, sentence):
    action, object_, detail, actor = given
    with pytest.raises(ValueError, match=sentence):
        audit.record(action, object_, detail, actor=actor)


@pytest.mark.django_db(transaction=True)
def test_the_log_outside_a_test_s_transaction():
    """Its tear-down empties the tables, which the triggers would refuse."""
    assert audit.record("audit.checked", "audit:log", actor="job:check").seq == 1


def test_planted_fault_without_the_digest_a_changed_row_passes(worked, tmp_path, monkeypatch):
    """So the tests of tampering above would fail if the check stopped to compute."""
    from firstcontact_site.accounts import audit_check

    tamper("UPDATE audit_event SET detail = '{\"checks\": 13}' WHERE seq = 2")
    stored = iter(HASHES)
    monkeypatch.setattr(audit_check, "digest", lambda before, facts: next(stored))
    assert check(tmp_path / "marks") == 3
    monkeypatch.undo()
    with pytest.raises(AuditBroken):
        check(tmp_path / "marks")
