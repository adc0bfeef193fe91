"""What a reader could take wrongly: counts, legends, captions, units and cautions say what the page holds."""

import json
import re
from dataclasses import replace

import pyarrow as pa
import pytest

from firstcontact.release.language import Catalogue
from firstcontact.release.pages import measures
from firstcontact.release.site import Site
from firstcontact.release.view import View
from support.html import parse
from support.public_region import region_input

SPENDING = "primary_care_pmpm"
MONTHLY = "visit_volume_index"
PRACTICES = 26


def words_of(pages, name: str) -> str:
    return parse(pages[f"en/{name}/index.html"]).words()


def test_people_without_a_practice_are_no_practice(pages):
    counts = re.findall(r"of ([\d,]+) practices (?:is|are) shown", words_of(pages, "measure/any_primary_care_visit"))
    assert counts == [str(PRACTICES)]


@pytest.mark.parametrize("base", ["any_primary_care_visit", SPENDING, "visit_volume_index"])
def test_the_legend_of_practices_holds_the_words_of_the_table_and_no_others(pages, base):
    (section,) = [
        s for s in parse(pages[f"en/measure/{base}/index.html"]).all("section") if s.attributes.get("id") == "practices"
    ]
    compared = {
        word
        for word in ("better", "same", "lower")
        for c in section.all("span")
        if f"cmp_{word}" in c.attributes.get("class", "")
    }
    keyed = {
        word
        for word in ("better", "same", "lower")
        for c in section.all("span")
        if f"f-{word}" in c.attributes.get("class", "")
    }
    assert keyed == compared


def trend_note(view: View, base: str) -> str:
    page = next(p for p in measures.pages(view) if p.path == f"measure/{base}/")
    return page.context["charts"]["trend"]["note"]


def view_of(given) -> View:
    return View(Site(given), Catalogue.load().language("en"))


def test_the_band_is_spoken_of_only_where_there_is_one():
    given = region_input(only=("any_primary_care_visit",), practices=2, languages=("en",))
    assert trend_note(view_of(given), "any_primary_care_visit") == "chart_trend_note"
    bare = given.rows
    for name in ("lower", "upper"):
        bare = bare.set_column(bare.column_names.index(name), name, pa.nulls(len(bare), pa.string()))
    assert trend_note(view_of(replace(given, rows=bare)), "any_primary_care_visit") == "chart_line_note"


def test_a_caution_stands_beside_the_way_of_counting_that_it_is_about():
    given = region_input(only=(SPENDING,), practices=2, languages=("en",))
    first, other = "primary_care_pmpm.narrow.medical.claims", "primary_care_pmpm.broad.total.all"
    cautions = [{"measure": other, "words": "Payments are known late."}]
    page = next(
        p
        for p in measures.pages(view_of(replace(given, run={"cautions": cautions})))
        if p.path == f"measure/{SPENDING}/"
    )
    assert page.context["measure"] == first
    assert (page.context["cautions"], page.context["other_cautions"]) == ("", "Payments are known late")


def test_a_table_of_months_does_not_say_years(pages):
    words = words_of(pages, f"measure/{MONTHLY}")
    assert "whole region, over time" in words
    assert "whole region, by year" not in words


def test_a_definition_does_not_link_to_itself(pages):
    here = "../../../measure/any_primary_care_visit/definition/"
    links = [
        a.attributes.get("href")
        for a in parse(pages["en/measure/any_primary_care_visit/definition/index.html"]).all("a")
    ]
    assert here not in links
    assert "definition/" in pages["en/measure/any_primary_care_visit/index.html"]


@pytest.mark.parametrize("name", ["practice/p001", "area/a01", "equity"])
def test_a_number_without_a_sign_of_its_own_has_its_unit_beside_it(pages, name):
    row, *_ = [
        head
        for head in parse(pages[f"en/{name}/index.html"]).all("th")
        if head.words().startswith("Primary care spending for each person and month")
    ]
    assert "For each person and month." in row.words()


def test_a_page_that_is_not_there_cannot_be_cited(pages):
    assert "Cite as" not in pages["en/404.html"]
    assert "Cite as" in pages["en/practice/index.html"]


def test_a_headline_names_its_way_of_counting_and_leads_to_its_row(pages, built):
    """The home page may show another variant than the measure's page has on top."""
    home = json.loads((built / "api/v1/home/en.json").read_text(encoding="utf-8"))["data"]
    (headline,) = [h for c in home["cards"] for h in c["headlines"] if h["measure"].startswith(f"{SPENDING}.broad")]
    assert "broad definition, without pharmacy, claims only" in headline["note"]
    path, _, row = headline["path"].partition("#")
    assert row in {e.attributes.get("id") for e in parse(pages[f"en/{path}index.html"]).all("tr")}
    assert "broad definition, without pharmacy, claims only" in parse(pages["en/index.html"]).words()


def test_requests_of_the_data_interface_name_a_site(pages):
    (code,) = parse(pages["en/data/api/index.html"]).all("pre")
    site, *requests = code.words().split("curl -s ")
    assert site.startswith("SITE=https://")
    assert requests
    assert all(r.startswith('"$SITE/api/v1/') for r in requests)
