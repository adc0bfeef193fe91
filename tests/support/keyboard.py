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

    def __init__(self, page: Page, pace: int = 0) -> None:
        """`pace`: milliseconds on each control, for pages on which something opens while a person is there."""
        self.page, self.pace = page, pace

    def go(self, role: str, name: str | re.Pattern, within: Locator | None = None, back: bool = False) -> Locator:
        """Tab until the control with this role and accessible name has the focus. Fails when it cannot be reached, or
        when the focus cannot be seen on it."""
        exact = isinstance(name, str)
        return self._reach((within or self.page).get_by_role(role, name=name, exact=exact), f"{role} '{name}'", back)

    def _reach(self, wanted: Locator, said: str, back: bool = False) -> Locator:
        for _ in range(MOST_STEPS):
            if self._is_on(wanted):
                self._must_be_seen(said)
                return self.page.locator(":focus")
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            if self.pace:
                self.page.wait_for_timeout(self.pace)
        raise AssertionError(f"{said} cannot be reached with Tab on {self.page.url}.")

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

    def fill(self, label: str, words: str) -> None:
        """A field without a role of its own: passwords."""
        self._reach(self.page.get_by_label(label, exact=True), f"the field '{label}'")
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

    def _must_be_seen(self, said: str) -> None:
        seen = self.page.locator(":focus").evaluate(SEEN)
        missing = [word for word, is_so in seen.items() if not is_so]
        assert not missing, f"The focus on {said} of {self.page.url} is not {' and not '.join(missing)}."
