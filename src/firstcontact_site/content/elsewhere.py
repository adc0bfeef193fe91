"""The same page in another language, for readers who stand before one that is not translated."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from firstcontact_site import words


def elsewhere(request: HttpRequest) -> list[tuple[str, str, str, str]]:
    """(language, address, title, "in English") of live public pages with this path in other languages."""
    code, _, path = request.path.lstrip("/").partition("/")
    if code not in settings.SITE_LANGUAGES or not path.endswith("/") or "\0" in path:
        return []
    roots = Page.objects.filter(depth=2).values_list("url_path", flat=True)
    pages = Page.objects.live().public().filter(url_path__in=[f"{root}{path}" for root in roots], alias_of=None)
    return list(_links(pages.exclude(locale__language_code=code).select_related("locale"), path))


def _links(pages: Iterable[Page], path: str) -> Iterable[tuple[str, str, str, str]]:
    for page in pages:
        code = page.locale.language_code
        yield code, f"/{code}/{path}", page.title, words.text(f"in_language.{code}")
