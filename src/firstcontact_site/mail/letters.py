"""A mail as text and as HTML, in the reader's language, from templates that say the same words."""

import re
from dataclasses import asdict, dataclass, field
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from firstcontact_site import words


@dataclass(frozen=True)
class Letter:
    """Everything that leaves with one mail."""

    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)

    def fields(self) -> dict:
        return asdict(self)

    def message(self, connection=None) -> EmailMultiAlternatives:
        sender = formataddr((settings.WAGTAIL_SITE_NAME, settings.DEFAULT_FROM_EMAIL))
        made = EmailMultiAlternatives(
            self.subject, self.text, sender, [self.to], headers=self.headers, connection=connection
        )
        made.attach_alternative(self.html, "text/html")
        return made


def write(to: str, name: str, language: str, context: dict, headers: dict[str, str] | None = None) -> Letter:
    """`name` is `<app>/<mail>`; the subject is the first line of the text. Without an HTML template the text is shown
    as HTML."""
    app, _, mail = name.partition("/")
    said = surroundings(language) | context
    whole = get_template(f"{app}/mail/{mail}.txt", using="jinja2").render(said)
    subject, _, text = whole.strip().partition("\n")
    subject = " ".join(subject.split())
    text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    html = _html(f"{app}/mail/{mail}.html").render(said | {"subject": subject, "text": text})
    return Letter(to, subject, text, html, headers or {})


def surroundings(language: str) -> dict:
    """What every mail's template may read; there is no request."""
    code = language if language in settings.SITE_LANGUAGES else settings.LANGUAGE_CODE
    spoken = words.language(code)
    base = settings.WAGTAILADMIN_BASE_URL
    return {
        "lang": spoken,
        "t": spoken.text,
        "plural": spoken.plural,
        "region": settings.WAGTAIL_SITE_NAME,
        "link": absolute,
        "url": lambda path: f"{base}/{code}/{path}",
        "manage": None,
    }


def absolute(path: str) -> str:
    """An address of this site in full, for readers who are not on it."""
    return path if path.startswith(("https://", "http://")) else settings.WAGTAILADMIN_BASE_URL + path


def _html(name: str):
    try:
        return get_template(name, using="jinja2")
    except TemplateDoesNotExist:
        return get_template("mail/plain.html", using="jinja2")
