"""Newsletter: the form, the page that confirms, the page of preferences, one-click unsubscribe."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firstcontact_site import words
from firstcontact_site.accounts.rules import public
from firstcontact_site.config.frame import here
from firstcontact_site.config.guard import limited, not_found, over_limit
from firstcontact_site.signup import actions
from firstcontact_site.signup.forms import EACH, WEEKLY, ChoicesForm, NewsletterForm
from firstcontact_site.signup.issues import NewsletterIndex
from firstcontact_site.signup.links import for_one_reader, manage_path, subscription_of
from firstcontact_site.signup.lists import FOLLOWS, LISTS, describe
from firstcontact_site.signup.subscription import Subscription

ONE_CLICK = ("List-Unsubscribe", "One-Click")
SECTION = "nav_newsletter"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("form", "5/h", "20/d")
def newsletter(request: HttpRequest) -> HttpResponse:
    """The form. What follows a right one is the same page for every address."""
    code = get_language()
    if request.method == "POST":
        form = NewsletterForm(request.POST, followed=describe(request.POST.getlist("follow"), code))
        if form.is_valid():
            found = form.cleaned_data
            actions.ask(actions.Wish(found["email"], form.choices, found["language"], form.weekly))
            return HttpResponseRedirect(f"/{code}/newsletter/sent/", status=303)
    else:
        form = _prefilled(request, code)
    archive = NewsletterIndex.objects.live().filter(locale__language_code=code).exists()
    return _page(request, "newsletter", "signup_title", {"form": form, "archive": archive})


def _prefilled(request: HttpRequest, code: str) -> NewsletterForm:
    """`?practice=pr1`, `?measure=...`, `?topic=...` follow; `?list=data` ticks a list. Unknown ones are dropped."""
    wanted = [f"{kind}:{target}" for kind in FOLLOWS for target in request.GET.getlist(kind)]
    followed = describe(wanted, code)
    ticked = [name for name in request.GET.getlist("list") if name in LISTS]
    initial = {
        "lists": ticked or ([] if followed else ["announcements"]),
        "follow": [f.choice for f in followed],
        "pace": EACH,
        "language": code,
    }
    return NewsletterForm(initial=initial, followed=followed)


@public
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    return _page(request, "sent", "signup_sent_title", {"text": words.text("confirm_sent")}, trail=True)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, link: str) -> HttpResponse:
    """A GET changes nothing, so that programs which open every link of a mail confirm nothing; the button does."""
    if request.method == "POST":
        subscription = actions.confirm(link)
        if subscription:
            return HttpResponseRedirect(f"{manage_path(subscription)}?done=confirmed", status=303)
    elif actions.waiting_confirmation(link).exists():
        return for_one_reader(_page(request, "confirm", "signup_confirm_title", {}, trail=True))
    refused = over_limit(request, "token", "30/m", methods=("GET", "POST"))
    return refused or for_one_reader(_page(request, "stale", "signup_stale_title", {}, trail=True, status=410))


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, link: str) -> HttpResponse:
    """GET shows the preferences. POST with the body of RFC 8058 unsubscribes: no cookie, no token of a form,
    always 200."""
    subscription = _reader(request, link)
    if isinstance(subscription, HttpResponse):
        return subscription
    if request.method == "POST" and request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        if subscription:
            actions.end(subscription)
        return for_one_reader(_page(request, "ended", "signup_ended_title", {"erased": False}, trail=True))
    return _preferences(request, subscription, link)


@public
@csrf_protect
@require_POST
def change(request: HttpRequest, link: str) -> HttpResponse:
    subscription = _reader(request, link)
    if isinstance(subscription, HttpResponse):
        return subscription
    if not _is_active(subscription):
        return HttpResponseRedirect("../", status=303)
    form = ChoicesForm(request.POST, followed=describe(_chosen(subscription), get_language()))
    if not form.is_valid():
        return _preferences(request, subscription, link, form)
    actions.change(subscription, form.choices, form.cleaned_data["language"], form.weekly)
    return HttpResponseRedirect(f"{manage_path(subscription)}?done=saved", status=303)


@public
@csrf_protect
@require_POST
def erase(request: HttpRequest, link: str) -> HttpResponse:
    subscription = _reader(request, link)
    if isinstance(subscription, HttpResponse):
        return subscription
    if subscription:
        actions.erase(subscription)
    return for_one_reader(_page(request, "ended", "signup_erased_title", {"erased": True}, trail=True))


def _reader(request: HttpRequest, link: str) -> Subscription | HttpResponse | None:
    """The subscription of a link that we signed, None when it is erased. Only wrong links are counted: mail providers
    send many right ones from one address."""
    ours, subscription = subscription_of(link)
    if ours:
        return subscription
    return over_limit(request, "token", "30/m", methods=("GET", "POST")) or not_found(request)


def _preferences(
    request: HttpRequest, subscription: Subscription | None, link: str, form: ChoicesForm | None = None
) -> HttpResponse:
    if not _is_active(subscription):
        return for_one_reader(_page(request, "ended", "signup_none_title", {"erased": True}, trail=True))
    chosen = _chosen(subscription)
    followed = describe(chosen, get_language())
    initial = {
        "lists": [c for c in chosen if c in LISTS],
        "follow": [f.choice for f in followed],
        "pace": WEEKLY if subscription.weekly else EACH,
        "language": subscription.language,
    }
    said = {
        "form": form or ChoicesForm(initial=initial, followed=followed),
        "link": link,
        "done": request.GET.get("done") if request.GET.get("done") in ("confirmed", "saved") else "",
    }
    title = "signup_welcome_title" if said["done"] == "confirmed" else "signup_preferences_title"
    return for_one_reader(_page(request, "preferences", title, said, trail=True))


def _chosen(subscription: Subscription) -> list[str]:
    return [str(choice) for choice in subscription.choices.order_by("kind", "target")]


def _is_active(subscription: Subscription | None) -> bool:
    return subscription is not None and subscription.state == Subscription.State.ACTIVE


def _page(
    request: HttpRequest, name: str, title: str, said: dict, *, trail: bool = False, status: int = 200
) -> HttpResponse:
    above = [("newsletter/", words.text("signup_title"))] if trail else []
    place = here(request, words.text(title), "signup", section=SECTION, trail=above)
    return render(
        request, f"signup/{name}.html", {"again": "newsletter/"} | said | {"here": place}, using="jinja2", status=status
    )
