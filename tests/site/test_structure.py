"""Structure, names, links and weights of every page."""

import gzip
import re
from itertools import pairwise

import pytest

from firstcontact.release.reader import Reader
from support.html import parse

CODES = ("en", "es", "pt")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MAX_PAGE, MAX_VIEW, MAX_STYLE, MAX_SCRIPT = 400_000, 150_000, 25_000, 15_000


@pytest.fixture(scope="module")
def trees(pages):
    return {name: parse(text) for name, text in pages.items()}


def wrong(trees, test) -> list[str]:
    return [name for name, root in trees.items() if not test(name, root)]


@pytest.mark.promise("P21")
def test_every_page_has_one_h1_and_no_level_is_skipped(trees):
    def good(name, root):
        levels = [int(h.tag[1]) for h in root.all(*HEADINGS)]
        steps = pairwise(levels)
        return levels.count(1) == 1 and all(b <= a + 1 for a, b in steps)

    assert wrong(trees, good) == []


@pytest.mark.promise("P21")
def test_landmarks_skip_link_and_language(trees):
    def good(name, root):
        (page,) = root.all("html")
        first = root.all("body")[0].children[0]
        landmarks = [len(root.all(tag)) for tag in ("main", "header", "footer")]
        return (
            page.attributes["lang"] == name[:2] and first.attributes.get("href") == "#main" and landmarks == [1, 1, 1]
        )

    assert wrong(trees, good) == []


@pytest.mark.promise("P21")
def test_tables_have_a_caption_and_cells_their_headers(trees):
    def good(name, root):
        for table in root.all("table"):
            heads = table.all("th")
            if len(table.all("caption")) != 1 or not heads or any("scope" not in h.attributes for h in heads):
                return False
        return True

    assert wrong(trees, good) == []


@pytest.mark.promise("P21")
def test_side_scrolling_regions_have_a_name_and_take_focus(trees):
    def good(name, root):
        regions = [e for e in root.all("div") if e.attributes.get("role") == "region"]
        return all(e.attributes.get("tabindex") == "0" and e.attributes.get("aria-label") for e in regions)

    assert wrong(trees, good) == []


@pytest.mark.promise("P21")
def test_every_chart_has_a_title_a_description_and_a_table_beside_it(trees):
    def good(name, root):
        charts = [s for s in root.all("svg") if "chart" in s.attributes.get("class", "").split()]
        alternatives = all(
            s.attributes.get("role") == "img" and [c.tag for c in s.children[:2]] == ["title", "desc"] for s in charts
        )
        others = [s for s in root.all("svg") if s not in charts]
        return (
            alternatives
            and all(s.attributes.get("aria-hidden") == "true" for s in others)
            and (not charts or root.all("table"))
        )

    assert wrong(trees, good) == []


@pytest.mark.promise("P21")
def test_ids_are_unique_and_labels_point_at_something(trees):
    def good(name, root):
        ids = [e.attributes["id"] for e in all_elements(root) if "id" in e.attributes]
        wanted = {r for e in all_elements(root) for r in e.attributes.get("aria-labelledby", "").split()}
        wanted |= {e.attributes["for"] for e in root.all("label")}
        return len(ids) == len(set(ids)) and wanted <= set(ids)

    assert wrong(trees, good) == []


def all_elements(root):
    found = [root]
    for child in root.children:
        found += all_elements(child)
    return found


def test_no_page_carries_inline_style_or_script(trees):
    def good(name, root):
        inline = [
            e for e in all_elements(root) if "style" in e.attributes or any(a.startswith("on") for a in e.attributes)
        ]
        return not inline and not root.all("style") and all("src" in s.attributes for s in root.all("script"))

    assert wrong(trees, good) == []


@pytest.mark.promise("P07")
def test_nothing_is_loaded_from_another_host(pages, built):
    loading = re.compile(r'(?:src|href)="(?:https?:)?//|url\(|@import')
    tags = re.compile(r'<(?:script|img|iframe|video|source|object|embed|link rel="(?:stylesheet|icon|preload)")[^>]*>')
    assert [n for n, text in pages.items() if any(loading.search(tag) for tag in tags.findall(text))] == []
    style = next((built / "site" / "assets").glob("site.*.css")).read_text()
    assert not re.search(r"url\(|@import|https?:", style)


