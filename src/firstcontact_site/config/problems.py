"""Errors for programs: RFC 9457."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from firstcontact_site import words
from firstcontact_site.config.frame import here

KIND = "application/problem+json; charset=utf-8"


def wants_json(request: HttpRequest) -> bool:
    """Addresses of the interface, and senders that ask for JSON and not for a page."""
    accepted = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accepted and "text/html" not in accepted)


def problem(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.path}
    return HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=KIND)


def said(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    """A page for people, a document for programs. Nobody keeps either."""
    if wants_json(request):
        answer = problem(request, status, title, detail)
    else:
        page = {"here": here(request, title, "error"), "text": detail, "number": ""}
        answer = render(request, "error.html", page, status=status, using="jinja2")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def too_large(request: HttpRequest, megabytes: int) -> HttpResponse:
    return said(request, 413, words.text("body_title"), words.text("body_text", limit=megabytes))
