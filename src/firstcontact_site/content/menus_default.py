"""The menus of a site whose editors have made none: every part of the site that exists, compact enough for one row."""

from collections.abc import Callable, Iterable

from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.models import Page

from firstcontact.release.frame import FOOTER, MENU
from firstcontact_site import words

NEWS = (("news/", "nav_news"), ("events/", "nav_events"), ("media/", "nav_media"))
WORKS = (("strategies/", "nav_strategies"), ("resources/", "nav_resources"), ("research/", "nav_research"))
NEWSLETTER = "newsletter/"
UTILITY = (("join/", "nav_join"), (NEWSLETTER, "nav_newsletter"), ("contact/", "nav_contact"))
STATEMENTS = (("data-use/", "nav_data_use"), ("editorial-policy/", "nav_editorial_policy"))
Exists = Callable[[str], bool]


def existing(code: str, pages: Iterable[Page]) -> Exists:
    """Whether a path below the language is a page of the site, or an address of one of its rooms."""
    paths = {page.url_path.split("/", 2)[2] for page in pages}

    def exists(path: str) -> bool:
        return path in paths or _is_view(code, path)

    return exists


def _is_view(code: str, path: str) -> bool:
    """Addresses below a language are known while that language is spoken."""
    try:
        with translation.override(code):
            return resolve(f"/{code}/{path}").url_name != "wagtail_serve"
    except Resolver404:
        return False


def menus(code: str, exists: Exists, about: Iterable[Page]) -> dict[str, list[dict]]:
    """Main, utility and footer of a language. `about` are the pages below "About"."""
    language = words.language(code)

    def entries(pairs: Iterable[tuple[str, str]], results: bool = False) -> list[dict]:
        found = [(path, key) for path, key in pairs if results or exists(path)]
        return [_entry(language.text(key), path, key, results) for path, key in found]

    def group(key: str, items: list[dict]) -> list[dict]:
        if len(items) < 2:
            return items
        return [_entry(language.text(key), "", "") | {"items": items}]

    below = [_entry(page.title, page.url_path.split("/", 2)[2], "nav_about") for page in about]
    for item in below[1:]:
        item["section"] = ""
    main = [
        *group("nav_results", entries(MENU, results=True)),
        *entries([("topics/", "nav_topics")]),
        *group("nav_news_events", entries(NEWS)),
        *group("nav_works", entries(WORKS)),
        *entries([("programs/", "nav_programs")]),
        *group("nav_about", below),
    ]
    footer = [*entries(FOOTER, results=True), *entries(STATEMENTS)]
    return {"main": main, "utility": entries(UTILITY), "footer": footer, "social": []}


def _entry(label: str, path: str, section: str, results: bool = False) -> dict:
    entry = {"label": label, "path": path, "section": section}
    return entry | {"results": True} if results else entry
