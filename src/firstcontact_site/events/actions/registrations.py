"""Everything that changes the state of a registration, or what guests were told. Views and jobs call it.

Places of an event are given out one request at a time: the row of its book is locked until the answer is decided."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from firstcontact_site.accounts import audit
from firstcontact_site.config.pagecache import purge
from firstcontact_site.events import mails
from firstcontact_site.events import told as tellings
from firstcontact_site.events.book import (
    ACTIVE,
    ARROWS,
    ATTENDED,
    CANCELLED,
    CONFIRMED,
    EXPIRED,
    NO_SHOW,
    PENDING,
    WAITLISTED,
    EventBook,
    Registration,
)
from firstcontact_site.events.event import EventPage
from firstcontact_site.events.phase import OPEN_PHASES, Phase, is_full, phase
from firstcontact_site.events.refused import Refused

CONFIRM_WITHIN = timedelta(hours=48)
CONFIRM_PROMOTED_WITHIN = timedelta(hours=24)
REMIND_BEFORE = timedelta(hours=24)
JOB = "job:events"


def register(
    event: EventPage, *, name: str, email: str, language: str, organisation: str = "", needs: str = ""
) -> None:
    """A place until it is confirmed, or a place on the waiting list. The mail tells which; the answer on the page
    never does, so that nobody learns whether an address is registered."""
    email = email.strip().lower()
    asked = Registration(language=language, name=name, email=email, organisation=organisation, needs=needs)
    with transaction.atomic():
        asked.book = _locked(event.book)
        if phase(event, timezone.now(), lambda: asked.book) not in OPEN_PHASES:
            raise Refused("event_refused_closed")
        known = asked.book.registrations.filter(email=email, state__in=ACTIVE).first()
        if known:
            _tell_again(known, event)
        elif is_full(event.capacity, asked.book):
            _begin(asked, WAITLISTED, "registration.waitlisted")
            mails.send("waitlisted", asked, event)
        else:
            asked.expires_at = timezone.now() + CONFIRM_WITHIN
            _begin(asked, PENDING, "registration.asked")
            mails.send("confirm", asked, event)


def confirm(person: Registration) -> None:
    with transaction.atomic():
        person = _fresh(person)
        if person.state != PENDING or person.expires_at <= timezone.now():
            raise Refused("event_refused_confirm")
        event = _page(person)
        if event.starts_at - timezone.now() <= REMIND_BEFORE:
            person.reminded_at = timezone.now()
        _move(person, CONFIRMED, audit.ANONYMOUS)
        mails.send("confirmed", person, event)


def cancel(person: Registration, actor: str = audit.ANONYMOUS) -> None:
    """By the guest or by an editor. The place goes to the waiting list with the next run of its job."""
    with transaction.atomic():
        person = _fresh(person)
        _move(person, CANCELLED, actor)
        _send("cancelled", person)


def mark(person: Registration, state: str, actor: str) -> None:
    """Came, after the start; did not come, after the end."""
    with transaction.atomic():
        person = _fresh(person)
        event = _page(person)
        begun = event.starts_at if state == ATTENDED else event.ends_at
        if state not in (ATTENDED, NO_SHOW) or timezone.now() < begun:
            raise Refused("event_refused_too_early")
        _move(person, state, actor)


def expire_due(now: datetime) -> int:
    """Places that nobody confirmed in time are free again."""
    due = Registration.objects.filter(state=PENDING, expires_at__lte=now)
    return _each(due, lambda person: person.state == PENDING and _move(person, EXPIRED, JOB))


def promote_due(now: datetime) -> int:
    """Free places go to the waiting list, first come first."""
    waiting = EventBook.objects.filter(registrations__state=WAITLISTED).distinct()
    return sum(_promote(book, now) for book in waiting)


def _promote(book: EventBook, now: datetime) -> int:
    event = tellings.page_for(tellings.pages_of(book), "")
    if event is None or event.called_off or event.starts_at <= now:
        return 0
    with transaction.atomic():
        book = _locked(book)
        line = book.registrations.select_for_update().filter(state=WAITLISTED).order_by("asked_at", "pk")
        free = line.count() if event.capacity is None else max(0, event.capacity - book.taken())
        chosen = list(line[:free])
        for person in chosen:
            person.expires_at = min(now + CONFIRM_PROMOTED_WITHIN, event.starts_at)
            _move(person, PENDING, JOB, "registration.promoted")
            _send("promoted", person)
    return len(chosen)


def remind_due(now: datetime) -> int:
    """Once, in the last day before the event."""
    soon = EventPage.objects.filter(live=True, called_off=False, starts_at__gt=now, starts_at__lte=now + REMIND_BEFORE)
    people = Registration.objects.filter(
        state=CONFIRMED, reminded_at=None, book__event_key__in=soon.values("translation_key")
    )
    return _each(people, lambda person: _once(person, "reminded_at", "reminder", now))


def thank_due(now: datetime) -> int:
    """After the event, when its recording is there: everybody who held a place, save those who did not come."""
    ended = EventPage.objects.filter(live=True, called_off=False, ends_at__lte=now).exclude(recording="")
    people = Registration.objects.filter(
        state__in=(CONFIRMED, ATTENDED), thanked_at=None, book__event_key__in=ended.values("translation_key")
    )
    return _each(people, lambda person: _once(person, "thanked_at", "thanks", now))


def _once(person: Registration, field: str, kind: str, now: datetime) -> bool:
    if getattr(person, field) is not None or person.state not in (CONFIRMED, ATTENDED):
        return False
    setattr(person, field, now)
    person.save(update_fields=[field])
    _send(kind, person, once=_page(person).starts_at.isoformat())
    return True


def erase_due(now: datetime) -> int:
    """People of events that ended long enough ago go; how many they were stays."""
    last = now - timedelta(days=settings.EVENT_KEEP_DAYS)
    recent = EventPage.objects.filter(ends_at__gt=last).values("translation_key")
    old = EventBook.objects.filter(registrations__isnull=False).exclude(event_key__in=recent)
    return sum(_erase(book) for book in old.distinct())


def _erase(book: EventBook) -> int:
    with transaction.atomic():
        book = _locked(book)
        book.counts = book.state_counts()
        book.save(update_fields=["counts"])
        erased, _ = book.registrations.all().delete()
        audit.record("registration.erased", f"event:{book.number}", {"rows": erased}, actor=JOB)
    return erased


def turn_due(now: datetime) -> int:
    """Pages that are kept as files are made anew when an event opens, fills, begins or ends."""
    turned = 0
    for book in EventBook.objects.exclude(phase=Phase.PAST):
        pages = tellings.pages_of(book)
        found = phase(tellings.page_for(pages, ""), now, lambda book=book: book) if pages else book.phase
        if found != book.phase:
            EventBook.objects.filter(pk=book.pk).update(phase=found)
            purge(path for page in pages.values() for path in (page.url, page.get_parent().url))
            turned += 1
    return turned


def open_book(event: EventPage) -> None:
    """A new page: the first one of an event opens its book. What a live page says is what calendars know."""
    with transaction.atomic():
        EventBook.objects.get_or_create(event_key=event.translation_key, defaults={"number": event.pk})
        if event.live:
            book = EventBook.objects.select_for_update().get(event_key=event.translation_key)
            book.told[event.locale.language_code] = tellings.facts(event)
            book.save(update_fields=["told"])


def tell_changes(event: EventPage, actor: str) -> None:
    """After a page of the event went live: its languages are made equal, calendars get a new number, guests a mail."""
    with transaction.atomic():
        book = _locked(EventBook.objects.get(event_key=event.translation_key))
        pages = tellings.pages_of(book)
        tellings.share(pages)
        old, new = book.told, {code: tellings.facts(page) for code, page in pages.items()}
        book.told = old | new
        if any(tellings.differs(old.get(code), new[code], tellings.FOR_CALENDARS) for code in new):
            book.sequence, book.changed_at = book.sequence + 1, timezone.now()
        book.phase = phase(tellings.page_for(pages, ""), timezone.now(), lambda: book)
        book.save(update_fields=["told", "sequence", "changed_at", "phase"])
        changed = {c for c in new if tellings.differs(old.get(c), new[c], tellings.FOR_GUESTS)}
        first = tellings.page_for(pages, "")
        if changed and first.ends_at > timezone.now():
            _tell_guests(book, pages, changed, actor)


def _tell_guests(book: EventBook, pages: dict[str, EventPage], changed: set[str], actor: str) -> None:
    """Who has not confirmed or waits is told too: their plans change as well."""
    first = tellings.page_for(pages, "")
    kind = "called_off" if first.called_off else "change"
    for person in book.registrations.filter(state__in=(PENDING, WAITLISTED, CONFIRMED)):
        page = tellings.page_for(pages, person.language)
        if page.locale.language_code in changed:
            mails.send(kind, person, page, once=str(book.sequence))
    book.registrations.filter(state=CONFIRMED, reminded_at__isnull=False).update(reminded_at=None)
    name = "event.cancelled" if first.called_off else "event.changed"
    audit.record(name, f"event:{book.number}", {"sequence": book.sequence}, actor=actor)


def _tell_again(known: Registration, event: EventPage) -> None:
    """The form was sent twice: one mail an hour at most says what stands, so that nobody's mailbox is filled."""
    kind = {PENDING: "confirm", WAITLISTED: "waitlisted"}.get(known.state, "known")
    mails.send(kind, known, event, once=f"{timezone.now():%Y%m%d%H}")


