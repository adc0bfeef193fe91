"""The few addresses that belong to no room: the root, health, and the pages of an error."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from firstcontact_site import words
from firstcontact_site.accounts.rules import public
from firstcontact_site.config.frame import here, reader
from firstcontact_site.config.jobs import queue_age
from firstcontact_site.config.limits import too_many
from firstcontact_site.config.logs import incident_of

LATEST_SECONDS = 15 * 60


@public
def root(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"/{settings.LANGUAGE_CODE}/")


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, live release and age of the queue; on the private address only: a proxy's request gets 404."""
    if settings.ENVIRONMENT.trusted_proxy_header and request.META.get(settings.ENVIRONMENT.trusted_proxy_header):
        return HttpResponseNotFound()
    try:
        age = queue_age()
    except DatabaseError:
        return JsonResponse({"database": "failed"}, status=503)
    release = reader().current()
    said = {"database": "ok", "release": release.id if release else None, "queue_age_seconds": age}
    return JsonResponse(said, status=503 if age is None or age > LATEST_SECONDS else 200)


@public
def door(request: HttpRequest) -> HttpResponse:
    """The editor has no sign-in of its own."""
    return redirect_to_login(request.GET.get("next", settings.LOGIN_REDIRECT_URL), reverse("account_login"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403, "forbidden")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """With the way to the page where it is not translated."""
    from firstcontact_site.content.elsewhere import elsewhere

    return _error(request, 404, "missing", elsewhere(request))


def slower(request: HttpRequest) -> HttpResponse:
    """Sign-in and resets count by themselves; all their windows end within five minutes."""
    return too_many(request, 300)


def failed(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, "failed")


def _error(request: HttpRequest, status: int, name: str, elsewhere: Sequence = ()) -> HttpResponse:
    """No detail: the incident's number leads to it in the log."""
    place = here(request, words.text(f"error_{name}_title"), "error")
    said = {"here": place, "text": words.text(f"error_{name}"), "elsewhere": elsewhere, "missing": status == 404}
    return render(request, "error.html", said | {"number": incident_of(request)}, status=status, using="jinja2")
