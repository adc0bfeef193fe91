"""Files for machines that look around: DCAT catalogue, feeds, search index, sitemap, robots, list of addresses."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from firstcontact.release.columns import json_text
from firstcontact.release.ids import slug
from firstcontact.release.indicators import DOMAINS
from firstcontact.release.language import Language
from firstcontact.release.site import Site

ATOM = "http://www.w3.org/2005/Atom"


def dcat(site: Site, language: Language) -> dict:
    """DCAT catalogue: one dataset a domain, one for the workbook, one for corrections. No field is empty."""
    return {
        "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
        "@type": "dcat:Catalog",
        "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
        "describedBy": "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
        "dataset": [_dataset(site, language, *entry) for entry in _datasets(site, language)],
    }


def _datasets(site: Site, language: Language) -> list[tuple[str, str, str, list[tuple[str, str, str]]]]:
    made = []
    for domain in DOMAINS:
        files = [
            (f"/data/results/{i.id}.csv", "text/csv", language.measure(i.id, "title") or i.definition["title"])
            for i in site.indicators
            if i.domain == domain
        ]
        if files:
            made.append(
                (f"domain-{domain}", language.text(f"domain_{domain}"), language.text(f"domain_text_{domain}"), files)
            )
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    made.append(
        (
            "databook",
            language.text("databook_title"),
            language.text("databook_1"),
            [("/data/databook.xlsx", sheet, language.text("file_databook"))],
        )
    )
    corrections = [("/data/corrections.csv", "text/csv", language.text("file_corrections"))]
    return [*made, ("corrections", language.text("nav_corrections"), language.text("corrections_lead"), corrections)]


def _dataset(
    site: Site, language: Language, key: str, title: str, description: str, files: list[tuple[str, str, str]]
) -> dict:
    settings = site.given.settings
    contact = (
        {"@type": "vcard:Contact", "fn": language.text("nav_contact"), "hasEmail": f"mailto:{settings.contact}"}
        if settings.contact
        else None
    )
    made = {
        "@type": "dcat:Dataset",
        "identifier": f"/{language.code}/release/{settings.release}/#{key}",
        "title": title,
        "description": description,
        "keyword": ["primary care", key],
        "issued": settings.published_on,
        "modified": settings.published_on,
        "publisher": {"@type": "org:Organization", "name": settings.region},
        "contactPoint": contact,
        "accessLevel": "public",
        "license": settings.licence,
        "temporal": _temporal(site),
        "spatial": settings.region,
        "accrualPeriodicity": "R/P1Y",
        "language": list(settings.languages),
        "distribution": [_distribution(*f) for f in files],
    }
    return {name: value for name, value in made.items() if value}


def _temporal(site: Site) -> str:
    return f"{site.years[0]}-01-01/{site.years[-1]}-12-31" if site.years else ""


def _distribution(href: str, media_type: str, title: str) -> dict:
    form = href.rpartition(".")[2].upper()
    return {"@type": "dcat:Distribution", "downloadURL": href, "mediaType": media_type, "format": form, "title": title}


def releases_feed(site: Site, language: Language) -> str:
    settings = site.given.settings
    entries = [
        (settings.release, settings.built_at, site.period),
        *((h["release"], h["built_at"], h["period"]) for h in reversed(site.given.history)),
    ]
    items = [
        (
            f"/{language.code}/release/{r}/",
            language.text("release_line", release=r, period=period, date=language.date(_day(at))),
            at,
        )
        for r, at, period in entries
    ]
    return _feed(site, language, "nav_releases", "/feeds/releases.atom", items)


def corrections_feed(site: Site, language: Language) -> str:
    items = [
        (f"/{language.code}/corrections/{c['id'].lower()}/", c["what"][language.code], f"{c['found_on']}T00:00:00Z")
        for c in reversed(site.given.corrections)
    ]
    return _feed(site, language, "nav_corrections", "/feeds/corrections.atom", items)


def _feed(site: Site, language: Language, title_key: str, href: str, items: list[tuple[str, str, str]]) -> str:
    settings = site.given.settings
    updated = max([settings.built_at, *(at for _, _, at in items)])
    head = f'<feed xmlns="{ATOM}" xml:lang="{language.code}"><id>urn:firstcontact:{escape(settings.region)}:{href}</id>'
    title = f"<title>{escape(settings.region)}: {escape(language.text(title_key))}</title><updated>{updated}</updated>"
    author = f'<author><name>{escape(settings.region)}</name></author><link rel="self" href="{href}"/>'
    entries = "".join(
        f"<entry><id>urn:firstcontact:{path}</id><title>{escape(text)}</title><updated>{at}</updated>"
        f'<link href="{path}"/></entry>'
        for path, text, at in items
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n{head}{title}{author}{entries}</feed>\n'


def _day(at: str) -> date:
    return date.fromisoformat(at[:10])


def search_index(site: Site, languages: Sequence[Language]) -> str:
    """Names, places and ZIP codes only: no number ever stands in a search result. `names` are those of a language."""
    entries = [*_group_entries(site), *_place_entries(site), *_measure_entries(site, languages)]
    return json_text({"release": site.given.settings.release, "entries": entries}) + "\n"


def _entry(kind: str, id_: str, name: str, path: str, place: str = "", zip_code: str = "", **more: object) -> dict:
    return {"kind": kind, "id": id_, "name": name, "place": place, "zip": zip_code, "path": path, **more}


def _group_entries(site: Site) -> Iterator[dict]:
    for group in site.groups.values():
        facts = group.facts
        more = {key: str(facts[key]) for key in ("npi", "closed_on") if facts.get(key)}
        place, zip_code = facts.get("place") or "", facts.get("zip_code") or ""
        yield _entry(group.kind, group.id, group.name, group.path, place, zip_code, **more)


def _place_entries(site: Site) -> Iterator[dict]:
    places = {p.facts["place"] for p in site.groups_of("practice") if p.facts.get("place")}
    for place in sorted(places):
        yield _entry("place", slug(place), place, f"place/{slug(place)}/")


def _measure_entries(site: Site, languages: Sequence[Language]) -> Iterator[dict]:
    for indicator in site.indicators:
        title = indicator.definition["title"]
        names = {each.code: each.measure(indicator.id, "title") or title for each in languages}
        yield _entry("measure", indicator.id, title, f"measure/{indicator.id}/", names=names)


def public_urls(folder: Path) -> list[str]:
    """Every public path of a built release, sorted."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            found.append("/" + _public(name))
    return sorted(found)


def _public(name: str) -> str:
    """`site/en/x/index.html` is served as `/en/x/`."""
    return name.removeprefix("site/").removesuffix("index.html") if name.startswith("site/") else name


def sitemap(urls: list[str]) -> str:
    """Pages that search engines should list: no fall-backs, no permalinks."""
    pages = [u for u in urls if u.endswith("/") and "/search/" not in u and not u.endswith("/compare/")]
    body = "".join(f"<url><loc>{escape(u)}</loc></url>\n" for u in pages)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}</urlset>\n'


ROBOTS = "User-agent: *\nDisallow: /portal/\nDisallow: /cms/\nSitemap: /sitemap.xml\n"
