"""Everything that writers do in the page editor, under the policy: no report, nothing asked of other sites."""

import re

import pytest

from support.watched import Watched

CHOOSERS = {"Picture": "Choose an image", "File download": "Choose a document", "Form": "Choose a page"}


@pytest.fixture
def editing(windows, site) -> Watched:
    """The page that has every block, open in the editor."""
    watched: Watched = windows("editor")
    watched.page.set_viewport_size({"width": 1280, "height": 900})
    watched.page.goto(f"/cms/pages/{site.hand('page_id', 'about/every-block')}/edit/")
    watched.page.wait_for_load_state("networkidle")
    return watched


def heard(watched: Watched) -> list[str]:
    """Styles are written a moment after what they are for."""
    watched.page.wait_for_load_state("networkidle")
    watched.page.wait_for_timeout(300)
    return watched.troubles()


def add(page, name: str) -> None:
    blocks = page.locator("[data-streamfield-child]")
    before = blocks.count()
    page.locator(".c-sf-add-button").last.click()
    page.get_by_role("option", name=name, exact=True).click()
    page.wait_for_function("n => document.querySelectorAll('[data-streamfield-child]').length > n", arg=before)


def test_every_kind_of_block_is_added_without_a_report(editing):
    page = editing.page
    page.locator(".c-sf-add-button").last.click()
    offered = page.locator("[role=option]:visible")
    offered.first.wait_for()
    names = [name.strip() for name in offered.all_inner_texts()]
    page.keyboard.press("Escape")
    assert len(names) == 15
    for name in names:
        add(page, name)
        assert heard(editing) == [], name


def test_writing_in_the_text_editor_without_a_report(editing):
    page = editing.page
    page.get_by_role("textbox", name=re.compile("^Text")).first.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("/")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    page.keyboard.type("- one")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("two")
    page.keyboard.press("Shift+Home")
    page.keyboard.press("Control+b")
    assert heard(editing) == []


def test_an_empty_text_says_what_to_do(editing):
    """What the styles are for: seen only where the policy lets them in."""
    page = editing.page
    add(page, "Text")
    empty = page.locator(".Draftail-block--unstyled.Draftail-block--empty").last
    empty.wait_for()
    assert "insert a block" in empty.evaluate("node => getComputedStyle(node, '::before').content")
    assert heard(editing) == []


@pytest.mark.parametrize("block", CHOOSERS)
def test_choosers_open_without_a_report(block, editing):
    page = editing.page
    add(page, block)
    page.get_by_role("button", name=re.compile(f"^{CHOOSERS[block]}")).filter(visible=True).last.click()
    page.locator(".modal-dialog:visible").wait_for()
    assert heard(editing) == []


def test_planted_fault_a_style_that_comes_as_markup_is_reported(editing):
    editing.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<style>h1 { color: red }</style>')")
    assert any("style-src-elem refused inline" in line for line in heard(editing))


def test_planted_fault_without_the_number_of_the_page_styles_are_reported(editing):
    editing.page.route("**/accounts/styles*.js", lambda route: route.abort())
    editing.page.reload()
    found = heard(editing)
    editing.page.unroute("**/accounts/styles*.js")
    assert any("style-src-elem refused inline" in line for line in found)
