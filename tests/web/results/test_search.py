"""The search page: two tabs with counts, filters, paging; results go on without a database."""

import re
from html import unescape

import pytest
from django.db import OperationalError
from wagtail import blocks
from wagtail.models import PageViewRestriction

from firstcontact_site.content.models import StandardPage
from firstcontact_site.results.search import pages
from firstcontact_site.results.search.live import index_of
from support.html import parse

pytestmark = pytest.mark.django_db


def links(answer) -> list[str]:
    """Names in the list of what was found, marks taken out."""
    found = re.search(r'<ul class="found">(.*?)</ul>', answer.text, re.S)
    names = re.findall(r"<li><a [^>]*>(.*?)</a>", found.group(1)) if found else []
    return [unescape(re.sub(r"</?mark>", "", name)) for name in names]


@pytest.fixture
def site(homes, release):
    """A few pages below each home."""

    def add(language: str, title: str, text: str = "", lead: str = "", **more) -> StandardPage:
        body = [("text", f"<p>{text}</p>")] if text else []
        page = StandardPage(title=title, lead=lead, body=body, locale=homes[language].locale, **more)
        return homes[language].add_child(instance=page)

    return add


def test_one_answer_has_both_counts_and_opens_results_first(client, site):
    site("en", "Oak trees and other things")
    answer = client.get("/en/search/", {"q": "oak street"})
    tabs = next(e for e in parse(answer.text).all("nav") if e.attributes.get("class") == "tabs").all("a")
    assert "Results and places (" in tabs[0].words()
    assert tabs[0].attributes["aria-current"] == "page"
    assert links(answer)[0].startswith("Oak Street")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "No practice found for 'xyzzy'."), ("es", "No se encontró ningún"), ("pt", "Nenhum consultório")],
)
def test_finding_nothing_says_what_to_try(client, site, language, sentence):
    answer = client.get(f"/{language}/search/", {"q": "xyzzy"})
    assert answer.status_code == 200
    assert sentence in answer.text.replace("&#39;", "'")
    assert f'href="/{language}/practice/"' in answer.text


def test_a_long_query_is_cut_and_the_page_says_so(client, site):
    answer = client.get("/en/search/", {"q": "oak " * 60})
    assert "longer than 100 characters" in answer.text
    assert max(len(i.attributes.get("value", "")) for i in parse(answer.text).all("input")) <= 100
    assert "longer than 100" not in client.get("/en/search/", {"q": "o" * 100}).text


def test_a_query_is_shown_as_text_and_never_as_markup(client, site):
    answer = client.get("/en/search/", {"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("query", ['"', "a*", "oak AND", "NEAR(", "'; --", "%", "日本", "🙂", "-", "title:oak"])
def test_odd_queries_are_answered(client, site, query):
    for tab in ("results", "pages"):
        assert client.get("/en/search/", {"q": query, "tab": tab}).status_code == 200


def test_the_character_0_is_in_no_word(client, site):
    assert client.get("/en/search/", {"q": "\0"}).status_code == 404


def test_nothing_asked_shows_the_form_and_no_tabs(client, site):
    answer = client.get("/en/search/")
    assert answer.status_code == 200
    assert 'class="tabs"' not in answer.text


def test_results_come_twenty_a_page_and_pages_joined_are_the_whole_list(client, site, release):
    first = client.get("/en/search/", {"q": "medicine"})
    from firstcontact.release.reader import Release

    every = [h.entry["name"] for h in index_of(Release(release), "en").find("county")]
    assert first.status_code == 200
    got, page = [], 1
    while (answer := client.get("/en/search/", {"q": "county", "page": page})).status_code == 200:
        got += links(answer)
        page += 1
    assert got == every
    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "two", "99", "1" * 30, "0000000019" + "9" * 5000])
def test_a_page_that_does_not_exist_is_missing(client, site, page):
    assert client.get("/en/search/", {"q": "oak", "page": page}).status_code == 404


def test_every_result_leads_to_a_page_of_the_release(client, site, release):
    for query in ("oak", "primary care visit", "county", "clinic"):
        root = parse(client.get("/es/search/", {"q": query}).text)
        found = [e for e in root.all("ul") if e.attributes.get("class") == "found"]
        for link in (a.attributes["href"] for e in found for a in e.all("a")):
            assert (release / "site" / link.lstrip("/") / "index.html").is_file(), link


