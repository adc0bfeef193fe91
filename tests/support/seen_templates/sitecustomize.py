"""Loaded by every Python process of a site under test: notes which templates its pages are made of.

The site itself is not changed, and a page cannot claim a template that it does not use."""

import os

from jinja2 import Environment

_TARGET = os.environ.get("FIRSTCONTACT_TEST_TEMPLATES")
_get_template = Environment.get_template


def _noted(self, name, *args, **kwargs):
    found = _get_template(self, name, *args, **kwargs)
    with open(_TARGET, "a", encoding="utf-8") as file:
        file.write(f"{found.name}\n")
    return found


if _TARGET:
    Environment.get_template = _noted
