"""What the coalition's site writes for the pages of a release: menus, the address of the e-mails, awards, pages."""

import json

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.release.beside import Award, Beside, read_beside
from firstcontact.release.frame import make_frame, read_frame, site_paths
from firstcontact.release.language import Catalogue

CRITERIA = {"en": "about/awards/", "es": "about/awards/"}
AWARDS = {"P001": [{"name": "Open doors", "year": 2025, "criteria": CRITERIA}]}
PAGE = {"title": "Call back", "path": "/en/strategies/call-back/", "language": "en"}
RELATED = {"es": {"gap": [{"kind": "strategy", "pages": [PAGE], "all": "/es/strategies/?measure=gap"}]}}


@pytest.fixture(scope="module")
def spanish():
    return Catalogue.load().language("es")


def test_without_a_site_there_is_no_address_of_e_mails(spanish):
    assert make_frame(spanish, {}, str).newsletter == ""
    assert make_frame(spanish, {"es": {"main": []}}, str).newsletter == ""


def test_the_site_names_the_address_of_its_e_mails(spanish):
    written = {"es": {"main": [], "newsletter": "newsletter/"}}
    assert make_frame(spanish, written, str).newsletter == "/es/newsletter/"
    assert site_paths(written) == {"/es/newsletter/"}


def test_an_award_is_linked_in_the_language_or_in_one_that_has_it():
    beside = Beside(AWARDS)
    assert beside.awards_of("P001", "es") == [Award("Open doors", 2025, "/es/about/awards/")]
    assert beside.awards_of("P001", "pt") == [Award("Open doors", 2025, "/en/about/awards/", "en")]
    assert beside.awards_of("P002", "en") == []


def test_an_award_whose_criteria_are_not_public_has_no_link():
    beside = Beside({"P001": [{"name": "Open doors", "year": 2025, "criteria": {}}]})
    assert beside.awards_of("P001", "en") == [Award("Open doors", 2025)]


def test_related_pages_belong_to_their_language_and_measure():
    beside = Beside(related=RELATED)
    assert [group.kind for group in beside.related_to("gap", "es")] == ["strategy"]
    assert beside.related_to("gap", "en") == beside.related_to("ratio", "es") == []


def test_every_page_of_the_site_that_is_linked_is_named():
    found = Beside(AWARDS, RELATED).paths()
    assert found == {"/en/about/awards/", "/es/about/awards/", "/en/strategies/call-back/", "/es/strategies/"}


def test_files_are_read_where_they_are_and_a_broken_one_is_named(tmp_path):
    assert not read_beside(tmp_path)
    (tmp_path / "awards.json").write_text(json.dumps(AWARDS))
    assert read_beside(tmp_path).awards == AWARDS
    (tmp_path / "related.json").write_text("{")
    with pytest.raises(FirstContactError, match=r"related\.json"):
        read_beside(tmp_path)
    assert read_frame(tmp_path) == {}
