"""Public pages of the site as files: given by the web server while they are fresh, and when the site is off."""

import time
from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from firstcontact.release.kept import KeptPages, file_name

KEPT_SECONDS = 15 * 60
VIEWS = {"wagtail_serve"}
HEADER = "public, max-age=60"


def kept() -> KeptPages:
    return KeptPages(settings.ENVIRONMENT.folder / "cache")


def purge(paths: Iterable[str] | None = None) -> None:
    """These addresses, or all pages, are made anew once the present transaction is in the database."""
    paths = None if paths is None else list(paths)
    transaction.on_commit(partial(kept().purge, paths))


def forget(paths: Iterable[str]) -> None:
    """The same for pages that must not be seen any more: their last copies go too."""
    transaction.on_commit(partial(kept().forget, list(paths)))


def expire() -> int:
    """Pages change with time, too: events pass, spotlights end."""
    return kept().expire(time.time() - KEPT_SECONDS)


class KeepPages:
    """Middleware: keeps an answer that is the same for everybody."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request):
            return self.get_response(request)
        pages = kept()
        mark, release = pages.mark(), _release()
        response = self.get_response(request)
        if is_same_for_all(request, response):
            response.headers.setdefault("Cache-Control", HEADER)
            if release == _release():
                pages.keep(request.path, request.META.get("QUERY_STRING", ""), response.content, mark)
        return response


def _may_be_kept(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return (
        request.method == "GET" and not request.META.get("HTTP_COOKIE") and file_name(request.path, query) is not None
    )


def is_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """A page of the CMS, made without session, cookie, form or preview."""
    match = request.resolver_match
    headers = response.headers
    return (
        response.status_code == 200
        and not response.streaming
        and match is not None
        and (match.url_name in VIEWS or getattr(match.func, "keep_page", False))
        and headers.get("Content-Type", "").startswith("text/html")
        and not response.cookies
        and "cookie" not in headers.get("Vary", "").lower()
        and not any(word in headers.get("Cache-Control", "") for word in ("private", "no-store", "no-cache"))
        and not getattr(request, "is_preview", False)
        and b'method="post"' not in response.content.lower()
    )


def keep_page(view):
    """Marks a view of a room whose answer is the same for everybody, like a page of the CMS."""
    view.keep_page = True
    return view


def _release() -> str:
    from firstcontact_site.config.frame import reader

    found = reader().current()
    return found.id if found else ""