def _begin(asked: Registration, state: str, name: str) -> None:
    asked.state = state
    asked.save()
    audit.record(name, f"registration:{asked.pk}", {"event": asked.book.number}, actor=audit.ANONYMOUS)


def _move(person: Registration, state: str, actor: str, name: str = "") -> bool:
    """One arrow of the state machine; every other change is refused."""
    if state not in ARROWS.get(person.state, ()):
        raise Refused("event_refused_state")
    person.state, person.changed_at = state, timezone.now()
    person.save()
    name = name or f"registration.{state}"
    audit.record(name, f"registration:{person.pk}", {"event": person.book.number}, actor=actor)
    return True


def _send(kind: str, person: Registration, once: str = "") -> None:
    mails.send(kind, person, _page(person), once=once)


def _page(person: Registration) -> EventPage:
    """Raises Refused when the event was taken off the site."""
    page = tellings.page_for(tellings.pages_of(person.book), person.language)
    if page is None:
        raise Refused("event_refused_gone")
    return page


def _locked(book: EventBook) -> EventBook:
    return EventBook.objects.select_for_update().get(pk=book.pk)


def _fresh(person: Registration) -> Registration:
    """The row as it is now, held until the transaction ends. The book is locked first, as everywhere."""
    _locked(person.book)
    return Registration.objects.select_for_update(of=("self",)).select_related("book").get(pk=person.pk)


def _each(people: QuerySet[Registration], step: Callable[[Registration], bool]) -> int:
    """Each person in a transaction of their own: one that fails does not undo the others. Returns how many moved."""
    moved = 0
    for person in people.select_related("book"):
        with transaction.atomic():
            moved += bool(step(_fresh(person)))
    return moved
