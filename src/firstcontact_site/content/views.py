"""Answers that are not pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.models import Page

from firstcontact_site.accounts.rules import public
from firstcontact_site.content import social

FOREVER = "public, max-age=31536000, immutable"


@require_safe
@public
def social_card(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The picture of a page for other sites; its address changes with the title."""
    page = get_object_or_404(Page.objects.live().public(), pk=pk)
    if digest != social.digest(page.title):
        raise Http404
    return HttpResponse(social.draw(page.title), content_type="image/png", headers={"Cache-Control": FOREVER})
