"""Join the movement: the form, the page that confirms, the page that ends it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from firstcontact_site import words
from firstcontact_site.accounts.rules import public
from firstcontact_site.config.frame import here
from firstcontact_site.config.guard import limited, not_found, over_limit
from firstcontact_site.mail import tokens
from firstcontact_site.signup import joining
from firstcontact_site.signup.forms import ROLES, JoinForm
from firstcontact_site.signup.links import for_one_reader


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("form", "5/h", "20/d")
def join(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        joining.ask(form.cleaned_data, get_language())
        return HttpResponseRedirect(f"/{get_language()}/join/sent/", status=303)
    known = joining.counts()
    counts = [(words.text(f"join_roles_{role}"), known[role]) for role in ROLES if role in known]
    return _page(request, "join", "join_title", {"form": form, "counts": counts})


@public
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    return _page(request, "sent", "signup_sent_title", {"text": words.text("confirm_sent")}, trail=True)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, link: str) -> HttpResponse:
    if request.method == "POST" and joining.confirm(link):
        return for_one_reader(_page(request, "join_done", "join_done_title", {}, trail=True))
    if request.method != "POST" and joining.waiting(link).exists():
        return for_one_reader(_page(request, "join_confirm", "join_confirm_title", {}, trail=True))
    refused = over_limit(request, "token", "30/m", methods=("GET", "POST"))
    return refused or for_one_reader(_page(request, "stale", "signup_stale_title", {}, trail=True, status=410))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, link: str) -> HttpResponse:
    key = tokens.unsigned(joining.KIND, link)
    if key is None:
        return over_limit(request, "token", "30/m", methods=("GET", "POST")) or not_found(request)
    if request.method == "POST":
        joining.leave(key)
        return for_one_reader(_page(request, "join_left", "join_left_title", {}, trail=True))
    return for_one_reader(_page(request, "join_leave", "join_leave_title", {}, trail=True))


def _page(
    request: HttpRequest, name: str, title: str, said: dict, *, trail: bool = False, status: int = 200
) -> HttpResponse:
    above = [("join/", words.text("join_title"))] if trail else []
    place = here(request, words.text(title), "signup", section="nav_join", trail=above)
    said = {"again": "join/"} | said | {"here": place}
    return render(request, f"signup/{name}.html", said, using="jinja2", status=status)
