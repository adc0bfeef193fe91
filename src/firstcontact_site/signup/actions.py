"""Every change of a subscription. The arrows are those of the table of transitions; each leaves its line in the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from firstcontact_site.accounts import audit
from firstcontact_site.mail import outbox, tokens
from firstcontact_site.mail.addresses import address_hash
from firstcontact_site.signup.lists import describe, split
from firstcontact_site.signup.subscription import CONSENT, Choice, Confirmation, Subscription

State = Subscription.State
LINK_HOURS = 48
LINK_LIFE = timedelta(hours=LINK_HOURS)
MAILS_A_DAY = 5
LIST_MAILS = ("signup/news", "signup/issue")
ARROWS = {
    (State.UNSUBSCRIBED, State.PENDING): "subscription.asked",
    (State.PENDING, State.ACTIVE): "subscription.confirmed",
    (State.PENDING, State.EXPIRED): "subscription.expired",
    (State.ACTIVE, State.UNSUBSCRIBED): "subscription.ended",
    (State.ACTIVE, State.BOUNCED): "subscription.bounced",
    (State.ACTIVE, State.COMPLAINED): "subscription.complained",
}


@dataclass(frozen=True)
class Wish:
    """What somebody asks for on the form; `choices` as `data` or `practice:<id>`."""

    email: str
    choices: tuple[str, ...]
    language: str
    weekly: bool = False


@transaction.atomic
def ask(wish: Wish) -> None:
    """Queue the mail that asks for confirmation. The same work is done whether the address is known or not: one row
    offered, one read, one written, one mail written; a mail to an address that wants none is withheld by the outbox."""
    now = timezone.now()
    hashed = address_hash(wish.email)
    fresh = Subscription(email=wish.email, address_hash=hashed, language=wish.language, consent=CONSENT, asked_at=now)
    Subscription.objects.bulk_create([fresh], ignore_conflicts=True)
    subscription = Subscription.objects.select_for_update().get(address_hash=hashed)
    _wait_again(subscription, wish)
    link, kept = tokens.make()
    today = subscription.confirmations.filter(made_at__gt=now - timedelta(days=1)).count()
    asked = Confirmation.objects.create(
        subscription=subscription,
        token_hash=kept,
        choices=list(wish.choices),
        language=wish.language,
        weekly=wish.weekly,
        made_at=now,
    )
    key = f"confirm:{asked.pk}" if today < MAILS_A_DAY else f"confirm:{subscription.pk}:more:{now.date()}"
    outbox.queue(wish.email, "signup/confirm", wish.language, _words(subscription, wish, link), key=key)
    audit.record("subscription.asked", _object(subscription), actor=audit.ANONYMOUS)


def _wait_again(subscription: Subscription, wish: Wish) -> None:
    """An ended subscription waits for confirmation anew; any other state stays. Written in every case."""
    if subscription.state == State.UNSUBSCRIBED:
        subscription.state, subscription.email, subscription.ended_at = State.PENDING, wish.email, None
    if subscription.state == State.PENDING:
        subscription.asked_at, subscription.consent = timezone.now(), CONSENT
    subscription.save()


def _words(subscription: Subscription, wish: Wish, link: str) -> dict:
    return {
        "confirm": f"/{wish.language}/newsletter/confirm/{link}/",
        "already": subscription.state == State.ACTIVE,
        "lists": [c for c in wish.choices if ":" not in c],
        "followed": [f.label for f in describe(wish.choices, wish.language)],
        "hours": LINK_HOURS,
    }


@transaction.atomic
def confirm(link: str) -> Subscription | None:
    """The link from the mail, used once within 48 hours. None when it does not hold."""
    now = timezone.now()
    subscription = _held(waiting_confirmation(link).values_list("subscription", flat=True).first())
    found = waiting_confirmation(link).first()  # asked again: what was waited for may have used the link
    if subscription is None or found is None:
        return None
    found.used_at = now
    found.save(update_fields=["used_at"])
    subscription.language, subscription.weekly = found.language, found.weekly
    if subscription.state == State.PENDING:
        subscription.confirmed_at = now
        _move(subscription, State.ACTIVE, audit.ANONYMOUS)
    else:
        subscription.save()
        audit.record("subscription.changed", _object(subscription), actor=audit.ANONYMOUS)
    _add(subscription, found.choices)
    return subscription


def waiting_confirmation(link: str):
    """Unused confirmations of this link that are young enough."""
    since = timezone.now() - LINK_LIFE
    states = (State.PENDING, State.ACTIVE)
    return Confirmation.objects.filter(
        token_hash=tokens.digest(link), used_at=None, made_at__gt=since, subscription__state__in=states
    )


@transaction.atomic
def change(subscription: Subscription, choices: Iterable[str], language: str, weekly: bool) -> None:
    """The owner, who came by a link from a mail, chooses anew. Changes nothing where mails were stopped meanwhile."""
    held = _held(subscription.pk)
    if held is None or held.state != State.ACTIVE:
        return
    subscription.language, subscription.weekly = language, weekly
    subscription.save(update_fields=["language", "weekly"])
    subscription.choices.all().delete()
    _add(subscription, choices)
    audit.record("subscription.changed", _object(subscription), actor=audit.ANONYMOUS)


@transaction.atomic
def end(subscription: Subscription) -> None:
    """Stop all mails. A second time changes nothing."""
    held = _held(subscription.pk)
    if held and held.state == State.ACTIVE:
        _move(held, State.UNSUBSCRIBED, audit.ANONYMOUS)


@transaction.atomic
def erase(subscription: Subscription) -> None:
    """Everything about the address goes, its hash too. A second time changes nothing."""
    end(subscription)
    held = _held(subscription.pk)
    if held:
        name = _object(held)
        held.delete()
        audit.record("subscription.erased", name, actor=audit.ANONYMOUS)


@transaction.atomic
def expire_old() -> int:
    """What nobody confirmed in time is forgotten: an expired row does not even hold a hash."""
    since = timezone.now() - LINK_LIFE
    old = Subscription.objects.select_for_update().filter(state=State.PENDING, asked_at__lte=since)
    found = list(old[:500])
    for subscription in found:
        _move(subscription, State.EXPIRED, "job:signup.expire")
    Confirmation.objects.filter(made_at__lte=since).delete()
    return len(found)


def bounced(hashed: str) -> None:
    _told(hashed, State.BOUNCED)


def complained(hashed: str) -> None:
    _told(hashed, State.COMPLAINED)


@transaction.atomic
def _told(hashed: str, state: str) -> None:
    """The mail room says that an address is dead, or that its owner calls our mail unwanted."""
    found = Subscription.objects.select_for_update().filter(address_hash=hashed, state=State.ACTIVE).first()
    if found:
        _move(found, state, "job:mail.notices")


def _held(pk: int | None) -> Subscription | None:
    """The row as it is now, held until the transaction ends; None when it is erased."""
    return Subscription.objects.select_for_update().filter(pk=pk).first()


def _move(subscription: Subscription, to: str, actor: str) -> None:
    """One arrow. Raises KeyError when there is none."""
    action = ARROWS[State(subscription.state), State(to)]
    subscription.state = to
    if to != State.ACTIVE:
        _forget(subscription)
    subscription.save()
    audit.record(action, _object(subscription), actor=actor)


def _forget(subscription: Subscription) -> None:
    """Address, lists and waiting mails go. The hash stays where it keeps mail away, and goes where nothing began."""
    outbox.withdraw(subscription.address_hash, LIST_MAILS)
    subscription.email = ""
    subscription.ended_at = timezone.now()
    subscription.choices.all().delete()
    subscription.confirmations.all().delete()
    if subscription.state == State.EXPIRED:
        subscription.address_hash = ""


def _add(subscription: Subscription, choices: Iterable[str]) -> None:
    pairs = dict.fromkeys(split(choice) for choice in choices)
    rows = [Choice(subscription=subscription, kind=kind, target=target) for kind, target in pairs]
    Choice.objects.bulk_create(rows, ignore_conflicts=True)


def _object(subscription: Subscription) -> str:
    return f"subscription:{subscription.pk}"
