"""The mark for the legal and privacy check."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from wagtail.models import Page

from firstcontact_site import words
from firstcontact_site.accounts.audit import actor_of, record
from firstcontact_site.accounts.models import PrivacyCheck
from firstcontact_site.accounts.rules import needs


@needs("pages.edit")
def privacy_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then sets the mark or takes it away."""
    page = get_object_or_404(Page, pk=pk)
    flagged = PrivacyCheck.objects.filter(page=page).exists()
    if request.method == "POST":
        _turn(page, flagged, request.user)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[pk]))
    title = words.text("account_cms_unflag" if flagged else "account_cms_flag")
    said = {"title": title, "page": page, "t": words.language()}
    return render(request, "accounts/cms/confirm.html", said, using="django")


@transaction.atomic
def _turn(page: Page, flagged: bool, user: object) -> None:
    if flagged:
        PrivacyCheck.objects.filter(page=page).delete()
    else:
        PrivacyCheck.objects.create(page=page, flagged_by=user)
    action = "page.unflagged" if flagged else "page.flagged"
    record(action, f"page:{page.pk}", actor=actor_of(user))
