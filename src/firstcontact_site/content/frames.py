"""Writes the menus to the workspace, where the site's frame reads them and the next release finds them."""

import json
import os
from functools import partial

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from firstcontact.release.frame import FRAME_FILE
from firstcontact_site import words
from firstcontact_site.content.menus import Menu
from firstcontact_site.content.menus_default import existing, menus
from firstcontact_site.content.sitesettings import DonateLink, FooterSettings


def write_later(**_) -> None:
    """Once the present change is in the database. Takes what a signal gives."""
    transaction.on_commit(partial(write_frame))


def write_frame() -> None:
    """All menus of all languages as one file; it is replaced whole, so that a reader never sees half of it."""
    path = settings.ENVIRONMENT.folder / FRAME_FILE
    text = json.dumps(frames(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)


def frames() -> dict[str, dict]:
    codes = settings.SITE_LANGUAGES
    return {locale.language_code: _frame(locale) for locale in Locale.objects.filter(language_code__in=codes)}


def _frame(locale: Locale) -> dict:
    """What editors have composed, and for the other places what exists. Pages that are not translated are left out."""
    pages = Page.objects.live().public().filter(locale=locale, alias_of=None, depth__gt=2).order_by("path")
    about = [page for page in pages if page.url_path.split("/")[2] == "about" and page.depth < 5]
    found = menus(locale.language_code, existing(locale.language_code, pages), about)
    site = Site.objects.get(is_default_site=True)
    found["utility"] += _donate(site, locale.language_code)
    live = {page.translation_key: page for page in pages.specific(defer=False)}
    for menu in Menu.objects.filter(locale=locale):
        found[menu.place] = [entry for item in menu.items if (entry := _item(item, live))]
    return found | {"address": FooterSettings.for_site(site).line}


def _item(item, live: dict) -> dict | None:
    value = item.value
    if item.block_type == "group":
        items = [entry for each in value["items"] if (entry := _item(each, live))]
        return {"label": value["label"], "path": "", "section": "", "items": items} if items else None
    if item.block_type == "results":
        return {"label": value["label"], "path": value["path"], "section": "", "results": True}
    if item.block_type == "link":
        return {"label": value["label"], "path": value["address"], "section": ""}
    page = value["page"] and live.get(value["page"].translation_key)
    if not page:
        return None
    path = page.url_path.split("/", 2)[2]
    return {"label": value["label"] or page.title, "path": path, "section": getattr(page, "section", "")}


def _donate(site: Site, code: str) -> list[dict]:
    donate = DonateLink.for_site(site)
    label = donate.label or words.language(code).text("nav_donate")
    return [{"label": label, "path": donate.address, "section": ""}] if donate.shown and donate.address else []
