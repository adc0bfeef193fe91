"""The editors' page of the newsletter: figures of lists, never addresses; issues to test, look at and release."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from firstcontact_site.accounts.rules import may, needs
from firstcontact_site.signup import issue_mail, releasing
from firstcontact_site.signup.batch import IssueMailing
from firstcontact_site.signup.issues import NewsletterIndex, NewsletterIssue
from firstcontact_site.signup.lists import FOLLOWS, LISTS
from firstcontact_site.signup.subscription import Choice, Subscription

MOST_SHOWN = 50
REASONS = {
    "released": "This issue has been released already.",
    "author": "You have written in this issue. A second person must release it.",
    "changed": "The issue was changed while you looked at it. Please look at it again.",
    "empty": "One of the languages has nothing in it yet.",
}


@needs("newsletter.write")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    said = {
        "lists": list_counts(),
        "languages": language_counts(),
        "issues": _issues(),
        "may_release": may(request.user, "newsletter.release"),
        "archive": NewsletterIndex.objects.order_by("pk").first(),
    }
    return render(request, "signup/overview.html", said)


def list_counts() -> list[tuple[str, int]]:
    """Active subscribers by list; followed practices, measures and topics as one number each."""
    active = Choice.objects.filter(subscription__state=Subscription.State.ACTIVE)
    found = dict(active.values_list("kind").annotate(Count("subscription", distinct=True)))
    return [(name, found.get(name, 0)) for name in (*LISTS, *FOLLOWS)]


def language_counts() -> list[tuple[str, int]]:
    active = Subscription.objects.filter(state=Subscription.State.ACTIVE)
    return list(active.values_list("language").annotate(Count("pk")).order_by("language"))


def _issues() -> list[dict]:
    """One row an issue, newest on top, under the version that was written first. Two queries, however many there
    are."""
    versions: dict[UUID, list[NewsletterIssue]] = {}
    for page in NewsletterIssue.objects.filter(alias_of=None).select_related("locale").order_by("pk"):
        versions.setdefault(page.translation_key, []).append(page)
    newest = sorted(versions.values(), key=lambda pages: -pages[0].pk)[:MOST_SHOWN]
    mailings = IssueMailing.objects.in_bulk([pages[0].translation_key for pages in newest], field_name="issue")
    return [_row(pages, mailings.get(pages[0].translation_key)) for pages in newest]


def _row(pages: list[NewsletterIssue], mailing: IssueMailing | None) -> dict:
    return {"issue": pages[0], "versions": pages, "mailing": mailing, "mark": releasing.mark_of(pages)}


@needs("newsletter.write")
@require_GET
@xframe_options_sameorigin
def as_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest draft as its readers will get it; `?part=text` for the text part."""
    issue = get_object_or_404(NewsletterIssue, pk=pk).get_latest_revision_as_object()
    return issue_mail.preview(issue, "text" if request.GET.get("part") == "text" else "mail")


@needs("newsletter.write")
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    releasing.send_test(get_object_or_404(NewsletterIssue, pk=pk), request.user)
    messages.success(request, "The test mail is on its way to you.")
    return HttpResponseRedirect(reverse("signup_overview"))


@needs("newsletter.release", fresh=True)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    issue = get_object_or_404(NewsletterIssue, pk=pk)
    try:
        releasing.release(issue, request.user, request.POST.get("seen", ""))
        messages.success(request, "The issue is released and goes to its readers now.")
    except releasing.NotReleasable as reason:
        messages.error(request, REASONS[str(reason)])
    return HttpResponseRedirect(reverse("signup_overview"))
