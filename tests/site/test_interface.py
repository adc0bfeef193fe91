"""Files of the interface that other pages are drawn from."""

import json

import pytest

from firstcontact.release.embed import interval, result, said
from firstcontact.release.language import Catalogue
from firstcontact.release.published import Published
from firstcontact.release.reader import Release
from firstcontact.release.site import Site
from firstcontact.release.view import View


def overview(built, kind: str, name: str) -> list[dict]:
    return json.loads((built / f"api/v1/groups/{kind}/{name}/overview.json").read_text(encoding="utf-8"))["data"]


def test_an_overview_holds_years_for_everybody_and_months_where_there_is_no_year(built):
    found = overview(built, "region", "example")
    assert {r["stratum_kind"] for r in found} == {"all"}
    years = {r["measure"] for r in found if r["period_end"].endswith("-12-31") and r["period_start"].endswith("-01-01")}
    months = {r["measure"] for r in found} - years
    assert years
    assert months
    assert not [r for r in found if r["measure"] in years and r["period_start"][5:] != "01-01"]


def test_an_overview_is_part_of_the_rows_of_its_measures(built):
    release = Release(built)
    rows = {json.dumps(r) for r in release.rows("any_primary_care_visit")}
    own = [r for r in overview(built, "practice", "p002") if r["measure"] == "any_primary_care_visit"]
    assert own
    assert {json.dumps(r) for r in own} <= rows


@pytest.mark.parametrize("code", ["en", "es", "pt"])
def test_a_result_read_back_has_the_words_of_the_build(given, built, code):
    """Every newest cell of three practices and the region, hidden ones too."""
    language = Catalogue.load().language(code)
    site = Site(given)
    view = View(site, language)
    for kind, id_ in (("region", site.region_id), ("practice", "P002"), ("practice", "P005"), ("practice", "P009")):
        for measure in {m for i in site.indicators.plain() for m in i.measures}:
            cell = site.cells.latest(measure, kind, id_)
            found = result(Release(built), language, measure, kind, "" if kind == "region" else id_)
            assert found.said == said(view, cell)
            assert found.interval == (interval(view, cell) if cell else "")
            assert found.shown == (cell is not None and cell.shown)


def test_a_hidden_result_has_no_number_mark_or_comparison(built):
    language = Catalogue.load().language("en")
    release = Release(built)
    hidden = 0
    for practice in release.groups("practice"):
        found = result(release, language, "any_primary_care_visit", "practice", practice["group_id"])
        if not found.shown:
            hidden += 1
            assert (found.mark, found.comparison_key, found.interval, found.unit, found.region_said) == (
                None,
                "",
                "",
                "",
                "",
            )
            assert all(not p.interval for p in found.points if not p.shown)
            dots = found.trend.dots if found.trend else ()
            assert len(dots) in (0, sum(p.shown for p in found.points))
    assert hidden


def test_a_hidden_value_breaks_the_line_of_the_chart(built):
    release = Release(built)
    for practice in release.groups("practice"):
        found = result(
            release, Catalogue.load().language("en"), "any_primary_care_visit", "practice", practice["group_id"]
        )
        drawn = found.trend
        if drawn and [p.shown for p in found.points] == [True, False, True]:
            assert drawn.lines == drawn.bands == ()
            assert len(drawn.dots) == 2


def test_the_home_page_as_data_stands_in_every_language(built):
    for code in ("en", "es", "pt"):
        found = Release(built).home(code)
        assert [c["domain"] for c in found["cards"]] == ["finance", "capacity", "performance", "equity"]
        assert all(c["headlines"] for c in found["cards"] if c["domain"] != "equity")


def test_search_holds_places_and_names_of_measures_by_language(built):
    entries = Release(built).search_entries()
    measure = next(e for e in entries if e["kind"] == "measure" and e["id"] == "panel_size")
    assert set(measure["names"]) == {"en", "es", "pt"}
    assert measure["names"]["es"] != measure["names"]["en"]
    place = next(e for e in entries if e["kind"] == "place")
    assert (built / "site/en" / place["path"] / "index.html").is_file()


def test_published_needs_no_more_than_the_files(built):
    site = Published(Release(built))
    assert site.region("any_primary_care_visit").group_kind == "region"
    assert site.given.settings.region == "Example Region"