@pytest.mark.promise("P07")
def test_pages_are_light(pages, built):
    assets = built / "site" / "assets"
    style = len(gzip.compress(next(assets.glob("*.css")).read_bytes(), 6))
    script = len(gzip.compress(next(assets.glob("*.js")).read_bytes(), 6))
    assert style <= MAX_STYLE
    assert script <= MAX_SCRIPT
    assert [n for n, text in pages.items() if len(text.encode()) > MAX_PAGE] == []
    views = {n: len(gzip.compress(text.encode(), 6)) + style + script for n, text in pages.items()}
    assert max(views.values()) <= MAX_VIEW


@pytest.mark.promise("P24")
def test_every_link_of_the_live_tree_and_of_the_permalink_tree_leads_to_a_file(pages, built):
    reader = Reader(built.parent)
    broken = set()
    for name, text in pages.items():
        code, _, rest = name.removesuffix("index.html").partition("/")
        for base in (f"/{code}/{rest}", f"/{code}/release/2024-r1/{rest}"):
            for link in set(re.findall(r'(?:href|src|action)="([^"#?]*)', text)):
                if link and not link.startswith(("http", "mailto:")) and not reader.resolve(joined(base, link)):
                    broken.add((name, link))
    assert sorted(broken) == []


def joined(base: str, link: str) -> str:
    """Address of a link on a page."""
    if link.startswith("/"):
        return link
    parts = base.split("/")[:-1]
    for step in link.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


@pytest.mark.promise("P24")
def test_anchors_of_links_exist(trees):
    ids = {n: {e.attributes.get("id") for e in all_elements(root)} for n, root in trees.items()}
    missing = []
    for name, root in trees.items():
        for a in root.all("a"):
            path, _, anchor = a.attributes.get("href", "").partition("#")
            if anchor and not path.startswith(("/", "http")):
                target = (
                    joined("/" + name.removesuffix("index.html"), path).lstrip("/") + "index.html" if path else name
                )
                missing += [(name, a.attributes["href"])] if anchor not in ids.get(target, set()) else []
    assert missing == []


@pytest.mark.promise("P23")
def test_every_page_exists_in_every_language_and_links_to_the_others(pages):
    by_code = {code: {n[3:] for n in pages if n.startswith(f"{code}/")} for code in CODES}
    assert by_code["en"] == by_code["es"] == by_code["pt"]
    for name, text in pages.items():
        rest = name[3:].removesuffix("index.html")
        assert all(f'hreflang="{code}" href="/{code}/{rest}"' in text for code in CODES), name
        assert f'<link rel="canonical" href="/{name[:2]}/release/2024-r1/{rest}">' in text


def test_pages_of_the_address_map_exist(pages):
    wanted = (
        "",
        "domain/finance/",
        "domain/capacity/",
        "domain/performance/",
        "domain/equity/",
        "measure/any_primary_care_visit/",
        "measure/any_primary_care_visit/definition/",
        "practice/",
        "practice/a-z/o/",
        "practice/p001/",
        "organization/o1/",
        "area/",
        "area/a01/",
        "compare/",
        "compare/measure/any_primary_care_visit/",
        "equity/",
        "equity/any_primary_care_visit/",
        "databook/",
        "data/",
        "data/api/",
        "methods/",
        "methods/attribution/",
        "methods/comparison/",
        "methods/intervals/",
        "methods/disclosure/",
        "methods/rounding/",
        "methods/sources/",
        "methods/languages/",
        "releases/",
        "corrections/",
        "search/offline/",
        "help/charts/",
        "help/glossary/",
        "accessibility/",
        "privacy/",
        "contact/",
    )
    assert [p for p in wanted if f"en/{p}index.html" not in pages] == []
    assert any(n.startswith("en/place/") for n in pages)


def test_the_measure_page_keeps_its_order(pages):
    text = pages["en/measure/any_primary_care_visit/index.html"]
    marks = [
        'class="answer"',
        'class="headline-box"',
        'id="trend"',
        'id="areas"',
        'id="practices"',
        'id="groups"',
        'id="meaning"',
        'id="definition"',
        'id="downloads"',
    ]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


def test_names_with_markup_are_text(pages):
    text = pages["en/practice/p008/index.html"]
    assert "<b>Formula" not in text
    assert "=&lt;b&gt;Formula &amp; Sons&lt;/b&gt;" in text


def test_closed_practices_stay_and_come_last(pages):
    assert "This practice closed on June 30, 2024." in pages["en/practice/p004/index.html"]
    text = pages["en/practice/index.html"]
    assert text.index("Closed practices") < text.index('href="../practice/p004/"')


def test_a_practice_with_few_clinicians_does_not_show_their_number(pages):
    assert "Primary care clinicians</dt>" not in pages["en/practice/p001/index.html"]
    assert "Primary care clinicians</dt>" in pages["en/practice/p009/index.html"]
