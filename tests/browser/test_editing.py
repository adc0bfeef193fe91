"""Journey of a post through the editor: an author writes it, a second person puts it live, readers see the chart."""

import re
from uuid import uuid4

import pytest

from browser.conftest import visitor
from support.keyboard import Keyboard
from support.totp import code_of
from support.watched import Watched

PACE = 150
MEASURE = "any_primary_care_visit"


@pytest.fixture
def desk(browser, site, staff):
    """`desk("author")`: that person's own window, signed in with password and the app's code."""
    contexts = []

    def open_(name: str) -> Watched:
        contexts.append(visitor(browser, site))
        watched = Watched(contexts[-1].new_page(), site.base)
        sign_in(watched.page, staff[name])
        return watched

    yield open_
    for context in contexts:
        context.close()


def sign_in(page, person: dict) -> None:
    keys = Keyboard(page)
    page.goto("/cms/")
    keys.write("E-mail address", person["email"])
    keys.fill("Password", person["password"])
    keys.follow("button", "Sign in", page.locator("main"))
    keys.write("Code", code_of(person["secret"]))
    keys.follow("button", "Sign in", page.locator("main"))
    assert page.url.endswith("/cms/")


def write_post(page, site, title: str) -> None:
    """From the list of news: a post with one result block, sent to review."""
    keys = Keyboard(page, PACE)
    page.goto(f"/cms/pages/{site.hand('page_id', 'news')}/")
    keys.follow("link", re.compile("Add child page"))
    keys.write(re.compile("^Title"), title)
    keys.press("button", "Insert a block")
    keys.write(re.compile("Search options"), "Result", role="combobox")
    page.keyboard.press("Enter")
    keys.choose(re.compile("^Measure"), measure_words(page))
    keys.press("button", "More actions")
    keys.follow("button", re.compile("^Submit"))


def measure_words(page) -> str:
    box = page.get_by_role("combobox", name=re.compile("^Measure"))
    box.wait_for()
    return box.locator(f'option[value="{MEASURE}"]').inner_text()


def test_an_author_writes_a_second_person_approves_and_readers_see_the_chart(desk, site):
    title = f"A number to watch {uuid4().hex[:6]}"
    address = f"/en/news/{title.lower().replace(' ', '-')}/"
    author = desk("author")
    write_post(author.page, site, title)
    said = author.page.locator(".messages")
    assert "submitted for moderation" in said.inner_text()
    edit = said.get_by_role("link", name="Edit").get_attribute("href")
    assert author.troubles() == []
    assert author.page.goto(address).status == 404

    publisher = desk("publisher")
    publisher.page.goto(edit)
    keys = Keyboard(publisher.page, PACE)
    keys.press("button", "More actions")
    keys.follow("button", re.compile("^Approve$"))
    assert publisher.troubles() == []

    assert publisher.page.goto(address).status == 200
    figure = publisher.page.locator("main figure.result")
    assert figure.locator("svg").count() >= 1
    assert figure.locator("table tbody tr").count() >= 1
    assert publisher.troubles() == []
