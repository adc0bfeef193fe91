"""Mails to guests and applicants. The words stand in texts/events.csv; one pair of templates lays them out."""

from django.urls import reverse
from django.utils import translation

from firstcontact_site import words
from firstcontact_site.events.book import Registration
from firstcontact_site.events.event import EventPage
from firstcontact_site.events.times import moment, when
from firstcontact_site.mail import outbox, tokens
from firstcontact_site.mail.letters import absolute

CONFIRM, CANCEL = "event-confirm", "event-cancel"
LETTER = "events/letter"


def send(kind: str, person: Registration, event: EventPage, *, once: str = "") -> None:
    """One mail about a place; the same kind goes to the same person once, or once for each `once`."""
    say = words.language(person.language).text
    with translation.override(person.language):
        said = {
            "subject": say(f"event_mail_{kind}_subject", title=event.title),
            "hello": say("event_mail_hello", name=person.name),
            "paragraphs": [say(f"event_mail_{kind}")],
            "facts": _facts(kind, person, event),
            "button": _button(kind, person, event),
            "links": _links(kind, person, event),
        }
    outbox.queue(person.email, LETTER, person.language, said, key=f"registration:{person.pk}:{kind}:{once}")


def _facts(kind: str, person: Registration, event: EventPage) -> list[tuple[str, str]]:
    language = words.language(person.language)
    say = language.text
    time = when(event.starts_at, event.ends_at, event.time_zone, language)
    found = [(say("event_what"), event.title), (say("event_when_label"), time)]
    if kind in ("confirm", "promoted"):
        found.append((say("event_confirm_by"), moment(person.expires_at, event.time_zone, language)))
    if event.place:
        found.append((say("event_where"), event.place))
    if event.link and kind in ("confirmed", "known", "reminder", "change"):
        found.append((say("event_online"), event.link))
    return found


def _button(kind: str, person: Registration, event: EventPage) -> tuple[str, str]:
    if kind in ("confirm", "promoted"):
        path = reverse("event-confirm", args=[tokens.signed(CONFIRM, person.pk)])
        return words.text("event_mail_button_confirm"), absolute(path)
    if kind == "thanks":
        return words.text("event_mail_button_recording"), event.recording
    return words.text("event_mail_button_page"), absolute(event.url)


def _links(kind: str, person: Registration, event: EventPage) -> list[tuple[str, str]]:
    found = []
    if kind in ("confirmed", "known", "reminder", "change"):
        found.append((words.text("event_calendar_file"), absolute(event.calendar_url)))
        path = reverse("event-cancel", args=[tokens.signed(CANCEL, person.pk)])
        found.append((words.text("event_mail_cancel"), absolute(path)))
    if kind == "thanks" and event.slides:
        found.append((words.text("event_slides"), absolute(event.slides.url)))
    return found
