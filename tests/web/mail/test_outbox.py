"""Mail leaves once, in order, within the limit, and a crash loses nothing."""

import logging
import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail as post
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, connections, transaction
from django.db.models import F
from django.utils import timezone

from firstcontact_site.mail import jobs, outbox
from firstcontact_site.mail.models import Notice, OutgoingMail, Suppression

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.org"


@pytest.fixture(autouse=True)
def _templates(settings, tmp_path):
    """A mail of a room, from a folder of templates made here."""
    folder = tmp_path / "room" / "mail"
    folder.mkdir(parents=True)
    (folder / "note.txt").write_text(
        "{% extends 'mail/base.txt' %}{% block subject %}For {{ who }}{% endblock %}"
        "{% block main %}Dear {{ who }}, open {{ url('news/') }}{% endblock %}"
    )
    jinja, other = settings.TEMPLATES
    settings.TEMPLATES = [jinja | {"DIRS": [tmp_path]}, other]


def put(key="k1", to=ADDRESS, **more):
    outbox.queue(to, "room/note", "en", {"who": "O'Hara & Co"}, key=key, **more)


def later(delta):
    """Let time pass for all that waits."""
    OutgoingMail.objects.update(due_at=F("due_at") - delta, tried_at=F("tried_at") - delta)


def failing(monkeypatch, failure):
    def refuse(self, messages):
        raise failure

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_the_same_key_is_queued_once():
    put()
    put()
    assert OutgoingMail.objects.count() == 1
    assert outbox.deliver_due() == 1
    put()
    assert outbox.deliver_due() == 0
    assert len(post.outbox) == 1


def test_subject_is_the_first_line_and_text_is_not_escaped_while_html_is():
    put()
    outbox.deliver_due()
    sent = post.outbox[0]
    assert sent.subject == "For O'Hara & Co"
    assert "Dear O'Hara & Co, open http" in sent.body
    html = sent.alternatives[0].content
    assert "O&#39;Hara &amp; Co" in html
    assert "<img" not in html
    assert "<script" not in html


def test_a_waiting_mail_cannot_be_read_in_the_database_and_is_gone_after_delivery():
    put()
    row = OutgoingMail.objects.get()
    assert ADDRESS not in row.letter
    assert "O'Hara" not in row.letter
    outbox.deliver_due()
    row.refresh_from_db()
    assert (row.state, row.letter, len(row.address_hash)) == ("sent", "", 64)


def test_retries_come_after_1_minute_5_minutes_30_minutes_3_hours_12_hours_and_then_it_is_given_up(monkeypatch):
    put()
    failing(monkeypatch, SMTPServerDisconnected())
    waits = []
    for _ in range(6):
        before = timezone.now()
        assert outbox.deliver_due() == 0
        row = OutgoingMail.objects.get()
        waits.append(round((row.due_at - before).total_seconds() / 60))
        later(row.due_at - timezone.now() + timedelta(minutes=2))
    assert waits[:5] == [1, 5, 30, 180, 720]
    assert (row.state, row.letter, row.tries, row.error) == ("given_up", "", 6, "SMTPServerDisconnected")