def test_pages_are_found_by_their_text_with_the_word_marked(client, site):
    site("en", "Work together", text="Practices that share care for people with diabetes.")
    answer = client.get("/en/search/", {"q": "diabetes", "tab": "pages"})
    assert links(answer) == ["Work together"]
    assert "<mark>diabetes</mark>" in answer.text


def test_pages_are_those_of_the_language(client, site):
    site("en", "Community boards")
    site("es", "Community juntas")
    assert links(client.get("/en/search/", {"q": "community", "tab": "pages"})) == ["Community boards"]
    assert links(client.get("/es/search/", {"q": "community", "tab": "pages"})) == ["Community juntas"]


def test_a_misspelled_title_is_found_when_the_database_finds_little(client, site):
    site("en", "Strengthening primary care")
    answer = client.get("/en/search/", {"q": "strenghtening primary", "tab": "pages"})
    assert links(answer) == ["Strengthening primary care"]


def test_private_and_unpublished_pages_are_never_found(client, site):
    private = site("en", "Secret minutes")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    site("en", "Secret draft", live=False)
    for tab in ("results", "pages"):
        answer = client.get("/en/search/", {"q": "secret", "tab": tab})
        assert answer.status_code == 200
        assert links(answer) == []
        assert not {"Secret minutes", "Secret draft"} & set(re.findall(r"Secret \w+", answer.text))


def test_a_result_in_a_body_is_not_in_a_snippet(release):
    from firstcontact_site.results.blocks import ResultBlock

    stream = blocks.StreamBlock([("result", ResultBlock()), ("text", blocks.CharBlock())])
    value = stream.to_python([{"type": "result", "value": {"measure": "any_primary_care_visit"}}])
    assert stream.get_searchable_content(value) == []


def test_an_unknown_filter_is_dropped_with_a_line(client, site):
    site("en", "Community boards")
    answer = client.get("/en/search/", {"q": "community", "tab": "pages", "year": "1812"})
    assert links(answer) == ["Community boards"]
    assert "Filter &#39;1812&#39; is not known." in answer.text


def test_a_kind_filter_keeps_its_kind_only(client, site):
    page = site("en", "Community boards")
    kept = client.get("/en/search/", {"q": "community", "tab": "pages", "kind": page.section or "nav_about"})
    assert links(kept) == ["Community boards"]


def test_without_a_database_results_are_searched_and_pages_say_so(client, site, monkeypatch):
    def fail(*_args):
        raise OperationalError("no database")

    monkeypatch.setattr(pages, "count", fail)
    monkeypatch.setattr(pages, "find", fail)
    answer = client.get("/en/search/", {"q": "oak street"})
    assert answer.status_code == 200
    assert links(answer)[0].startswith("Oak Street")
    down = client.get("/en/search/", {"q": "oak street", "tab": "pages"})
    assert "cannot search posts and pages right now" in down.text


def test_without_a_release_only_pages_are_searched(client, homes, tmp_path, monkeypatch):
    from firstcontact.release.reader import Reader
    from firstcontact_site.config import frame

    monkeypatch.setattr(frame, "reader", lambda: Reader(tmp_path))
    answer = client.get("/en/search/", {"q": "oak"})
    assert answer.status_code == 200
    assert "no results to search yet" in answer.text


def test_a_new_release_is_searched_at_once(client, site, newer_release):
    index = newer_release / "search/index.json"
    index.write_text(index.read_text(encoding="utf-8").replace("Oak Street", "Zebra Street"), encoding="utf-8")
    assert links(client.get("/en/search/", {"q": "zebra street"}))[0].startswith("Zebra Street")


def test_the_number_of_queries_does_not_grow_with_the_pages_found(client, site, django_assert_max_num_queries):
    for n in range(15):
        site("en", f"Community board {n}", text="Some words.")
    client.get("/en/search/", {"q": "community", "tab": "pages"})
    with django_assert_max_num_queries(20):
        client.get("/en/search/", {"q": "community", "tab": "pages"})
