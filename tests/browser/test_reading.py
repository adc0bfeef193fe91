"""Journeys of a reader: from the home page to a post, and a search with a typing error."""

import re


def test_a_reader_comes_from_the_home_page_to_a_post(page, keys):
    page.goto("/en/")
    keys.follow("link", "All news")
    assert page.url.endswith("/en/news/")
    keys.follow("link", "This site is open")
    assert page.get_by_role("heading", level=1).inner_text() == "This site is open"
    assert page.get_by_text("From today the results of every practice").is_visible()


def test_the_first_tab_leads_past_the_menu(page, keys):
    page.goto("/en/news/welcome/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_a_search_finds_a_practice_in_spite_of_a_typing_error(page, keys):
    page.goto("/en/")
    keys.go("searchbox", re.compile("Find a practice"))
    page.keyboard.type("Lakevew Health Center")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    found = page.locator("ul.found li")
    assert "Lakeview Health Center" in found.first.inner_text()
    keys.follow("link", re.compile("^Lakeview Health Center"))
    assert "Lakeview Health Center" in page.get_by_role("heading", level=1).inner_text()


def test_a_search_over_posts_and_pages_can_be_narrowed_to_a_kind(page, keys):
    page.goto("/en/search/?q=primary+care")
    keys.follow("link", re.compile("^Posts and pages"))
    before = page.locator("ul.found > li").count()
    keys.choose("Kind", "Topic")
    keys.follow("button", "Show")
    kinds = page.locator("ul.found > li .note").all_inner_texts()
    assert kinds
    assert all("Topic" in kind for kind in kinds)
    assert len(kinds) < before


def test_changing_the_language_stays_on_the_page(page, keys):
    page.goto("/en/events/open-evening/")
    keys.follow("link", "Español")
    assert page.url.endswith("/es/events/open-evening/")
    assert page.locator("html").get_attribute("lang") == "es"
    keys.follow("link", "Português")
    assert page.url.endswith("/pt/events/open-evening/")
