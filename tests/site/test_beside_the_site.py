"""Pages of a release that was built beside the coalition's site, and of one that stands alone."""

from dataclasses import replace

import pytest

from firstcontact.release.beside import Beside
from firstcontact.release.language import Catalogue
from firstcontact.release.render import write_language
from firstcontact.release.site import Site
from support.html import parse
from support.public_region import region_input

AWARDS = {"P001": [{"name": "Open <doors>", "year": 2025, "criteria": {"en": "about/awards/"}}]}
PAGE = {"title": "Call <back>", "path": "/en/strategies/call-back/", "language": "en"}
STRATEGIES = {"kind": "strategy", "pages": [PAGE], "all": "/es/strategies/?measure=any_primary_care_visit"}
WRITTEN = {"main": [], "utility": [], "footer": [], "social": [], "newsletter": "newsletter/"}
ASSETS = dict.fromkeys(("site.css", "site.js", "mark.svg"), "x")


@pytest.fixture(scope="module")
def given():
    return region_input(only=("any_primary_care_visit",), practices=3, languages=("en", "es"))


def build(given, folder, code, **settings):
    changed = replace(given, settings=replace(given.settings, **settings))
    write_language(Site(changed), Catalogue.load().language(code), folder, ASSETS)
    return folder


@pytest.fixture(scope="module")
def beside(given, tmp_path_factory):
    """Spanish pages with everything that a site can tell."""
    told = Beside(AWARDS, {"es": {"any_primary_care_visit": [STRATEGIES]}})
    return build(given, tmp_path_factory.mktemp("es"), "es", frame={"es": WRITTEN}, beside=told)


@pytest.fixture(scope="module")
def alone(given, tmp_path_factory):
    return build(given, tmp_path_factory.mktemp("en"), "en")


def links(folder, path):
    root = parse((folder / path / "index.html").read_text(encoding="utf-8"))
    return {a.words(): a.attributes for a in root.all("main")[0].all("a")}


def test_a_practice_can_be_followed_and_compared(beside):
    found = links(beside, "practice/p001")
    assert found["Seguir este consultorio"]["href"] == "/es/newsletter/?practice=P001"
    assert found["Comparar con otros consultorios"]["href"] == "../../compare/?p=P001"


def test_a_measure_can_be_followed(beside):
    found = links(beside, "measure/any_primary_care_visit")
    assert found["Seguir esta medida"]["href"] == "/es/newsletter/?measure=any_primary_care_visit"


def test_an_area_or_an_organisation_has_no_award_and_cannot_be_followed(beside):
    text = (beside / "area" / "a01" / "index.html").read_text(encoding="utf-8")
    assert "/newsletter/" not in text.partition("<main")[2].partition("</main")[0]


def test_an_award_stands_on_its_practice_with_its_criteria_and_on_no_other(beside):
    text = (beside / "practice" / "p001" / "index.html").read_text(encoding="utf-8")
    assert "Open &lt;doors&gt;, 2025" in text
    link = links(beside, "practice/p001")["Cómo se otorga"]
    assert (link["href"], link["hreflang"]) == ("/en/about/awards/", "en")
    assert "lang" not in link
    assert "(en inglés)" in text
    assert "Premios" not in (beside / "practice" / "p002" / "index.html").read_text(encoding="utf-8")


def test_a_measure_leads_to_what_practices_can_try(beside):
    found = links(beside, "measure/any_primary_care_visit")
    assert found["Call <back>"] == {"href": "/en/strategies/call-back/", "hreflang": "en", "lang": "en"}
    assert found["Todas las estrategias para esta medida"]["href"] == STRATEGIES["all"]
    assert found["Más sobre esta medida"]["href"] == "#related"


def test_a_release_that_stands_alone_links_to_no_page_of_a_site(alone):
    for path in ("practice/p001", "measure/any_primary_care_visit"):
        text = (alone / path / "index.html").read_text(encoding="utf-8")
        for word in ("newsletter", "Awards", "strategies", "Follow"):
            assert word not in text.partition("<main")[2]
    assert "Compare with other practices" in links(alone, "practice/p001")
