"""The editor without scripts inside its pages: widgets are started by static/accounts/editor.js from data.

Two places of the editor's libraries stay as they are and are allowed by the digest of their exact text: they cannot be
reached without copying whole templates. `tests/attack/test_policy.py` finds it when an upgrade changes them."""

import json

from django.utils.html import escape, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def render(self: BaseChooser, name: str, value: object, attrs: dict | None = None, renderer: object = None) -> str:
    """The widget, and what starts it as data in place of a script."""
    id_ = attrs["id"]
    chosen = self.get_value_data(value)
    html = self.render_html(name, chosen, attrs)
    given = json.dumps([id_, self.get_js_init_options(id_, name, chosen)]).translate(ESCAPES)
    start = f'<script type="application/json" data-start="{escape(self.js_constructor)}">{given}</script>'
    return mark_safe(f"{html}{start}")


def take_scripts_out() -> None:
    """Once, when Django is ready."""
    BaseChooser.render = render
