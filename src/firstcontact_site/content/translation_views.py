"""The mark on a machine's translation, in the CMS."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from wagtail.models import Page

from firstcontact_site import words
from firstcontact_site.accounts.rules import needs
from firstcontact_site.content.translation_actions import RULE, mark_reviewed
from firstcontact_site.content.translations import translation_of, waits_for_a_person


@needs(RULE)
def reviewed(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then writes who has read the words."""
    page = get_object_or_404(Page, pk=pk)
    if not page.permissions_for_user(request.user).can_edit() or not waits_for_a_person(page):
        raise Http404
    if request.method == "POST":
        mark_reviewed(translation_of(page), request.user)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[pk]))
    said = {"title": words.text("translation_mark"), "page": page, "t": words.language()}
    return render(request, "accounts/cms/confirm.html", said, using="django")
