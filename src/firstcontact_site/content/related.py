"""Pages that speak of a measure, for the page of that measure: strategies to try, news, resources, research."""

from collections.abc import Iterable
from itertools import groupby

from django.apps import apps
from django.conf import settings
from wagtail.models import Locale, Page

ORDER = ("strategy", "post", "resource", "publication")
MOST = 6


class SpeaksOfMeasures:
    """Mixin of page types that stand on the page of a measure, under the words `related_<related_kind>`."""

    related_kind = ""

    @property
    def measures_named(self) -> list[str]:
        return list(self.measures)

    @classmethod
    def about_measures(cls, locale_id: int) -> Iterable[tuple[str, Page]]:
        """(measure, page) for every measure that a page of the language names."""
        return [(id_, page) for page in cls.newest(locale_id).exclude(measures=[]) for id_ in page.measures_named]

    @classmethod
    def list_about(cls, measure: str, locale_id: int) -> str:
        """Address of the list of all such pages about a measure, empty without one."""
        return ""


def related() -> dict[str, dict[str, list[dict]]]:
    """By language and measure: the groups of pages, as the results read them."""
    locales = Locale.objects.filter(language_code__in=settings.SITE_LANGUAGES)
    return {locale.language_code: _in(locale.pk) for locale in locales}


def _in(locale_id: int) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for model in _carriers():
        pairs = sorted(model.about_measures(locale_id), key=lambda pair: pair[0])
        for measure, group in groupby(pairs, key=lambda pair: pair[0]):
            pages = [page for _, page in group]
            rest = model.list_about(measure, locale_id) if len(pages) > MOST else ""
            told = {"kind": model.related_kind, "pages": [_told(page) for page in pages[:MOST]], "all": rest}
            found.setdefault(measure, []).append(told)
    return found


def _carriers() -> list[type[SpeaksOfMeasures]]:
    found = [model for model in apps.get_models() if getattr(model, "related_kind", "")]
    return sorted(found, key=lambda model: ORDER.index(model.related_kind))


def _told(page: Page) -> dict[str, str]:
    card = page.card()
    return {"title": card.title, "path": card.target.get_url(), "language": card.language}
