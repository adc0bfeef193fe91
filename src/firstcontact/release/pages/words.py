"""Pages made of fixed words: methods, help, data, releases, corrections, statements."""

from collections.abc import Iterator, Sequence

from firstcontact.release.columns import NAMES
from firstcontact.release.files.downloads import permalink
from firstcontact.release.pages.page import Page
from firstcontact.release.view import View

TOPICS = ("attribution", "comparison", "intervals", "disclosure", "rounding", "sources", "languages")
TOPIC_LINES = {
    "attribution": 4,
    "comparison": 4,
    "intervals": 4,
    "disclosure": 5,
    "rounding": 4,
    "sources": 3,
    "languages": 2,
}
STATEMENTS = {"accessibility": 5, "privacy": 4, "contact": 3}
TERMS = (
    "attributed",
    "claim",
    "clinician",
    "continuity",
    "deprivation",
    "eligible",
    "emergency",
    "index",
    "interval",
    "measure",
    "member_month",
    "primary_care",
    "practice",
    "rate",
    "region",
    "release",
    "telehealth",
)


def pages(view: View) -> Iterator[Page]:
    yield _methods(view)
    yield from (_topic(view, topic) for topic in TOPICS)
    yield _charts(view)
    yield _glossary(view)
    yield _databook(view)
    yield _data(view)
    yield _api(view)
    yield _releases(view)
    yield _corrections(view)
    yield from (_correction(view, entry) for entry in view.site.given.corrections)
    yield from (_statement(view, name, lines) for name, lines in STATEMENTS.items())
    yield _not_found(view)


def _prose(path: str, title: str, section: str, parts: Sequence[dict], trail: tuple = ()) -> Page:
    return Page(path, "prose.html", title, section, {"parts_of_page": list(parts)}, trail)


def _lines(view: View, key: str, count: int) -> list[dict]:
    """`key_1` .. `key_n`; the first one is the lead."""
    return [{"kind": "lead" if n == 1 else "p", "text": view.text(f"{key}_{n}")} for n in range(1, count + 1)]


def _methods(view: View) -> Page:
    links = [(f"methods/{t}/", view.text(f"topic_{t}"), "") for t in TOPICS]
    parts = [{"kind": "lead", "text": view.text("methods_lead")}, {"kind": "links", "entries": links}]
    if view.site.given.settings.mode == "open":
        parts.append({"kind": "p", "text": view.text("no_preview")})
    return _prose("methods/", view.text("nav_methods"), "nav_methods", parts)


def _topic(view: View, topic: str) -> Page:
    parts = _lines(view, f"method_{topic}", TOPIC_LINES[topic])
    if topic == "sources":
        parts.append(_inputs(view))
    return _prose(
        f"methods/{topic}/",
        view.text(f"topic_{topic}"),
        "nav_methods",
        parts,
        (("methods/", view.text("nav_methods")),),
    )


def _inputs(view: View) -> dict:
    """Files of the run by label: name, rows, digest."""
    rows = [
        (str(i.get("name", "")), view.language.number(str(i.get("rows") or 0)), str(i.get("sha256", ""))[:16])
        for i in view.site.given.run.get("inputs", [])
    ]
    head = [view.text("col_file"), view.text("col_rows"), view.text("col_digest")]
    return {"kind": "table", "caption": view.text("table_inputs"), "head": head, "rows": rows}


def _charts(view: View) -> Page:
    return _prose("help/charts/", view.text("nav_charts"), "nav_methods", _lines(view, "help_charts", 6))


def _glossary(view: View) -> Page:
    terms = sorted(
        ((view.text(f"term_{t}"), view.text(f"term_{t}_text")) for t in TERMS), key=lambda e: e[0].casefold()
    )
    parts = [{"kind": "lead", "text": view.text("glossary_lead")}, {"kind": "terms", "entries": terms}]
    return _prose("help/glossary/", view.text("nav_glossary"), "nav_methods", parts)


def _databook(view: View) -> Page:
    parts = [
        *_lines(view, "databook", 2),
        _downloads(view, [("/data/databook.xlsx", view.text("file_databook"), "XLSX")]),
    ]
    return _prose("databook/", view.text("databook_title"), "nav_data", parts, (("data/", view.text("nav_data")),))


def _downloads(view: View, files: Sequence[tuple[str, str, str]]) -> dict:
    """A table of files (address, name, format) with what a reader checks a download by."""
    rows = []
    for address, name, form in files:
        facts = view.site.downloads.get(address)
        size, count, digest = (_size(view, facts.size), facts.rows, facts.sha256) if facts else ("", None, "")
        stays = permalink(address, view.site.given.settings.release)
        rows.append(
            (address, name, form, size, "" if count is None else view.language.number(str(count)), digest, stays)
        )
    return {"kind": "downloads", "caption": view.text("table_files"), "rows": rows}


def _size(view: View, size: int) -> str:
    """1.2 kB, 73.4 MB: thousands of bytes."""
    unit, scale = ("MB", 1_000_000) if size >= 1_000_000 else ("kB", 1_000)
    return f"{view.language.number(f'{max(size / scale, 0.1):.1f}')}\u00a0{unit}"


