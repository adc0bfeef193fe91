"""Long lists: "Show more" adds the next items where the reader is, and shows the same as going from page to page."""

import re

import pytest

from browser.conftest import visitor
from support.keyboard import Keyboard


def items(page):
    return page.locator("[data-list] > li")


def titles(page) -> list[str]:
    return items(page).locator("h2").all_inner_texts()


@pytest.fixture
def reader(browser, site):
    """A page with script."""
    context = visitor(browser, site)
    yield context.new_page()
    context.close()


def test_show_more_appends_moves_the_focus_and_tells_what_came(reader):
    keys = Keyboard(reader)
    reader.goto("/en/news/?kind=insight")
    first = titles(reader)
    keys.go("link", "Show more")
    reader.keyboard.press("Enter")
    items(reader).nth(12).wait_for()
    later = titles(reader)
    assert later[:12] == first
    assert len(later) == 24
    assert reader.url.endswith("/en/news/?kind=insight&page=2")
    assert reader.locator(":focus").inner_text() == later[12]
    assert reader.locator("[role=status][data-said]").inner_text() == "12 more posts, 24 of 31"


def test_show_more_and_plain_paging_show_the_same_items_in_the_same_order(reader, browser, site):
    keys = Keyboard(reader)
    reader.goto("/en/news/")
    while reader.locator("a[data-more]").count():
        count = len(titles(reader))
        keys.go("link", "Show more")
        reader.keyboard.press("Enter")
        items(reader).nth(count).wait_for()
    context = visitor(browser, site, java_script_enabled=False)
    plain, seen = context.new_page(), []
    plain.goto("/en/news/")
    while True:
        seen += titles(plain)
        if not plain.locator("a[data-more]").count():
            break
        Keyboard(plain).follow("link", "Show more")
    context.close()
    assert len(seen) > 30
    assert titles(reader) == seen


def test_the_address_after_show_more_leads_back_to_the_same_place(reader):
    reader.goto("/en/news/")
    Keyboard(reader).go("link", "Show more")
    reader.keyboard.press("Enter")
    items(reader).nth(12).wait_for()
    shown = titles(reader)[12:]
    reader.reload()
    assert titles(reader) == shown
    assert reader.get_by_text(re.compile("Page 2 of")).is_visible()
