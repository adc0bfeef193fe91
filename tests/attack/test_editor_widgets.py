"""The editor's widgets in a real browser under the editor's policy: started from data they still do their work."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from support import strangers
from support.staff import person, signed_in

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.promise("P15"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium"),
]
LISTEN = """addEventListener('securitypolicyviolation',
  e => console.error('policy', e.effectiveDirective, e.blockedURI, e.sourceFile, e.lineNumber))"""


@pytest.fixture
def desk(live_server, roles, release, monkeypatch) -> Iterator[Page]:
    """An editor's window; what the browser complains of is collected in `said`."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test
    cookie = signed_in(person("editor")).cookies["sid"].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(base_url=live_server.url)
        context.add_cookies([{"name": "sid", "value": cookie, "url": live_server.url}])
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.said = []
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("console", lambda m: page.said.append(m.text) if m.text.startswith("policy") else None)
        yield page
        browser.close()


def opened(desk: Page, made) -> None:
    made.save_revision()
    desk.goto(f"/cms/pages/{made.pk}/edit/")
    desk.wait_for_function("!document.querySelector('script[data-start]:not([data-started])')")


def test_lists_of_fields_dates_and_choosers_work_and_no_script_is_stopped(desk, roles):
    opened(desk, strangers.contact(roles["en"]))
    fields = desk.locator("[data-inline-panel-child]")
    before = fields.count()
    desk.locator("#id_form_fields-ADD").click()
    assert fields.count() == before + 1
    opened(desk, strangers.event(roles["en"]))
    desk.locator("[name=starts_at]").click()
    desk.locator(".xdsoft_datetimepicker:visible").wait_for()
    desk.keyboard.press("Escape")
    desk.locator("button:has-text('Choose'):visible").first.click()
    desk.locator(".modal-dialog:visible").wait_for()
    assert desk.said == []


def test_planted_fault_without_the_starter_nothing_starts(desk, roles, monkeypatch):
    desk.route("**/accounts/editor.js", lambda route: route.abort())
    made = strangers.contact(roles["en"])
    made.save_revision()
    desk.goto(f"/cms/pages/{made.pk}/edit/")
    desk.wait_for_load_state("load")
    assert desk.locator("script[data-start]").count() > 0
    assert desk.locator("script[data-started]").count() == 0
