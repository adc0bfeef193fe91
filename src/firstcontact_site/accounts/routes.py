"""The rule of every address. Our views declare theirs; views of libraries are listed here.

`undeclared` is the start-up check: an address without a rule keeps the site from starting."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from firstcontact.errors import UsageError
from firstcontact_site.accounts.rules import PUBLIC

SET_UP = "set up"
CMS = "cms"
CLOSED = frozenset({"wagtailusers_users", "wagtailusers_groups", "wagtailadmin_error_test"})
CHANGES_FACTOR = frozenset(
    {
        "account_change_password",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
    }
)
CONTENT = ("api", "bulk", "choose-page", "documents", "images", "localize", "pages", "snippets", "tag-autocomplete")
FOLDERS = {f"cms/{name}/": "content.open" for name in CONTENT} | {"cms/": CMS, "hooks/": PUBLIC}
LIBRARIES = {
    "wagtail_serve": PUBLIC,
    "wagtailcore_authenticate_with_password": PUBLIC,
    "wagtailcore_login": PUBLIC,
    "wagtaildocs_authenticate_with_password": PUBLIC,
}


def rule_of(route: str, name: str | None, view: Callable) -> str | None:
    """The declared rule of a view; None when nobody has declared one."""
    declared = getattr(view, "rule", None)
    if declared:
        return declared
    plain = _plain(route)
    folder = next((rule for folder, rule in FOLDERS.items() if plain.startswith(folder)), None)
    return folder or LIBRARIES.get(name or "")


def addresses() -> Iterator[tuple[str, str | None, Callable]]:
    """(route without its language, name, view) of every address that the site answers."""
    return _walk(get_resolver().url_patterns, "")


def _walk(patterns: list, before: str) -> Iterator[tuple[str, str | None, Callable]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield _plain(route), pattern.name, pattern.callback


def _plain(route: str) -> str:
    """Without the language in front, so that a row stands for all languages."""
    first, slash, rest = route.partition("/")
    return rest if slash and first in settings.SITE_LANGUAGES else route


def undeclared() -> list[str]:
    return [route for route, name, view in addresses() if rule_of(route, name, view) is None]


def refuse_undeclared() -> None:
    """Raises UsageError when an address declares no rule: the server does not start."""
    if missing := undeclared():
        raise UsageError(
            f"The address '{missing[0]}' declares no rule, so nobody has decided who may open it. "
            "Put @public or @needs('rule') of accounts.rules on its view."
        )
