"""The menus of all languages, as the site's frame and the next release read them."""

from django.conf import settings
from wagtail.models import Locale, Page, Site

from firstcontact_site import words
from firstcontact_site.content.menus import Menu
from firstcontact_site.content.menus_default import NEWSLETTER, existing, menus
from firstcontact_site.content.sitesettings import DonateLink, FooterSettings


def frames() -> dict[str, dict]:
    codes = settings.SITE_LANGUAGES
    return {locale.language_code: _frame(locale) for locale in Locale.objects.filter(language_code__in=codes)}


def _frame(locale: Locale) -> dict:
    """What editors have composed, and for the other places what exists. Pages that are not translated are left out."""
    pages = Page.objects.live().public().filter(locale=locale, alias_of=None, depth__gt=2).order_by("path")
    about = [page for page in pages if page.url_path.split("/")[2] == "about" and page.depth < 5]
    exists = existing(locale.language_code, pages)
    found = menus(locale.language_code, exists, about)
    site = Site.objects.get(is_default_site=True)
    found["utility"] += _donate(site, locale.language_code)
    live = {page.translation_key: page for page in pages.specific(defer=False)}
    for menu in Menu.objects.filter(locale=locale):
        found[menu.place] = [entry for item in menu.items if (entry := _item(item, live))]
    newsletter = NEWSLETTER if exists(NEWSLETTER) else ""
    return found | {"address": FooterSettings.for_site(site).line, "newsletter": newsletter}


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
