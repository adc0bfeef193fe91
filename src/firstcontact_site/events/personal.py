"""Pages for one person: not kept, not found by search engines, and silent about their address where links lead."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from firstcontact_site.config.frame import here
from firstcontact_site.content.base import SitePage


def show(
    request: HttpRequest, name: str, title: str, below: SitePage, said: dict, *, status: int = 200
) -> HttpResponse:
    """`below`: the page of the event or programme, which stands above this one in the trail."""
    code = below.locale.language_code
    above = [*(p for p in below.above if p.depth > 2), below]
    trail = [(p.url.removeprefix(f"/{code}/"), p.title) for p in above]
    place = here(request, title, name, section=below.section, trail=trail)
    answer = render(request, f"events/{name}.html", said | {"here": place}, status=status, using="jinja2")
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = settings.PRIVATE_REFERRER_POLICY
    return answer
