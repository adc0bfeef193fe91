"""Atom feeds, for every list of every room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed


@dataclass(frozen=True)
class Entry:
    """`id` never changes, even when the page moves."""

    id: str
    title: str
    link: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""


def entry_of(page, request: HttpRequest) -> Entry:
    """Entry of a page of the site."""
    first = page.first_published_at or datetime.now(UTC)
    return Entry(
        id=f"tag:{settings.ENVIRONMENT.domain},{first.year}:page-{page.pk}",
        title=page.title,
        link=settings.WAGTAILADMIN_BASE_URL + page.get_url(request),
        updated=page.last_published_at or first,
        published=first,
        summary=page.search_description or getattr(page, "lead", ""),
    )


def atom(title: str, address: str, entries: Iterable[Entry], language: str, subtitle: str = "") -> HttpResponse:
    """The feed of the list at `address`; the feed stands below it at `feed/`."""
    feed = Atom1Feed(title, address, None, language=language, subtitle=subtitle or None, feed_url=f"{address}feed/")
    for each in entries:
        feed.add_item(
            each.title,
            each.link,
            each.summary or None,
            unique_id=each.id,
            unique_id_is_permalink=False,
            pubdate=each.published,
            updateddate=each.updated,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
