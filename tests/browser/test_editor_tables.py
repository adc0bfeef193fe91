"""A table in the body: written by keyboard, kept, and read as a table at both widths."""

from uuid import uuid4

import pytest

from support.watched import NARROW, WIDE, Watched, overflow

PACE = 150  # the grid moves the focus a moment after a key
CAPTION = "[id$=handsontable-col-caption]"


@pytest.fixture(params=[WIDE, NARROW])
def editing(request, windows, site) -> tuple[Watched, str]:
    """The page with every block in the editor, the focus on the caption of its table; where its draft is read."""
    watched: Watched = windows("editor")
    address = f"/cms/pages/{site.hand('page_id', 'about/every-block')}"
    watched.page.set_viewport_size({"width": request.param, "height": 900})
    watched.page.goto(f"{address}/edit/")
    watched.page.wait_for_load_state("networkidle")
    watched.page.locator(CAPTION).first.focus()
    return watched, f"{address}/view_draft/"


def test_a_cell_is_written_by_keyboard_and_read_as_a_table(editing):
    watched, draft = editing
    page, words = watched.page, f"cell {uuid4().hex[:6]}"
    press(page, "Tab", "ArrowDown")
    page.keyboard.type(words)
    press(page, "Enter")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    page.wait_for_load_state("networkidle")
    assert watched.troubles() == []
    page.goto(draft)
    table = page.locator("main table", has=page.get_by_role("cell", name=words))
    assert table.locator("caption").inner_text().strip()
    assert table.locator("thead th").evaluate_all("heads => heads.map(head => head.scope)") == ["col", "col"]
    assert overflow(page) == []


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(PACE)


def test_tab_leaves_the_grid_in_both_directions(editing):
    page = editing[0].page
    inside = "document.activeElement.matches('td, textarea')"
    press(page, "Tab", "ArrowDown", "Shift+Tab")
    assert page.evaluate("document.activeElement.id").endswith("handsontable-col-caption")
    press(page, "Tab", "ArrowRight", "Tab")
    assert not page.evaluate(inside)
