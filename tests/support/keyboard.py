"""A reader without a mouse: goes from one control to the next with Tab, and must see where they are."""

import re

from playwright.sync_api import Locator, Page

FORM_SECONDS = 3.2
MOST_STEPS = 250
SEEN = """(node) => {
  const box = node.getBoundingClientRect(), above = node.parentElement;
  const ringed = (s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
  const within = (least, value, most) => Math.min(Math.max(value, least), most - 1);
  const x = within(0, box.left + Math.min(box.width, innerWidth) / 2, innerWidth);
  const y = within(0, box.top + Math.min(box.height, innerHeight) / 2, innerHeight);
  const top = document.elementFromPoint(x, y), labels = [...(node.labels || [])];
  return {
    marked: ringed(getComputedStyle(node)) || (!!above && ringed(getComputedStyle(above))),
    large: box.width > 0 && box.height > 0,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    uncovered: !!top && (node.contains(top) || top.contains(node) || labels.some((label) => label.contains(top))),
  };
}"""


class Keyboard:
    """`go` moves, `press` goes and presses Enter, `write` goes and types. Nothing is clicked."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, role: str, name: str | re.Pattern, within: Locator | None = None, back: bool = False) -> Locator:
        """Tab until the control with this role and accessible name has the focus. Fails when it cannot be reached, or
        when the focus cannot be seen on it."""
        exact = isinstance(name, str)
        wanted = (within or self.page).get_by_role(role, name=name, exact=exact)
        for _ in range(MOST_STEPS):
            if self._is_on(wanted):
                self._must_be_seen(role, name)
                return self.page.locator(":focus")
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{role} '{name}' cannot be reached with Tab on {self.page.url}.")

    def press(self, role: str, name: str | re.Pattern, within: Locator | None = None) -> None:
        """Enter on a link or a button, and wait for what it leads to."""
        self.go(role, name, within)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def follow(self, role: str, name: str | re.Pattern, within: Locator | None = None) -> None:
        """The same where another page must come."""
        self.go(role, name, within)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, name: str | re.Pattern, words: str, role: str = "textbox") -> None:
        self.go(role, name)
        self.page.keyboard.type(words)

    def tick(self, name: str | re.Pattern) -> None:
        box = self.go("checkbox", name)
        self.page.keyboard.press("Space")
        assert box.is_checked(), f"Space does not tick '{name}'."

    def choose(self, name: str | re.Pattern, option: str) -> None:
        """An option of a list, by its first letters."""
        box = self.go("combobox", name)
        self.page.keyboard.type(option)
        chosen = box.evaluate("node => node.selectedOptions[0].textContent.trim()")
        assert chosen.startswith(option), f"'{name}' shows '{chosen}', not '{option}'."

    def send(self, name: str | re.Pattern) -> None:
        """Press the button of a form for strangers: a person needs longer than the least time, tests must wait."""
        self.go("button", name)
        self.page.wait_for_timeout(FORM_SECONDS * 1000)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _is_on(self, wanted: Locator) -> bool:
        return wanted.evaluate_all("nodes => nodes.includes(document.activeElement)")

    def _must_be_seen(self, role: str, name: str | re.Pattern) -> None:
        seen = self.page.locator(":focus").evaluate(SEEN)
        missing = [word for word, is_so in seen.items() if not is_so]
        assert not missing, f"The focus on {role} '{name}' of {self.page.url} is not {' and not '.join(missing)}."
