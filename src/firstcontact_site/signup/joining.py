"""Joining the movement: asked on the form, confirmed by the link of a mail, ended by the link of that mail."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from firstcontact_site.accounts import audit
from firstcontact_site.mail import outbox, tokens
from firstcontact_site.mail.addresses import address_hash
from firstcontact_site.signup.actions import LINK_HOURS, LINK_LIFE, MAILS_A_DAY
from firstcontact_site.signup.supporter import Supporter

LEAST_SHOWN, STEP = 15, 5
KIND = "supporter"


@transaction.atomic
def ask(answers: dict, language: str) -> None:
    """`answers` are the cleaned fields of the form. The work is the same for every address."""
    link, kept = tokens.make()
    hashed = address_hash(answers["email"])
    facts = {name: answers[name] for name in ("email", "name", "role", "place", "help")}
    day = timezone.now() - timedelta(days=1)
    today = Supporter.objects.filter(address_hash=hashed, asked_at__gt=day).count()
    asked = Supporter.objects.create(**facts, address_hash=hashed, language=language, token_hash=kept)
    said = {
        "confirm": f"/{language}/join/confirm/{link}/",
        "leave": f"/{language}/join/leave/{tokens.signed(KIND, asked.pk)}/",
        "name": answers["name"],
        "hours": LINK_HOURS,
    }
    key = f"join:{asked.pk}" if today < MAILS_A_DAY else f"join:{hashed}:more:{timezone.now().date()}"
    outbox.queue(answers["email"], "signup/join", language, said, key=key)
    audit.record("join.asked", f"supporter:{asked.pk}", actor=audit.ANONYMOUS)


def waiting(link: str):
    since = timezone.now() - LINK_LIFE
    return Supporter.objects.filter(token_hash=tokens.digest(link), confirmed_at=None, asked_at__gt=since)


@transaction.atomic
def confirm(link: str) -> bool:
    """Single use: the link's hash goes with its first use."""
    found = waiting(link).select_for_update().first()
    if found is None:
        return False
    found.confirmed_at, found.token_hash = timezone.now(), None
    found.save(update_fields=["confirmed_at", "token_hash"])
    Supporter.objects.filter(address_hash=found.address_hash).exclude(pk=found.pk).delete()
    audit.record("join.confirmed", f"supporter:{found.pk}", actor=audit.ANONYMOUS)
    return True


@transaction.atomic
def leave(key: str) -> None:
    """Everything about the person goes. A second time changes nothing."""
    deleted, _ = Supporter.objects.filter(pk=int(key)).delete()
    if deleted:
        audit.record("join.erased", f"supporter:{key}", actor=audit.ANONYMOUS)


@transaction.atomic
def expire_old() -> int:
    old = Supporter.objects.filter(confirmed_at=None, asked_at__lte=timezone.now() - LINK_LIFE)
    keys = list(old.values_list("pk", flat=True)[:500])
    for key in keys:
        audit.record("join.expired", f"supporter:{key}", actor="job:signup.expire")
    Supporter.objects.filter(pk__in=keys).delete()
    return len(keys)


def counts() -> dict[str, int]:
    """Supporters by role, rounded to five; roles with fewer than fifteen are left out, and so is the sum."""
    rows = Supporter.objects.exclude(confirmed_at=None).values("role").annotate(number=Count("pk"))
    return {row["role"]: rounded(row["number"]) for row in rows if row["number"] >= LEAST_SHOWN}


def rounded(number: int) -> int:
    return (number + STEP // 2) // STEP * STEP
