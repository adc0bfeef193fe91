"""Role x address: what each role is answered at every address of the site, read from the addresses themselves.

After adding an address, put its rows into tests/attack/site_access.csv:
`PYTHONPATH=src:tests python -m support.access` prints the rows that are missing; look at each before you keep it."""

import csv
import logging
import re
from collections.abc import Iterator
from pathlib import Path

from django.test import Client

FILE = Path(__file__).parents[1] / "attack" / "site_access.csv"
ROLES = ("author", "editor", "moderator", "publisher", "translator", "administrator", "auditor")
COLUMNS = ("public", "no_factor", *ROLES)
NOBODY = "999999999"  # never a person: some addresses close accounts
SAMPLES = {"int": NOBODY, "pk": NOBODY, "str": "x", "slug": "x", "uuid": "00000000-0000-4000-8000-000000000000"}
KIND = "<slug:content_type_app_name>/<slug:content_type_model_name>"
SPECIAL = {
    r"^((?:[\w\-]+/)*)$": "",
    r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "accounts/password/reset/key/1-x/",
    r"cms/pages/^(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/$": (
        "cms/pages/{page}/revisions/compare/earliest...latest/"
    ),
    "cms/^.*/$": "cms/nothing/here/",
    "cms/bulk/<str:app_label>/<str:model_name>/<str:action>/": "cms/bulk/wagtailcore/page/publish/?id={page}",
    "cms/settings/<slug:app_name>/<slug:model_name>/": "cms/settings/content/donatelink/",
    f"cms/pages/add/{KIND}/<int:parent_page_id>/": "cms/pages/add/content/standardpage/{page}/",
    f"cms/pages/usage/{KIND}/": "cms/pages/usage/content/standardpage/",
    f"cms/pages/usage/{KIND}/results/": "cms/pages/usage/content/standardpage/results/",
}
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
DOOR = ("/en/accounts/login/", "/en/accounts/2fa/")
TO_EDITOR = ("accounts/login/", "cms/login/", "_util/login/")
WITHOUT_LANGUAGE = ("cms/", "hooks/", "sitemap.xml", "robots.txt", "healthz", "readyz", "episodes/")


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def routes() -> Iterator[tuple[str, str]]:
    """(route, method) of every address: GET of all, POST of those that take nothing else."""
    from firstcontact_site.accounts.routes import addresses

    seen = set()
    for route, _, view in addresses():
        if (route, "GET") in seen:
            continue
        seen.add((route, "GET"))
        yield route, "GET"
        if getattr(view, "rule", None) and route.startswith("cms/"):
            yield route, "POST"


def missing(given: list[dict[str, str]]) -> list[tuple[str, str]]:
    have = {(row["route"], row["method"]) for row in given}
    return [pair for pair in routes() if pair not in have]


def address(route: str, page: int) -> str:
    """An address that fits the route: the number of a page is that of the draft, everything else is unknown."""
    samples = SAMPLES | (dict.fromkeys(("int", "pk"), "{page}") if "/pages/" in route else {})
    path = (
        SPECIAL.get(route)
        if route in SPECIAL
        else PARAMETER.sub(lambda m: samples[m[2] if m[2] == "pk" else m[1] or "str"], route)
    )
    path = path.replace("^", "").replace("{page}", str(page))
    alone = not path and route == ""
    return f"/{path}" if path.startswith(WITHOUT_LANGUAGE) or alone else f"/en/{path}"


def answer(client: Client, route: str, method: str, page: int) -> str:
    """Status of the answer; 500 when the view failed; `door` for a way to sign-in or to the second factor. The editor's
    own views refuse with a sentence on its first page: that is 403 here."""
    client.raise_request_exception = False
    cookies = dict(client.cookies)
    given = client.generic(method, address(route, page))
    client.cookies.clear()
    client.cookies.update(cookies)
    to = given.headers.get("Location", "")
    if given.status_code == 302 and to.startswith(DOOR):
        return "door"
    return "403" if given.status_code == 302 and to == "/cms/" and route not in TO_EDITOR else str(given.status_code)


def browsers() -> dict[str, Client]:
    """One browser for each column: a stranger, somebody without a second factor, and one person for each role."""
    from support.staff import person, signed_in

    found = {"public": Client(), "no_factor": signed_in(person("editor", email="new@example.org"), factor=False)}
    return found | {role: signed_in(person(role, email=f"{role}@example.org")) for role in ROLES}


def draft(home) -> int:
    """Number of a draft that an editor wrote."""
    from firstcontact_site.content.models import StandardPage

    page = home.add_child(instance=StandardPage(title="Draft", slug="draft-of-the-matrix", live=False))
    page.save_revision()
    return page.pk


def quiet() -> None:
    """Hundreds of refusals on purpose: none of them is news."""
    logging.disable(logging.CRITICAL)


if __name__ == "__main__":  # pragma: no cover
    import sys

    import pytest

    sys.exit(pytest.main(["-q", "-s", "-p", "no:cacheprovider", str(FILE.parent / "print_rows.py")]))
