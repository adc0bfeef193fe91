"""Who comes through: a session within its time, a second factor wherever a page is not public."""

import time

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from firstcontact_site.accounts import second_factor
from firstcontact_site.accounts.audit import actor_of, record
from firstcontact_site.accounts.routes import CHANGES_FACTOR, CLOSED, SET_UP, rule_of
from firstcontact_site.accounts.rules import PUBLIC, may, turned_away

EDITOR_POLICY = settings.EDITOR_POLICY
IDLE_SECONDS = 30 * 60
IDLE_SECONDS_STAFF = 15 * 60
LONGEST_SECONDS = 12 * 3600
STEP_SECONDS = 30
BEGAN, SEEN = "accounts_began", "accounts_seen"


class Door:
    """Asked once the view is known: its declared rule decides. Public pages never touch the session."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        match = request.resolver_match
        if CLOSED.intersection([*match.namespaces, match.url_name]):
            raise Http404
        rule = rule_of(match.route, match.url_name, view)
        if rule == PUBLIC:
            return None
        request.private = True
        if rule is None:
            raise ImproperlyConfigured(f"'{match.route}' declares no rule: put @public or @needs(...) on its view.")
        return self._let_in(request, rule)

    def _let_in(self, request: HttpRequest, rule: str) -> HttpResponse | None:
        raise NotImplementedError


class SessionLimits(Door):
    """Ends a session that is too old, or was left alone too long."""

    def _let_in(self, request: HttpRequest, rule: str) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        now, session = int(time.time()), request.session
        idle = IDLE_SECONDS_STAFF if request.path.startswith("/cms/") else IDLE_SECONDS
        began, seen = session.get(BEGAN, now), session.get(SEEN, now)
        if now - began > LONGEST_SECONDS or now - seen > idle:
            record("session.ended", f"user:{request.user.pk}", actor=actor_of(request.user))
            logout(request)
            return redirect_to_login(_back(request), reverse("account_login"))
        if BEGAN not in session:
            session[BEGAN] = now
        if not _is_ping(request) and now - session.get(SEEN, 0) > STEP_SECONDS:
            session[SEEN] = now
        return None


class SecondFactor(Door):
    """No page that is not public without a second factor in this session."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if getattr(request, "private", False):
            add_never_cache_headers(answer)
            answer.headers["Referrer-Policy"] = settings.PRIVATE_REFERRER_POLICY
        if request.path.startswith("/cms/"):
            answer._csp_update = _with_editor(getattr(answer, "_csp_update", {}))
        if hasattr(request, "publish_refused"):
            page, reason = request.publish_refused
            record("page.publish_refused", f"page:{page}", {"reason": reason}, actor=actor_of(request.user))
        return answer

    def _let_in(self, request: HttpRequest, rule: str) -> HttpResponse | None:
        if rule == SET_UP:
            return self._set_up(request)
        answer = turned_away(request)
        if answer is None and not may(request.user, rule):
            raise PermissionDenied
        return answer

    def _set_up(self, request: HttpRequest) -> HttpResponse | None:
        """The pages where a second factor is made, changed or given again."""
        if not request.user.is_authenticated:
            return redirect_to_login(_back(request), reverse("account_login"))
        if request.resolver_match.url_name not in CHANGES_FACTOR:
            return None
        if second_factor.is_set_up(request.user):
            return turned_away(request, fresh=True)
        return None if _signed_in_lately(request) else _confirm(request)


def _with_editor(own: dict[str, list[str]]) -> dict[str, list[str]]:
    """What the view lets through stays let through: the draft of a mail has a style of its own."""
    return {name: [*EDITOR_POLICY.get(name, []), *own.get(name, [])] for name in EDITOR_POLICY | own}


def _signed_in_lately(request: HttpRequest) -> bool:
    times = [record["at"] for record in get_authentication_records(request, request.user)]
    return time.time() - max(times, default=0) <= second_factor.FRESH_SECONDS


def _confirm(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': _back(request)})}")


def _back(request: HttpRequest) -> str:
    return request.get_full_path() if request.method in ("GET", "HEAD") else settings.LOGIN_REDIRECT_URL


def _is_ping(request: HttpRequest) -> bool:
    """The editor asks every few seconds who else is there: that is not somebody working."""
    return "editing-sessions" in request.path or request.path.startswith("/cms/jsi18n")
