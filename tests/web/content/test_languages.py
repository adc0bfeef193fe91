"""The language switch stays on the page; what is not translated leads to where it can be read."""

import re

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def spanish(homes):
    return homes["es"].locale


def switch(text):
    """Addresses behind the names of the languages."""
    bar = text.split('class="languages"')[1].split("</nav>")[0]
    return dict(
        re.findall(r'hreflang="(\w+)"', bar)
        and [(c, h) for h, c in re.findall(r'href="([^"]+)" hreflang="(\w+)"', bar)]
    )


def hreflangs(text):
    return set(re.findall(r'<link rel="alternate" hreflang="(\w+)"', text))


def test_the_switch_leads_to_the_translation_even_under_another_address(client, tree, spanish):
    copy = tree["news"].copy_for_translation(spanish)
    copy.slug = "noticias"
    copy.save_revision().publish()
    text = client.get("/en/news/").text
    assert switch(text)["es"] == "/es/noticias/"
    assert hreflangs(text) == {"en", "es"}


def test_without_a_translation_the_switch_leads_to_the_nearest_page_above(client, post, tree, spanish):
    tree["news"].copy_for_translation(spanish).save_revision().publish()
    post("one")
    text = client.get("/en/news/one/").text
    assert switch(text) == {"en": "/en/news/one/", "es": "/es/news/", "pt": "/pt/"}
    assert hreflangs(text) == {"en"}


def test_a_page_that_stands_in_for_a_translation_is_linked_in_english_and_leads_there(client, post, tree, spanish):
    tree["news"].copy_for_translation(spanish).save_revision().publish()
    made = post("one", title="Only in English")
    made.copy_for_translation(spanish, alias=True)
    text = client.get("/es/news/").text
    assert '<a href="/en/news/one/" lang="en" hreflang="en">Only in English</a>' in text
    assert "(en inglés)" in text
    answer = client.get("/es/news/one/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/news/one/")
    assert "/es/news/one/" not in client.get("/sitemap.xml").text


def test_a_page_that_is_not_translated_is_in_no_other_menu(tree, spanish):
    from firstcontact_site.content.frames import frames

    tree["news"].copy_for_translation(spanish, alias=True)
    assert "news/" not in str(frames()["es"])


def test_a_missing_page_that_exists_in_english_says_so(client, post, tree):
    post("one", title="Only in English")
    answer = client.get("/es/news/one/")
    assert answer.status_code == 404
    assert 'href="/en/news/one/"' in answer.text
    assert "en inglés" in answer.text


def test_a_page_that_moves_keeps_its_old_address(client, post, tree, django_capture_on_commit_callbacks):
    made = post("old-name")
    with django_capture_on_commit_callbacks(execute=True):
        made.slug = "new-name"
        made.save_revision().publish()
    answer = client.get("/en/news/old-name/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/en/news/new-name/")
