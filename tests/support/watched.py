"""A page that notes what goes wrong on it: errors, refusals by the content policy, requests to others; and axe."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Request, Response

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = """async (tags) => {
  const found = await axe.run(document, {resultTypes: ["violations"], runOnly: tags, elementRef: false});
  const said = (node) => node.target.join(" ") + " " + node.html.slice(0, 120);
  return found.violations.map((v) => `${v.id}: ` + v.nodes.slice(0, 3).map(said).join(" | "));
}"""
LISTEN = """() => {
  window.refusedByPolicy = [];
  document.addEventListener("securitypolicyviolation", (e) =>
    window.refusedByPolicy.push(`${e.violatedDirective} refused ${e.blockedURI} at ${e.sourceFile}:${e.lineNumber}`));
}"""
WIDE, NARROW, NARROWEST = 1280, 390, 320


class Watched:
    """A Playwright page with ears. `troubles()` says what was heard since the last time it was asked."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self._heard: list[str] = []
        page.add_init_script(f"({LISTEN})()")
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._heard.append(f"script: {error}"))
        page.on("request", self._request)

    def _console(self, message) -> None:
        """The browser itself writes a line for each answer that is no success; what pages must answer is checked
        elsewhere."""
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self._heard.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:", "blob:")):
            self._heard.append(f"request to another site: {request.url}")

    def troubles(self) -> list[str]:
        refused = self.page.evaluate("window.refusedByPolicy || []")
        found, self._heard = [*self._heard, *refused], []
        self.page.evaluate("window.refusedByPolicy = []")
        return found

    def axe(self) -> list[str]:
        """What axe finds by the rules of WCAG 2.2 up to AA."""
        if self.page.evaluate("typeof window.axe") == "undefined":
            self.page.evaluate(AXE_SCRIPT)
        return self.page.evaluate(AXE, TAGS)


def shape(page: Page, answer: Response, language: str, most_bytes: int) -> list[str]:
    """One first heading, the right language, a title, no more than its share of bytes."""
    found = []
    heads = page.locator("h1").count()
    if heads != 1:
        found.append(f"{heads} first headings")
    said = page.locator("html").get_attribute("lang")
    if said != language:
        found.append(f"the page says its language is '{said}'")
    if not page.title().strip():
        found.append("no title")
    size = len(answer.body())
    if size > most_bytes:
        found.append(f"{size} bytes of HTML")
    return found


def overflow(page: Page) -> list[str]:
    """Whether a reader would have to scroll sideways."""
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"{wide} pixels wide in a window of {seen}"] if wide > seen else []


def look(watched: Watched, answer: Response, language: str, most_bytes: int, dark: bool = False) -> list[str]:
    """Everything that is asked of a page that has been opened, at each width."""
    page = watched.page
    found = shape(page, answer, language, most_bytes)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {line}" for line in (*watched.axe(), *overflow(page))]
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    found += [f"{NARROWEST}: {line}" for line in overflow(page)]
    if dark:
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {line}" for line in watched.axe()]
        page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": WIDE, "height": 900})
    return found + watched.troubles()
