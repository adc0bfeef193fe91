"""Live public pages of the site: the database's own search, and titles that are alike when it finds little."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import strip_tags
from wagtail.models import Locale, Page, PageQuerySet, get_page_models
from wagtail.search import index

from firstcontact_site.accounts.openness import open_to_all
from firstcontact_site.results.search.index import Index

MOST, FEW = 300, 3
KEPT, SECONDS = 4096, 60
LEAST_TITLE = 0.45
TITLED = ("title", "lead")
DATES = ("date", "year", "starts_at", "starts", "published_on", "first_published_at")


@dataclass(frozen=True)
class Found:
    """One page; `kind` is the section of the menu that its type belongs to. `target` is read: the page itself, or the
    source that it stands for."""

    page: Page
    target: Page
    kind: str
    year: str
    topics: tuple[tuple[str, str], ...]


def searchable(language: str) -> PageQuerySet:
    """What everybody may read in a language. Home pages are no result: they are one click away."""
    locale = Locale.objects.filter(language_code=language).first()
    return open_to_all(Page.objects.filter(locale=locale, depth__gt=2)) if locale else Page.objects.none()


def count(query: str, language: str) -> int:
    """How many pages the other tab has; counted once a minute for the same words."""
    return _count(query, language, int(time.time() // SECONDS))


@lru_cache(KEPT)
def _count(query: str, language: str, minute: int) -> int:
    return len(_ids(query, language))


def find(query: str, language: str) -> list[Found]:
    """At most 300 pages, best first."""
    ids = _ids(query, language)
    by_id = {page.pk: page for page in Page.objects.filter(pk__in=ids).specific()}
    locale = Locale.objects.filter(language_code=language).first()
    for page in by_id.values():
        page.locale = locale
    topics, sources = _topics(by_id.values()), _sources(ids)
    return [_found(by_id[i], sources.get(i, by_id[i]), topics.get(i, ())) for i in ids if i in by_id]


def _sources(ids: Sequence[int]) -> dict[int, Page]:
    """The source of each page that stands for a missing translation."""
    copies = Page.objects.filter(pk__in=ids, alias_of__isnull=False).select_related("alias_of__locale")
    return {page.pk: page.alias_of for page in copies}


def _ids(query: str, language: str) -> list[int]:
    pages = searchable(language)
    found = [page.pk for page in pages.search(query)[:MOST]]
    return found if len(found) >= FEW else [*found, *_alike(query, language, pages, set(found))]


def _alike(query: str, language: str, pages: PageQuerySet, known: set[int]) -> list[int]:
    """Pages whose title is written almost so."""
    titles = pages.exclude(pk__in=known).values_list("pk", "title")[: MOST * 10]
    entries = [{"kind": "page", "id": str(pk), "name": title, "place": "", "zip": ""} for pk, title in titles]
    if not entries:
        return []
    return [int(hit.entry["id"]) for hit in Index(entries, language).find(query) if hit.score >= LEAST_TITLE]


def _found(page: Page, target: Page, topics: Sequence[tuple[str, str]]) -> Found:
    return Found(page, target, getattr(page, "section", "") or "nav_about", _year(page), tuple(topics))


def _year(page: Page) -> str:
    """Year that the page speaks of, else the one in which it came out."""
    value = next((found for name in DATES if (found := getattr(page, name, None))), "")
    return str(getattr(value, "year", value))[:4]


def _topics(pages: Iterable[Page]) -> dict[int, list[tuple[str, str]]]:
    """(slug, title) of each page's topics, one query for each type of page."""
    found: dict[int, list[tuple[str, str]]] = {}
    by_type: dict[type, list[int]] = {}
    for page in pages:
        by_type.setdefault(type(page), []).append(page.pk)
    for model, ids in by_type.items():
        if model in _with_topics():
            for pk, slug, title in _topic_rows(model, ids):
                found.setdefault(pk, []).append((slug, title))
    return found


def _with_topics() -> set[type]:
    return {m for m in get_page_models() if any(f.name == "topics" for f in m._meta.many_to_many)}


def _topic_rows(model: type[Page], ids: Sequence[int]) -> Iterable[tuple[int, str, str]]:
    rows = model.objects.filter(pk__in=ids, topics__isnull=False)
    return rows.order_by("pk", "topics__title").values_list("pk", "topics__slug", "topics__title")


def text_of(page: Page) -> str:
    """Lead and body as they are searched; blocks with results give nothing to it."""
    fields = [f for f in page.get_search_fields() if isinstance(f, index.SearchField)]
    said = [page.search_description, getattr(page, "lead", "")]
    said += [_flat(f.get_value(page)) for f in fields if f.field_name not in TITLED]
    return strip_tags(" ".join(part for part in said if part))


def _flat(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return " ".join(_flat(part) for part in value)
    if isinstance(value, Mapping):
        return " ".join(_flat(part) for part in value.values())
    return "" if value is None else str(value)
