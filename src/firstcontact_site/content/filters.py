"""Filters of lists: GET parameters with a closed list of values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet
from wagtail.models import Page

from firstcontact_site import words


@dataclass(frozen=True)
class Filter:
    """`choices(page)` gives the known values with their names; `narrow(items, value)` applies one."""

    name: str
    label: str
    choices: Callable[[Page], Sequence[tuple[str, str]]]
    narrow: Callable[[QuerySet, str], QuerySet]


@dataclass(frozen=True)
class Chosen:
    """A filter in one request: its choices and the value in force, empty for all."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    value: str = ""


def by_choice(name: str, label: str, prefix: str, values: Sequence[str], field: str = "") -> Filter:
    """Values of a field with choices; their names are the words `<prefix>_<value>`."""

    def named(page: Page) -> list[tuple[str, str]]:
        return [(value, words.text(f"{prefix}_{value}")) for value in values]

    return Filter(name, label, named, lambda items, value: items.filter(**{field or name: value}))


def by_year(field: str) -> Filter:
    """Years that the list's items have, newest first. `field` is a date."""

    def years(page: Page) -> list[tuple[str, str]]:
        found = page.items().order_by().values_list(f"{field}__year", flat=True).distinct()
        return [(str(year), str(year)) for year in sorted({y for y in found if y}, reverse=True)]

    return Filter("year", "content_filter_year", years, lambda items, value: items.filter(**{f"{field}__year": value}))


def by_year_number(field: str) -> Filter:
    """The same for a field that holds the year itself."""

    def years(page: Page) -> list[tuple[str, str]]:
        found = page.items().order_by().values_list(field, flat=True).distinct()
        return [(str(year), str(year)) for year in sorted({y for y in found if y}, reverse=True)]

    return Filter("year", "content_filter_year", years, lambda items, value: items.filter(**{field: value}))


def by_topic() -> Filter:
    """Topics of the list's language, by their short name in the address; an item's own topics may be of another."""

    def topics(page: Page) -> list[tuple[str, str]]:
        model = apps.get_model("content", "TopicPage")
        return list(model.objects.visible(page.locale_id).order_by("order", "title").values_list("slug", "title"))

    def narrow(items: QuerySet, slug: str) -> QuerySet:
        named = apps.get_model("content", "TopicPage").objects.filter(slug=slug)
        return items.filter(topics__translation_key__in=named.values("translation_key")).distinct()

    return Filter("topic", "content_filter_topic", topics, narrow)
