"""Jinja for the site: its own templates first, then those of the release, so that both have one frame.

Everything is escaped as HTML, except the text parts of mails (names that end in .txt).
"""

from urllib.parse import urlsplit

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, select_autoescape

from firstcontact.release.language import ROOM
from firstcontact_site import words

FILTERS = {"sentence": lambda text: text[:1].upper() + text[1:], "host": lambda url: urlsplit(url).hostname or url}


def environment(**options) -> Environment:
    options["loader"] = ChoiceLoader([options["loader"], FileSystemLoader(ROOM / "templates")])
    options["autoescape"] = select_autoescape(disabled_extensions=("txt",), default=True)
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)
    made.globals.update(static=static, reverse=reverse, size=words.size)
    made.filters.update(FILTERS)
    return made
