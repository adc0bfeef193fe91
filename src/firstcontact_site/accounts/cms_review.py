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

ON, OFF = "on", "off"


@needs("pages.edit")
def privacy_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then sets the mark or takes it away. The form says which: sent twice, it does the same."""
    page = get_object_or_404(Page, pk=pk)
    if request.method == "POST":
        _turn(page, request.POST.get("turn") == ON, request.user)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[pk]))
    flagged = PrivacyCheck.objects.filter(page=page).exists()
    title = words.text("account_cms_unflag" if flagged else "account_cms_flag")
    said = {"title": title, "page": page, "turn": OFF if flagged else ON, "t": words.language()}
    return render(request, "accounts/cms/confirm.html", said, using="django")


@transaction.atomic
def _turn(page: Page, on: bool, user: object) -> None:
    if on:
        _, changed = PrivacyCheck.objects.get_or_create(page=page, defaults={"flagged_by": user})
    else:
        changed, _ = PrivacyCheck.objects.filter(page=page).delete()
    if changed:
        record("page.flagged" if on else "page.unflagged", f"page:{page.pk}", actor=actor_of(user))
