"""api/v1: static JSON files; the same rows as the tables, in the same order."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.release.columns import json_rows, json_text
from firstcontact.release.files.home import home
from firstcontact.release.files.openapi import openapi
from firstcontact.release.files.tables import GROUP_COLUMNS, group_rows, published, slices
from firstcontact.release.ids import slug
from firstcontact.release.language import Catalogue
from firstcontact.release.site import GROUP_FOLDER, PSEUDO, Site
from firstcontact.release.view import View

PAGE = 1000
ByGroup = dict[tuple[str, str], list[str]]
CHANGELOG = (
    {"version": "v1", "date": "2026-11-21", "change": "First version."},
    {
        "version": "v1",
        "date": "2026-11-22",
        "change": "Added: home/{lang}.json; groups/{kind}/{id}/overview.json; names by language in search/index.json.",
    },
)


def write_api(site: Site, catalogue: Catalogue, folder: Path) -> None:
    """All files of the static data interface."""
    api = _Api(site, folder)
    api.write("index.json", _index(site))
    api.write_plain("openapi.json", openapi(site.given.settings.region, site.given.settings.licence))
    api.write("measures.json", [_summary(d) for d in published(site)])
    for definition in published(site):
        api.write(f"measures/{definition['id']}.json", definition)
    by_group: ByGroup = {}
    overview: ByGroup = {}
    for base, rows in slices(site):
        lines = json_rows(rows).to_pylist()
        _pages(api, base, lines)
        _collect(by_group, rows, lines, _whole_years(rows))
        _collect(overview, rows, lines, _for_everybody(rows))
    _groups(api, site, by_group, overview)
    api.write("corrections.json", list(site.given.corrections))
    api.write("changelog.json", list(CHANGELOG))
    for code in site.given.settings.languages:
        api.write(f"texts/{code}.json", {key: row[code] for key, row in sorted(catalogue.words.items())})
        api.write(f"home/{code}.json", home(View(site, catalogue.language(code))))


class _Api:
    """Writes files in the envelope that all of them share."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.settings, self.folder = site.given.settings, folder

    def write(self, name: str, data: object, links: dict | None = None, **more: object) -> None:
        self.write_rows(name, json_text(data), links, **more)

    def write_rows(self, name: str, data: str, links: dict | None = None, **more: object) -> None:
        head = {
            "release": self.settings.release,
            "generated_at": self.settings.built_at,
            "licence": self.settings.licence,
        }
        head |= {"links": {"self": f"/api/v1/{name}", **(links or {})}, **more}
        self.write_text(name, f'{json_text(head)[:-1]},"data":{data}}}\n')

    def write_plain(self, name: str, data: object) -> None:
        self.write_text(name, json_text(data) + "\n")

    def write_text(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _pages(api: _Api, base: str, rows: list[str]) -> None:
    """`results/<base>/page-<k>.json`; `results/<base>.json` is the first page under its short name."""
    parts = [rows[i : i + PAGE] for i in range(0, len(rows), PAGE)] or [[]]
    for number, part in enumerate(parts, 1):
        links = {
            "next": _page(base, number + 1) if number < len(parts) else None,
            "prev": _page(base, number - 1) if number > 1 else None,
        }
        body = _array(part)
        api.write_rows(f"results/{base}/page-{number}.json", body, links, total=len(rows))
        if number == 1:
            api.write_rows(f"results/{base}.json", body, links, total=len(rows))


def _page(base: str, number: int) -> str:
    return f"/api/v1/results/{base}/page-{number}.json"


def _array(rows: Iterable[str]) -> str:
    return "[" + ",\n".join(rows) + "]"


def _whole_years(rows: pa.Table) -> pa.ChunkedArray:
    return pc.and_(pc.ends_with(rows["period_start"], "-01-01"), pc.ends_with(rows["period_end"], "-12-31"))


def _for_everybody(rows: pa.Table) -> pa.ChunkedArray:
    """Rows without strata: whole years, and months of the measures that have no year."""
    whole = _whole_years(rows)
    yearly = pc.is_in(rows["measure"], pc.unique(rows["measure"].filter(whole)))
    return pc.and_(pc.equal(rows["stratum_kind"], "all"), pc.or_(whole, pc.invert(yearly)))


def _collect(by_group: ByGroup, rows: pa.Table, lines: list[str], kept: pa.ChunkedArray) -> None:
    """Keep the chosen rows for their group's file; all rows stand under results."""
    keys = zip(rows["group_kind"].to_pylist(), rows["group_id"].to_pylist(), strict=True)
    for key, line, wanted in zip(keys, lines, kept.to_pylist(), strict=True):
        if wanted:
            by_group.setdefault(key, []).append(line)


def _groups(api: _Api, site: Site, by_group: ByGroup, overview: ByGroup) -> None:
    """One list a kind; for each group a file with its rows of whole years, and a short one without strata."""
    facts = [dict(zip(GROUP_COLUMNS, row, strict=True)) for row in group_rows(site)]
    for kind in ("region", *GROUP_FOLDER):
        members = [f for f in facts if f["group_kind"] == kind]
        api.write(f"groups/{kind}.json", members)
        for fact in members:
            own = by_group.get((kind, fact["group_id"]), [])
            name = fact["group_id"] if fact["group_id"] in PSEUDO else slug(fact["group_id"])
            api.write_rows(f"groups/{kind}/{name}.json", _array(own), None, group=fact, total=len(own))
            short = overview.get((kind, fact["group_id"]), [])
            api.write_rows(f"groups/{kind}/{name}/overview.json", _array(short), None, group=fact, total=len(short))
    api.write_plain("groups/practice.geojson", _points(site))


def _points(site: Site) -> dict:
    features = []
    for group in site.groups_of("practice"):
        place = group.facts.get("longitude"), group.facts.get("latitude")
        if None not in place:
            properties = {"group_id": group.id, "group_name": group.name}
            features.append(
                {"type": "Feature", "geometry": {"type": "Point", "coordinates": list(place)}, "properties": properties}
            )
    return {"type": "FeatureCollection", "features": features}


def _summary(definition: dict) -> dict:
    kept = {k: definition.get(k) for k in ("id", "version", "title", "domain", "value", "direction", "status")}
    return kept | {
        "variants": [v["id"] for v in definition.get("variants") or []],
        "href": f"/api/v1/measures/{definition['id']}.json",
    }


def _index(site: Site) -> dict:
    settings = site.given.settings
    earlier = [
        {"release": h["release"], "built_at": h["built_at"], "href": f"/api/v1/releases/{h['release']}/index.json"}
        for h in site.given.history
    ]
    now = {
        "release": settings.release,
        "built_at": settings.built_at,
        "href": f"/api/v1/releases/{settings.release}/index.json",
    }
    return {
        "version": "v1",
        "region": settings.region,
        "languages": list(settings.languages),
        "releases": [*earlier, now],
        "measures": "/api/v1/measures.json",
        "openapi": "/api/v1/openapi.json",
        "changelog": "/api/v1/changelog.json",
        "corrections": "/api/v1/corrections.json",
        "groups": [f"/api/v1/groups/{k}.json" for k in ("region", *GROUP_FOLDER)],
    }
