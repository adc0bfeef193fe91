"""No page mixes languages; texts come from the catalogue; files for machines are well formed."""

import json
import re
import xml.etree.ElementTree as ET

import pytest

from firstcontact.release.language import Catalogue
from support.html import parse

CATALOGUE = Catalogue.load()


def sentences(code: str) -> set[str]:
    """Fixed texts of at least four words that another language does not share."""
    rows = [*CATALOGUE.words.values(), *CATALOGUE.measures.values(), *CATALOGUE.names.values()]
    return {
        r[code]
        for r in rows
        if len(r[code].split()) > 3 and "{" not in r[code] and sum(r[c] == r[code] for c in ("en", "es", "pt")) == 1
    }


@pytest.mark.promise("P23")
@pytest.mark.parametrize("code", ["en", "es", "pt"])
def test_no_page_holds_a_sentence_of_another_language(pages, code):
    others = set().union(*(sentences(c) for c in ("en", "es", "pt") if c != code)) - sentences(code)
    for name in (
        "index.html",
        "measure/any_primary_care_visit/index.html",
        "practice/p009/index.html",
        "area/a01/index.html",
        "equity/index.html",
        "methods/disclosure/index.html",
        "data/index.html",
        "404.html",
    ):
        words = own_words(parse(pages[f"{code}/{name}"]))
        assert [s for s in others if s in words] == [], name


def own_words(element) -> str:
    """Text of a page without the parts that say they are in another language."""
    if "lang" in element.attributes and element.tag not in ("html",):
        return ""
    return " ".join(" ".join([element.text, *(own_words(c) for c in element.children)]).split())


@pytest.mark.promise("P22")
def test_a_share_stands_beside_its_natural_frequency_and_its_interval_in_words(pages):
    text = pages["en/measure/any_primary_care_visit/index.html"]
    assert re.search(r"About \d+ in 10 people had a primary care visit in 2024\.", text)
    assert re.search(r"Probably between \d+ and \d+ of 100\.", text)


def test_five_findings_and_four_cards_on_the_home_page(pages):
    root = parse(pages["es/index.html"])
    cards = [e for e in root.all("li") if "card" in e.attributes.get("class", "").split()]
    findings = next(e for e in root.all("section") if e.attributes.get("class") == "findings")
    assert len(cards) == 4
    assert 3 <= len(findings.all("li")) <= 5


def test_cautions_of_the_run_stand_on_their_measure(given, pages):
    assert given.run["cautions"]
    assert "Take care:" not in pages["en/measure/panel_size/index.html"]


def test_feeds_sitemap_and_catalogue_are_well_formed(built):
    for name in ("feeds/releases.atom", "feeds/corrections.atom", "site/sitemap.xml"):
        ET.parse(built / name)
    catalogue = json.loads((built / "data" / "data.json").read_text())
    assert catalogue["@type"] == "dcat:Catalog"
    for dataset in catalogue["dataset"]:
        assert all(value not in ("", None, []) for value in dataset.values())
        assert dataset["accessLevel"] == "public"
        for file in dataset["distribution"]:
            assert (built / file["downloadURL"].lstrip("/")).is_file()


def test_the_list_of_addresses_is_complete_and_sorted(built):
    urls = (built / "urls.txt").read_text().splitlines()
    assert urls == sorted(urls)
    assert {"/en/", "/pt/measure/any_primary_care_visit/", "/data/databook.xlsx", "/api/v1/index.json"} <= set(urls)
    assert all(len(u) <= 200 for u in urls)


def test_the_interface_describes_itself(built):
    document = json.loads((built / "api/v1/openapi.json").read_text())
    assert document["openapi"].startswith("3.1")
    row = json.loads((built / "api/v1/results/any_primary_care_visit.json").read_text())["data"][0]
    assert set(document["components"]["schemas"]["Row"]["properties"]) == set(row)
    for path in document["paths"]:
        assert path.startswith("/")


def test_search_knows_names_and_places_and_no_number(built):
    index = json.loads((built / "search" / "index.json").read_text())
    assert {"kind", "id", "name", "place", "zip", "path"} == set(index["entries"][0])
    assert any(e["name"] == "Oak Street Family Medicine" and e["place"] == "Birch" for e in index["entries"])


def test_a_chart_stands_alone_as_a_file(built):
    text = (built / "site/en/measure/any_primary_care_visit/trend.svg").read_text()
    root = ET.fromstring(text)
    assert root.tag.endswith("svg")
    assert "<style>" in text
