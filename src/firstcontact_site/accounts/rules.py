"""Who may do what. Every view of the site declares one of these names; nothing else decides.

A person may what one of the roles may. Being a superuser adds nothing: `superuser` is not a role."""

from collections.abc import Callable
from functools import wraps

import rules
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from firstcontact_site.accounts import second_factor

PUBLIC = "public"
ROLES = ("author", "editor", "moderator", "publisher", "translator", "administrator", "auditor")
WRITERS = ("author", "editor", "moderator", "publisher", "translator")
EDITORS = ("editor", "moderator")
MAY = {
    "cms": ROLES,
    "content.open": (*WRITERS, "administrator"),
    "pages.edit": (*EDITORS, "publisher"),
    "pages.publish": (*EDITORS, "publisher"),
    "pages.publish_results": ("publisher",),
    "pages.approve": ("moderator", "publisher"),
    "events.manage": EDITORS,
    "events.export": EDITORS,
    "programmes.review": EDITORS,
    "programmes.export": EDITORS,
    "forms.read": EDITORS,
    "forms.export": EDITORS,
    "forms.release": ("moderator",),
    "stories.release": ("moderator",),
    "newsletter.write": (*EDITORS, "publisher"),
    "newsletter.release": ("publisher",),
    "translations.write": (*EDITORS, "translator"),
    "users.manage": ("administrator",),
    "audit.read": ("administrator", "auditor"),
    "audit.export": ("administrator", "auditor"),
}


def roles_of(user: object) -> frozenset[str]:
    """Names of the person's roles, read once a request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return frozenset()
    if not hasattr(user, "_roles"):
        user._roles = frozenset(user.groups.filter(name__in=ROLES).values_list("name", flat=True))
    return user._roles


def _rule(roles: tuple[str, ...]) -> Callable:
    return rules.predicate(lambda user: bool(roles_of(user) & set(roles)), name=" or ".join(roles))


for _name, _roles in MAY.items():
    rules.set_rule(_name, _rule(_roles))
rules.set_rule(PUBLIC, rules.always_allow)


def may(user: object, rule: str) -> bool:
    """Raises KeyError for a rule that does not exist."""
    return rules.test_rule(rule, user)


def public(view: Callable) -> Callable:
    """Declares that a view is for everybody. The start-up check refuses a view that declares nothing."""
    view.rule = PUBLIC
    return view


def needs(rule: str, *, fresh: bool = False) -> Callable:
    """Only for those whom the rule lets in, with their second factor; `fresh`: given within ten minutes."""
    if not rules.rule_exists(rule):
        raise KeyError(f"accounts.rules has no rule '{rule}'.")

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            answer = turned_away(request, fresh=fresh)
            if answer is None:
                if not may(request.user, rule):
                    raise PermissionDenied
                answer = view(request, *args, **kwargs)
            add_never_cache_headers(answer)
            return answer

        guarded.rule, guarded.fresh = rule, fresh
        return guarded

    return decorate


def turned_away(request: HttpRequest, *, fresh: bool = False) -> HttpResponse | None:
    """Where somebody must go first: to the door, to the set-up of a second factor, or to give it again."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if not second_factor.is_set_up(request.user):
        return _lead(request, "mfa_index")
    if not (second_factor.is_fresh(request) if fresh else second_factor.is_given(request)):
        return _lead(request, "mfa_reauthenticate")
    return None


def _lead(request: HttpRequest, name: str) -> HttpResponse:
    """A form that was sent is not kept: after the second factor it is shown again."""
    where = request.get_full_path() if request.method in ("GET", "HEAD") else request.META.get("PATH_INFO", "/")
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': where})}")
