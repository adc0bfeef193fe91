"""Lists of practices (all, by letter, by place), areas and organisations."""

import unicodedata
from collections.abc import Iterator, Sequence

from firstcontact.release.ids import slug
from firstcontact.release.pages.measures import has_groups
from firstcontact.release.pages.page import Page
from firstcontact.release.site import Group
from firstcontact.release.view import View

PRACTICE_COLUMNS = ("col_practice", "fact_organization", "fact_place", "fact_zip")


def pages(view: View) -> Iterator[Page]:
    practices = view.site.groups_of("practice")
    yield _practice_list(view, practices)
    for letter in _letters(practices):
        chosen = [p for p in practices if letter_of(p.name) == letter]
        yield _part(view, chosen, f"practice/a-z/{letter}/", view.text("practices_letter", letter=letter.upper()))
    for place in sorted({p.facts["place"] for p in practices if p.facts.get("place")}):
        chosen = [p for p in practices if p.facts.get("place") == place]
        yield _part(view, chosen, f"place/{slug(place)}/", view.text("practices_place", place=place))
    yield _area_list(view)
    yield _offline(view, practices)
    yield _compare(view)


def letter_of(name: str) -> str:
    """First letter without accents, `0` for anything else."""
    first = unicodedata.normalize("NFKD", name.strip()[:1]).casefold()[:1]
    return first if first.isascii() and first.isalpha() else "0"


def _letters(practices: Sequence[Group]) -> list[str]:
    return sorted({letter_of(p.name) for p in practices})


def _entries(view: View, practices: Sequence[Group]) -> list[dict]:
    made = []
    for practice in practices:
        organization = view.site.groups.get(("organization", practice.facts.get("organization_id")))
        cells = [
            organization.name if organization else "",
            practice.facts.get("place") or "",
            practice.facts.get("zip_code") or "",
        ]
        made.append({"name": practice.name, "path": practice.path, "cells": cells})
    return made


def _blocks(view: View, practices: Sequence[Group]) -> list[tuple[str, list[dict]]]:
    still, closed = [p for p in practices if not p.closed_on], [p for p in practices if p.closed_on]
    return [("", _entries(view, still)), (view.text("closed_practices"), _entries(view, closed))]


def _organizations(view: View) -> list[dict]:
    return [{"name": o.name, "path": o.path, "cells": ["", "", ""]} for o in view.site.groups_of("organization")]


def _places(practices: Sequence[Group]) -> list[tuple[str, str]]:
    return [
        (place, f"place/{slug(place)}/")
        for place in sorted({p.facts["place"] for p in practices if p.facts.get("place")})
    ]


def _practice_list(view: View, practices: Sequence[Group]) -> Page:
    lead = view.plural("practices_lead", len(practices))
    context = {
        "lead": lead,
        "letters": _letters(practices),
        "places": _places(practices),
        "columns": PRACTICE_COLUMNS,
        "blocks": [*_blocks(view, practices), (view.text("organizations"), _organizations(view))],
    }
    return Page("practice/", "groups_list.html", view.text("nav_practices"), "nav_practices", context)


def _part(view: View, chosen: Sequence[Group], path: str, title: str) -> Page:
    context = {
        "lead": view.plural("practices_lead", len(chosen)),
        "letters": [],
        "places": [],
        "columns": PRACTICE_COLUMNS,
        "blocks": _blocks(view, chosen),
    }
    return Page(path, "groups_list.html", title, "nav_practices", context, (("practice/", view.text("nav_practices")),))


def _area_list(view: View) -> Page:
    entries = []
    for area in view.site.groups_of("area"):
        population = area.facts.get("population")
        quintile = area.facts.get("deprivation_quintile")
        words = view.stratum_name("deprivation_quintile", str(quintile)) if quintile else ""
        cells = [view.language.number(str(population)) if population else "", words]
        entries.append({"name": area.name, "path": area.path, "cells": cells})
    columns = ("col_area", "fact_population", "fact_deprivation")
    context = {
        "lead": view.plural("areas_lead", len(entries)),
        "letters": [],
        "places": [],
        "columns": columns,
        "blocks": [("", entries)],
    }
    return Page("area/", "groups_list.html", view.text("nav_areas"), "nav_areas", context)


def _offline(view: View, practices: Sequence[Group]) -> Page:
    context = {
        "lead": view.text("search_offline"),
        "letters": _letters(practices),
        "places": _places(practices),
        "columns": PRACTICE_COLUMNS,
        "blocks": _blocks(view, practices),
    }
    return Page("search/offline/", "groups_list.html", view.text("search_title"), "nav_practices", context)


def _compare(view: View) -> Page:
    links = [
        (f"compare/measure/{i.id}/", view.title(i.id), view.text(f"domain_{i.domain}"))
        for i in view.site.indicators.plain()
        if has_groups(view, i)
    ]
    parts = [
        {"kind": "lead", "text": view.text("compare_offline")},
        {"kind": "h2", "text": view.text("compare_pick")},
        {"kind": "links", "entries": links},
    ]
    return Page("compare/", "prose.html", view.text("compare_plain"), "nav_practices", {"parts_of_page": parts})
