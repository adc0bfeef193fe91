"""Answers that are not pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from firstcontact_site.accounts.rules import public
from firstcontact_site.content import social
from firstcontact_site.content.sitemaps import places

FOREVER = "public, max-age=31536000, immutable"


@public
@require_safe
def social_card(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The picture of a page for other sites; its address changes with the title."""
    page = get_object_or_404(Page.objects.live().public(), pk=pk)
    if digest != social.digest(page.title):
        raise Http404
    return HttpResponse(social.draw(page.title), content_type="image/png", headers={"Cache-Control": FOREVER})


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    given = {"places": places(), "base": settings.WAGTAILADMIN_BASE_URL}
    return render(request, "content/sitemap.xml", given, content_type="application/xml; charset=utf-8", using="jinja2")


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = ["/cms/", *(f"/{code}/accounts/" for code in settings.SITE_LANGUAGES)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    text = "\n".join([*lines, f"Sitemap: {settings.WAGTAILADMIN_BASE_URL}/sitemap.xml", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
