"""The few addresses that belong to no room: the root, health, and the pages of an error."""

import secrets

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseRedirect, JsonResponse
from django.shortcuts import render

from firstcontact_site import words
from firstcontact_site.config.frame import here, reader


def root(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"/{settings.LANGUAGE_CODE}/")


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> HttpResponse:
    """Database and live release; on the private address only: a proxy's request gets 404."""
    if settings.ENVIRONMENT.trusted_proxy_header and request.META.get(settings.ENVIRONMENT.trusted_proxy_header):
        return HttpResponseNotFound()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    release = reader().current()
    return JsonResponse({"database": "ok", "release": release.id if release else None})


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403, "forbidden")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404, "missing")


def failed(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, "failed", number=secrets.token_hex(4))


def _error(request: HttpRequest, status: int, name: str, number: str = "") -> HttpResponse:
    place = here(request, words.text(f"error_{name}_title"), "error")
    said = {"here": place, "text": words.text(f"error_{name}"), "number": number}
    return render(request, "error.html", said, status=status, using="jinja2")
