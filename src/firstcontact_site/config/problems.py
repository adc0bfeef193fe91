"""Errors for programs: RFC 9457."""

import json

from django.http import HttpRequest, HttpResponse

KIND = "application/problem+json; charset=utf-8"


def wants_json(request: HttpRequest) -> bool:
    """Addresses of the interface, and senders that ask for JSON and not for a page."""
    accepted = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accepted and "text/html" not in accepted)


def problem(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.path}
    return HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=KIND)