def _data(view: View) -> Page:
    files = [
        ("/data/databook.xlsx", view.text("file_databook"), "XLSX"),
        ("/data/results.csv", view.text("file_results"), "CSV"),
        ("/data/measures.csv", view.text("file_measures"), "CSV"),
        ("/data/groups.csv", view.text("file_groups"), "CSV"),
        ("/data/corrections.csv", view.text("file_corrections"), "CSV"),
        ("/data/data.json", view.text("file_catalogue"), "JSON"),
        ("/feeds/releases.atom", view.text("file_feed"), "Atom"),
    ]
    by_measure = [(f"/data/results/{i.id}.csv", view.title(i.id), "CSV") for i in view.site.indicators]
    columns = [(name, view.text(f"column_{name}")) for name in NAMES]
    parts = [
        {"kind": "lead", "text": view.text("data_lead")},
        _downloads(view, files),
        {
            "kind": "links",
            "entries": [("databook/", view.text("databook_title"), ""), ("data/api/", view.text("api_title"), "")],
        },
        {"kind": "h2", "text": view.text("data_by_measure")},
        _downloads(view, by_measure),
        {"kind": "h2", "text": view.text("data_columns")},
        {"kind": "terms", "entries": columns},
        {"kind": "p", "text": view.text("data_kind")},
    ]
    return _prose("data/", view.text("nav_data"), "nav_data", parts)


def _api(view: View) -> Page:
    first = next(iter(view.site.indicators.plain()), None)
    name = first.id if first else "measures"
    files = ("index.json", f"measures/{name}.json", f"results/{name}.json", "groups/practice.json")
    requests = "\n".join((f"SITE={view.text('api_site')}", *(f'curl -s "$SITE/api/v1/{file}"' for file in files)))
    parts = [
        *_lines(view, "api", 4),
        {"kind": "code", "text": requests},
        {"kind": "files", "entries": [("/api/v1/openapi.json", view.text("file_openapi"), "JSON")]},
    ]
    return _prose("data/api/", view.text("api_title"), "nav_data", parts, (("data/", view.text("nav_data")),))


def _releases(view: View) -> Page:
    settings = view.site.given.settings
    now = (settings.release, view.day(settings.built_at), view.site.period)
    before = [(h["release"], view.day(h["built_at"]), h.get("period", "")) for h in reversed(view.site.given.history)]
    head = [view.text("col_release"), view.text("col_date"), view.text("col_period")]
    parts = [
        {"kind": "lead", "text": view.text("releases_lead")},
        {"kind": "table", "caption": view.text("table_releases"), "head": head, "rows": [now, *before]},
        {"kind": "h2", "text": view.text("releases_counts")},
        _counts(view),
    ]
    return _prose("releases/", view.text("nav_releases"), "nav_data", parts)


def _counts(view: View) -> dict:
    """Rows shown and not shown per measure, over everything the pages hold."""
    shown: dict[str, list[int]] = {}
    for cell in view.site.cells:
        pair = shown.setdefault(cell.measure.partition(".")[0], [0, 0])
        pair[not cell.shown] += 1
    rows = [(view.title(i.id), *(view.language.number(str(n)) for n in shown[i.id])) for i in view.site.indicators]
    head = [view.text("col_measure"), view.text("col_shown"), view.text("col_not_shown")]
    return {"kind": "table", "caption": view.text("releases_counts"), "head": head, "rows": rows}


def _corrections(view: View) -> Page:
    entries = [
        (f"corrections/{c['id'].lower()}/", c["what"][view.language.code], view.day(c["found_on"]))
        for c in reversed(view.site.given.corrections)
    ]
    parts = [{"kind": "lead", "text": view.text("corrections_lead")}]
    parts.append(
        {"kind": "links", "entries": entries} if entries else {"kind": "p", "text": view.text("corrections_none")}
    )
    return _prose("corrections/", view.text("nav_corrections"), "nav_data", parts)


def _correction(view: View, entry: dict) -> Page:
    code = view.language.code
    parts = [{"kind": "lead", "text": entry["what"][code]}, {"kind": "p", "text": entry["why"][code]}]
    return _prose(
        f"corrections/{entry['id'].lower()}/",
        entry["id"],
        "nav_data",
        parts,
        (("corrections/", view.text("nav_corrections")),),
    )


def _statement(view: View, name: str, lines: int) -> Page:
    parts = _lines(view, f"statement_{name}", lines)
    if name == "contact" and view.site.given.settings.contact:
        parts.append({"kind": "p", "text": view.text("contact_at", contact=view.site.given.settings.contact)})
    return _prose(f"{name}/", view.text(f"nav_{name}"), "", parts)


def _not_found(view: View) -> Page:
    links = [
        ("", view.text("nav_home"), ""),
        ("measure/", view.text("nav_measures"), ""),
        ("practice/", view.text("nav_practices"), ""),
        ("area/", view.text("nav_areas"), ""),
    ]
    parts = [{"kind": "lead", "text": view.text("not_found_lead")}, {"kind": "links", "entries": links}]
    return _prose("404.html", view.text("not_found"), "", parts)
