"""/<lang>/search/: a tab of results, answered without a database, and a tab of pages."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstcontact_site import words
from firstcontact_site.accounts.rules import public
from firstcontact_site.config.frame import here, release_of
from firstcontact_site.config.guard import limited
from firstcontact_site.results.search import live, pages
from firstcontact_site.results.search.asked import FILTERS, Asked, Part
from firstcontact_site.results.search.snippet import html, marked, snippet
from firstcontact_site.results.search.tokens import tokens

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PageTab:
    """Pages found, the filters that they offer, and names of filters that were asked for and are not known."""

    found: list[pages.Found] = field(default_factory=list)
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


@public
@transaction.non_atomic_requests
@require_safe
@limited("search", "20/s", "60/m", methods=("GET",))
def search(request: HttpRequest) -> HttpResponse:
    """Results and pages for `?q=`; when the database is down, results only."""
    asked, language = Asked.of(request), words.language().code
    release = release_of(request)
    hits = live.find(release, language, asked.query) if asked.query and release else []
    context = {
        "asked": asked,
        "hits": len(hits),
        "has_release": release is not None,
        **_pages(request, asked, language),
    }
    if asked.tab == "results":
        part, searched = Part.of(hits, asked.page), tokens(asked.query, language)
        context |= {"part": part, "rows": [_hit_row(hit.entry, searched, language) for hit in part.items]}
    title = words.text("results_search_for", q=asked.query) if asked.query else words.text("results_search")
    alternates = {code: f"/{code}/search/{asked.link(page=1)}" for code in settings.SITE_LANGUAGES}
    context["here"] = here(request, title, "search", alternates=alternates)
    answer = render(request, "results/search.html", context, using="jinja2")
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


def _pages(request: HttpRequest, asked: Asked, language: str) -> dict:
    """Count of pages, and the tab's rows when it is open. `pages` is None while the database does not answer."""
    if not asked.query:
        return {"pages": 0, **_rows(request, asked, PageTab(), language)}
    try:
        if asked.tab == "results":
            return {"pages": pages.count(asked.query, language)}
        tab = _filtered(asked, pages.find(asked.query, language))
    except DatabaseError:
        log.exception("The search of pages had no database.")
        return {"pages": None, **_rows(request, asked, PageTab(), language)}
    return {"pages": len(tab.found), **_rows(request, asked, tab, language)}


def _rows(request: HttpRequest, asked: Asked, tab: PageTab, language: str) -> dict:
    if asked.tab != "pages":
        return {}
    part = Part.of(tab.found, asked.page)
    rows = [_page_row(request, found, asked.query, language) for found in part.items]
    return {"part": part, "rows": rows, "choices": tab.choices, "unknown": tab.unknown}


def _filtered(asked: Asked, found: Sequence[pages.Found]) -> PageTab:
    """Each filter offers what the found pages have; a filter that none of them knows is dropped."""
    choices = {
        "kind": sorted({(f.kind, words.text(f.kind)) for f in found}, key=lambda choice: choice[1]),
        "topic": sorted({topic for f in found for topic in f.topics}, key=lambda choice: choice[1]),
        "year": sorted({(f.year, f.year) for f in found if f.year}, reverse=True),
    }
    wanted = {name: getattr(asked, name) for name in FILTERS if getattr(asked, name)}
    known = {name: value for name, value in wanted.items() if value in dict(choices[name])}
    unknown = [value for name, value in wanted.items() if name not in known]
    return PageTab([f for f in found if _fits(f, known)], choices, unknown)


def _fits(found: pages.Found, known: dict[str, str]) -> bool:
    return (
        known.get("kind", found.kind) == found.kind
        and known.get("year", found.year) == found.year
        and ("topic" not in known or known["topic"] in dict(found.topics))
    )


def _hit_row(entry: dict, searched: Sequence[str], language: str) -> dict:
    where = " ".join(part for part in (entry["place"], entry["zip"]) if part)
    return {
        "path": entry["path"],
        "name": html(marked(entry["name"], searched, language)),
        "kind": words.text(f"results_found_{entry['kind']}"),
        "where": where,
        "closed": bool(entry.get("closed_on")),
    }


def _page_row(request: HttpRequest, found: pages.Found, query: str, language: str) -> dict:
    searched, page, text = tokens(query, language), found.page, pages.text_of(found.page)
    return {
        "href": found.target.get_url(request),
        "title": html(marked(page.title, searched, language)),
        "kind": words.text(found.kind),
        "year": found.year,
        "language": words.language(found.target.locale.language_code),
        "text": html(snippet(text, searched, language)),
    }