def test_a_crash_between_sending_and_marking_repeats_that_one_mail_with_the_same_id(monkeypatch):
    for n in range(3):
        put(f"k{n}", f"reader{n}@example.org")
    monkeypatch.setattr(outbox, "_end", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        outbox.deliver_due()
    monkeypatch.undo()
    assert outbox.deliver_due() == 2
    later(timedelta(minutes=1))
    assert outbox.deliver_due() == 1
    assert [m.to[0][:7] for m in post.outbox] == ["reader0", "reader1", "reader2", "reader0"]
    assert post.outbox[0].extra_headers["Message-ID"] == post.outbox[3].extra_headers["Message-ID"]


@pytest.mark.promise("P29")
def test_a_crash_between_sending_and_marking_sends_no_second_copy_to_a_list(monkeypatch):
    put("alert", list_unsubscribe="/en/stop/", list_id="data")
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_end", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            outbox.deliver_due()
    assert len(post.outbox) == 1
    for _ in range(3):
        later(timedelta(hours=13))
        jobs.deliver_mail()
    row = OutgoingMail.objects.get()
    assert (row.state, row.letter, row.error) == ("given_up", "", "interrupted")
    assert len(post.outbox) == 1


def test_mail_to_a_list_that_was_refused_for_now_is_tried_again(monkeypatch):
    put("alert", list_unsubscribe="/en/stop/", list_id="data")
    with monkeypatch.context() as patch:
        failing(patch, SMTPServerDisconnected())
        outbox.deliver_due()
    later(timedelta(minutes=1))
    jobs.deliver_mail()
    assert (OutgoingMail.objects.get().state, len(post.outbox)) == ("sent", 1)


def test_a_crash_before_sending_loses_nothing(monkeypatch):
    put()
    assert outbox._claim() is not None
    assert outbox.deliver_due() == 0
    later(timedelta(minutes=1))
    assert outbox.deliver_due() == 1


def test_no_more_leave_in_a_minute_than_the_setting_allows(monkeypatch):
    for n in range(5):
        put(f"k{n}")
    monkeypatch.setattr(outbox, "_allowance", lambda real=outbox._allowance: real() - 117)
    assert [outbox.deliver_due(), outbox.deliver_due()] == [3, 0]
    OutgoingMail.objects.update(tried_at=timezone.now() - timedelta(minutes=2))
    assert outbox.deliver_due() == 2


def test_a_mail_server_that_is_away_costs_no_try(monkeypatch):
    put()
    monkeypatch.setattr(EmailBackend, "open", lambda self: (_ for _ in ()).throw(ConnectionRefusedError))
    assert outbox.deliver_due() == 0
    assert OutgoingMail.objects.get().tries == 0


def test_an_address_that_does_not_exist_is_a_bounce_and_is_not_tried_again(monkeypatch):
    put()
    failing(monkeypatch, SMTPRecipientsRefused({ADDRESS: (550, b"no such user")}))
    outbox.deliver_due()
    assert OutgoingMail.objects.get().state == "given_up"
    assert Notice.objects.get().kind == "bounce"


def test_a_mailbox_that_is_full_for_now_is_tried_again(monkeypatch):
    put()
    failing(monkeypatch, SMTPRecipientsRefused({ADDRESS: (452, b"full")}))
    outbox.deliver_due()
    assert OutgoingMail.objects.get().state == "waiting"
    assert not Notice.objects.exists()


def test_a_suppressed_address_gets_nothing():
    put()
    Suppression.objects.create(address_hash=OutgoingMail.objects.get().address_hash, reason="complaint")
    assert outbox.deliver_due() == 0
    assert OutgoingMail.objects.get().state == "withheld"
    assert not post.outbox


def test_no_address_stands_in_the_logs(monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    put()
    failing(monkeypatch, OSError(f"cannot write to {ADDRESS}"))
    outbox.deliver_due()
    assert "not sent" in caplog.text
    assert ADDRESS not in caplog.text


def test_claiming_asks_the_same_few_questions_for_one_mail_as_for_many(django_assert_num_queries):
    for n in range(10):
        put(f"k{n}")
    with django_assert_num_queries(5):
        outbox._claim()


def test_old_traces_are_forgotten_and_waiting_mail_is_not():
    for n in range(2):
        put(f"k{n}")
    OutgoingMail.objects.filter(key="k0").update(state="sent")
    OutgoingMail.objects.update(made_at=timezone.now() - timedelta(days=181))
    jobs.forget_mail()
    assert [m.key for m in OutgoingMail.objects.all()] == ["k1"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_every_mail_once_and_share_the_work(monkeypatch):
    """Each waits in its first mail until the other holds one too: with one lock for all they would never meet."""
    for n in range(30):
        put(f"k{n}", f"reader{n}@example.org")
    meet, sent = threading.Barrier(2, timeout=30), []

    def send(self, messages):
        if threading.get_ident() not in {worker for worker, _ in sent}:
            sent.append((threading.get_ident(), messages[0].to[0]))
            meet.wait()
        else:
            sent.append((threading.get_ident(), messages[0].to[0]))
        return len(messages)

    def work():
        try:
            outbox.deliver_due()
        finally:
            connections.close_all()

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert sorted(to for _, to in sent) == sorted(f"reader{n}@example.org" for n in range(30))
    assert len({worker for worker, _ in sent}) == 2
    assert set(OutgoingMail.objects.values_list("state", "tries")) == {("sent", 1)}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row locks: the due time decides there")
@pytest.mark.django_db(transaction=True)
def test_a_mail_that_another_worker_is_claiming_is_passed_over():
    put("k0")
    put("k1")
    with transaction.atomic():
        held = OutgoingMail.objects.select_for_update().order_by("id").first()
        found = []

        def claim():
            try:
                found.append(outbox._claim().key)
            finally:
                connections.close_all()

        worker = threading.Thread(target=claim)
        worker.start()
        worker.join(timeout=20)
        assert (held.key, found) == ("k0", ["k1"])


def test_a_letter_that_another_key_sealed_is_given_up_and_holds_nobody_up():
    put("old")
    put("new", "other@example.org")
    OutgoingMail.objects.filter(key="old").update(letter="sealed with another key")
    assert outbox.deliver_due() == 1
    assert dict(OutgoingMail.objects.values_list("key", "state")) == {"old": "given_up", "new": "sent"}


def test_mail_to_a_list_that_was_claimed_does_not_leave_when_its_reader_says_stop(mailoutbox):
    put("alert", list_unsubscribe="/en/stop/", list_id="data")
    claimed = outbox._claim()
    outbox.withdraw(claimed.address_hash, ["room/note"])
    assert outbox._deliver(claimed, EmailBackend())
    assert mailoutbox == []
    assert OutgoingMail.objects.get().state == "withheld"
