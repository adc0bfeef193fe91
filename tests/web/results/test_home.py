"""The site's home shows the release's cards and findings in the release's own words."""

import json
import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from firstcontact_site import words
from firstcontact_site.results.home import home
from support.html import parse


def fragment(language: str) -> str:
    request = RequestFactory().get(f"/{language}/")
    with translation.override(language):
        given = {"results": home(request), "t": words.text, "url": lambda path: path}
        return render_to_string("results/home_cards.html", given, using="jinja2")


def words_of(html: str, kind: str, css: str) -> list[str]:
    return [e.words() for e in parse(html).all(kind) if css in e.attributes.get("class", "").split()]


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_cards_and_findings_are_word_for_word_those_of_the_release(release, language):
    page = (release / f"site/{language}/index.html").read_text(encoding="utf-8")
    html = fragment(language)
    for kind, css in (("li", "card"), ("span", "big"), ("span", "note"), ("section", "findings")):
        there = words_of(page, kind, css)
        assert there
        assert set(words_of(html, kind, css)) <= set(there)
    assert words_of(html, "li", "card") == words_of(page, "li", "card")


def test_marks_of_the_cards_are_those_of_the_release(release):
    page = (release / "site/en/index.html").read_text(encoding="utf-8")
    lines = re.findall(r'<polyline class="s-main" points="([^"]+)"', page)
    assert lines
    assert re.findall(r'<polyline class="s-main" points="([^"]+)"', fragment("en")) == lines


def test_every_link_of_the_cards_leads_to_a_page_of_the_release(release):
    for link in re.findall(r'href="([^"#]+)', fragment("en")):
        assert (release / "site/en" / link / "index.html").is_file(), link


def test_findings_have_ids_that_do_not_name_a_template(release):
    found = json.loads((release / "api/v1/home/en.json").read_text(encoding="utf-8"))["data"]["findings"]
    assert len({f["id"] for f in found}) == len(found)
    assert found[0]["id"] == "any_primary_care_visit"


def test_an_old_release_without_the_file_gives_no_cards_and_no_error(release, newer_release):
    (newer_release / "api/v1/home/en.json").unlink()
    assert fragment("en").strip() == ""
