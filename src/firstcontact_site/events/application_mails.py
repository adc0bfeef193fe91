"""Mails to applicants: the link back to the draft, and what became of the application."""

from datetime import timedelta

from django.urls import reverse
from django.utils import translation

from firstcontact_site import words
from firstcontact_site.events.application import Application
from firstcontact_site.events.mails import LETTER
from firstcontact_site.events.programme import ProgrammePage
from firstcontact_site.mail import outbox, tokens
from firstcontact_site.mail.letters import absolute

LINK = "application"
LINK_LIVES = timedelta(days=30)


def send(kind: str, application: Application, programme: ProgrammePage, *, once: str = "") -> None:
    say = words.language(application.language).text
    with translation.override(application.language):
        button = _button(kind, application, programme)
    said = {
        "subject": say(f"programme_mail_{kind}_subject", title=programme.title),
        "hello": say("event_mail_hello", name=application.name),
        "paragraphs": [say(f"programme_mail_{kind}", title=programme.title), *_reason(kind, application)],
        "facts": [],
        "button": button,
        "links": [],
    }
    key = f"application:{application.pk}:{kind}:{once}"
    outbox.queue(application.email, LETTER, application.language, said, key=key)


def link_to(application: Application) -> str:
    return reverse("application", args=[tokens.signed(LINK, application.pk)])


def _button(kind: str, application: Application, programme: ProgrammePage) -> tuple[str, str]:
    if kind in ("start", "submitted"):
        return words.text(f"programme_mail_button_{kind}"), absolute(link_to(application))
    return words.text("programme_mail_button_page"), absolute(programme.url)


def _reason(kind: str, application: Application) -> list[str]:
    return [application.reason] if kind == "declined" else []
