"""Every address that a search engine should know: pages of the site, and those of the live release."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree

from django.conf import settings
from wagtail.models import Page

from firstcontact_site.config.frame import reader

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@dataclass(frozen=True)
class Place:
    path: str
    changed: date | None = None
    languages: tuple[tuple[str, str], ...] = ()


def places() -> list[Place]:
    """The site's pages first; a page that both have is named once."""
    own = list(_pages())
    known = {place.path for place in own}
    return own + [Place(path) for path in _of_release() if path not in known]


def _pages() -> Iterator[Place]:
    """Live public pages with their translations. One query for the pages, however many there are."""
    codes = settings.SITE_LANGUAGES
    pages = Page.objects.live().public().filter(depth__gt=1, alias_of=None, locale__language_code__in=codes)
    found = [(page, _path(page)) for page in pages.select_related("locale").order_by("path")]
    groups: dict = {}
    for page, path in found:
        groups.setdefault(page.translation_key, []).append((page.locale.language_code, path))
    for page, path in found:
        changed = page.last_published_at.date() if page.last_published_at else None
        yield Place(path, changed, tuple(sorted(groups[page.translation_key])))


def _path(page: Page) -> str:
    return f"/{page.locale.language_code}/{page.url_path.split('/', 2)[2]}"


def _of_release() -> list[str]:
    release = reader().current()
    path = release.root / "site" / "sitemap.xml" if release else None
    if not (path and path.is_file()):
        return []
    return [loc.text for loc in ElementTree.parse(path).getroot().iter(f"{SPACE}loc") if loc.text]
