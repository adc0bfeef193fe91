"""Mail leaves through a table: it is written in the transaction of the change it tells about, and sent by a job.

A mail is claimed by moving its due time to the next try, sent, and marked. A crash between sending and marking repeats
the one mail that somebody waits for. Mail to lists is marked as on its way before it is handed over: whether it left
when the worker was killed in that moment nobody knows, and nobody gets a second copy.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from anymail.exceptions import AnymailRecipientsRefused
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from firstcontact_site.mail import notices
from firstcontact_site.mail.addresses import address_hash
from firstcontact_site.mail.headers import headers
from firstcontact_site.mail.letters import Letter, absolute, write
from firstcontact_site.mail.models import OutgoingMail, Suppression
from firstcontact_site.mail.seal import seal, unseal

RETRIES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
)
INTERRUPTED = timedelta(minutes=10)
log = logging.getLogger(__name__)
State = OutgoingMail.State


def queue(
    to: str,
    name: str,
    language: str,
    context: dict,
    *,
    key: str,
    list_unsubscribe: str | None = None,
    list_id: str | None = None,
) -> None:
    """Put one mail into the outbox; a second call with the same `key` does nothing.

    `name` is `<app>/<mail>` for the templates `<app>/jinja2/<app>/mail/<mail>.txt` and `.html` (the latter may be
    absent). `list_unsubscribe` is the address of this site, whole or from the slash, that unsubscribes by POST.
    """
    manage = absolute(list_unsubscribe) if list_unsubscribe else None
    letter = write(to, name, language, {"manage": manage} | context, headers(key, list_unsubscribe, list_id))
    is_bulk = "Precedence" in letter.headers
    sealed = seal(letter.fields())
    row = OutgoingMail(key=key, name=name, is_bulk=is_bulk, address_hash=address_hash(to), letter=sealed)
    OutgoingMail.objects.bulk_create([row], ignore_conflicts=True)


def withdraw(address_hash: str, names: Collection[str]) -> None:
    """Mails of these names that wait for an address are not sent: its owner has said stop."""
    waiting = OutgoingMail.objects.filter(address_hash=address_hash, name__in=names, state=State.WAITING)
    waiting.update(state=State.WITHHELD, letter="")


def deliver_due() -> int:
    """Send what is due, as many as this minute allows. Returns how many left. Not to be called in a transaction."""
    allowed = _allowance()
    if allowed < 1 or not _due().exists():
        return 0
    post = get_connection()
    try:
        post.open()
        return _deliver_up_to(allowed, post)
    except OSError as failure:  # the mail server is away: nothing was tried, all waits for the next round
        log.warning("mail server not reached: %s", type(failure).__name__)
        return 0
    finally:
        post.close()


def _deliver_up_to(allowed: int, post) -> int:
    left = 0
    for _ in range(allowed):
        mail = _claim()
        if mail is None or not _deliver(mail, post):
            break
        left += mail.state == State.SENT
    return left


def _due():
    return OutgoingMail.objects.filter(state=State.WAITING, due_at__lte=timezone.now())


def _allowance() -> int:
    minute_ago = timezone.now() - timedelta(minutes=1)
    return settings.ENVIRONMENT.mail_per_minute - OutgoingMail.objects.filter(tried_at__gt=minute_ago).count()


def _claim() -> OutgoingMail | None:
    """The next due mail, its next try already set: what somebody waits for goes before mail to lists. Two workers never
    hold the same one."""
    skip = connection.features.has_select_for_update_skip_locked
    now = timezone.now()
    with transaction.atomic():
        mail = _due().select_for_update(skip_locked=skip).order_by("is_bulk", "due_at", "id").first()
        if mail is None:
            return None
        held = OutgoingMail.objects.filter(pk=mail.pk, due_at=mail.due_at)
        taken = held.update(tries=F("tries") + 1, tried_at=now, due_at=_next_try(mail.tries, now))
    if taken:
        mail.refresh_from_db()
    return mail if taken else _claim()


def _next_try(tries: int, now: datetime) -> datetime:
    return now + RETRIES[min(tries, len(RETRIES) - 1)]


def _deliver(mail: OutgoingMail, post) -> bool:
    """Send one mail and mark it. False when the way out is blocked, so that the rest waits."""
    if Suppression.objects.filter(address_hash=mail.address_hash).exists():
        _end(mail, State.WITHHELD)
        return True
    letter = _opened(mail)
    if letter is None or (mail.is_bulk and not _is_on_its_way(mail)):
        return True
    try:
        letter.message(post).send()
    except (SMTPRecipientsRefused, AnymailRecipientsRefused) as refusal:
        _refused(mail, refusal)
        return True
    except Exception as failure:  # whatever a mail backend raises means: not sent
        _failed(mail, failure)
        return False
    _end(mail, State.SENT)
    return True


def _opened(mail: OutgoingMail) -> Letter | None:
    """None, and the mail is given up, when it was sealed with another key: no later try could read it either."""
    try:
        return Letter(**unseal(mail.letter))
    except InvalidToken as failure:
        log.error("mail %s cannot be opened: FIRSTCONTACT_LINK_KEY is not the key that sealed it", mail.pk)
        _end(mail, State.GIVEN_UP, failure)
        return None


def _is_on_its_way(mail: OutgoingMail) -> bool:
    """False when its reader has said stop since it was claimed."""
    mail.state = State.SENDING
    return bool(OutgoingMail.objects.filter(pk=mail.pk, state=State.WAITING).update(state=State.SENDING))


def _refused(mail: OutgoingMail, refusal: Exception) -> None:
    """The other side does not know the address (5xx): trying again will not help."""
    codes = [code for code, _ in getattr(refusal, "recipients", {}).values()]
    if codes and min(codes) < 500:
        _failed(mail, refusal)
    else:
        notices.bounced(f"outbox-{mail.pk}", mail.address_hash)
        _end(mail, State.GIVEN_UP, refusal)


def _failed(mail: OutgoingMail, failure: Exception) -> None:
    log.warning("mail %s not sent, try %s: %s", mail.pk, mail.tries, type(failure).__name__)
    if mail.tries > len(RETRIES):
        _end(mail, State.GIVEN_UP, failure)
    else:
        _turn(mail, State.WAITING, type(failure).__name__)


def give_up_interrupted() -> int:
    """Mail to lists that was on its way when its worker was killed. Returns how many."""
    before = timezone.now() - INTERRUPTED
    old = OutgoingMail.objects.filter(state=State.SENDING, tried_at__lt=before)
    return old.update(state=State.GIVEN_UP, letter="", error="interrupted")


def _turn(mail: OutgoingMail, state: str, error: str = "") -> None:
    mail.state = state
    OutgoingMail.objects.filter(pk=mail.pk).update(state=state, error=error)


def _end(mail: OutgoingMail, state: str, failure: Exception | None = None) -> None:
    """The letter goes, with address and links; key and hash stay."""
    mail.state, mail.letter = state, ""
    mail.error = type(failure).__name__ if failure else ""
    mail.save(update_fields=["state", "letter", "error"])
