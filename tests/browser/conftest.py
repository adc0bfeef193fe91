"""One site and one browser for all tests of the whole; each journey is a visitor of its own."""

import itertools
import os
import shutil
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from support.keyboard import Keyboard
from support.live_site import PROXY_HEADER, LiveSite
from support.passkeys import add_passkey
from support.places import KEYHOLDER, Place
from support.watched import Watched

PROGRAM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
PATIENCE = 15_000
STAFF = {
    "editor": ["editor"],
    "administrator": ["administrator"],
    "author": ["author"],
    "publisher": ["publisher"],
}


def pytest_collection_modifyitems(items: list) -> None:
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if PROGRAM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium), and these tests look with its eyes.")
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        yield program
        program.close()


@pytest.fixture(scope="package")
def site(browser, tmp_path_factory) -> Iterator[LiveSite]:
    """Made anew for each run. Who works on pages names a folder that is kept: FIRSTCONTACT_BROWSER_SITE."""
    kept = os.environ.get("FIRSTCONTACT_BROWSER_SITE")
    with LiveSite(Path(kept) if kept else tmp_path_factory.mktemp("live")) as made:
        yield made


@pytest.fixture(scope="package")
def staff(site) -> dict[str, dict]:
    """Address, password and the app's secret of one person with each role. The newcomer has no app yet, the
    keyholder a passkey instead."""
    made = {name: site.hand("person", f"{name}@example.org", roles) for name, roles in STAFF.items()}
    plain = ("newcomer", KEYHOLDER)
    return made | {name: site.hand("person", f"{name}@example.org", ["author"], False) for name in plain}


_senders = itertools.count(int(time.time()))


def sender() -> dict[str, str]:
    """An address that nobody has come from yet, as a web server would name it."""
    return {PROXY_HEADER: str(ip_address(0x0A000000 + next(_senders) % 0xFFFFFF))}


def visitor(browser: Browser, site: LiveSite, **options) -> BrowserContext:
    """A browser window of somebody who was never here: no cookie, an address of their own."""
    options = {"base_url": site.base, "viewport": {"width": 1280, "height": 900}, "locale": "en-US"} | options
    context = browser.new_context(extra_http_headers=sender(), **options)
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture(params=["script", "no script"])
def page(request, browser, site) -> Iterator[Page]:
    """A stranger's page; every journey of strangers goes with and without JavaScript."""
    context = visitor(browser, site, java_script_enabled=request.param == "script")
    yield context.new_page()
    context.close()


@pytest.fixture
def keys(page) -> Keyboard:
    return Keyboard(page)


class Windows:
    """One window for each person that pages are looked at as: `windows("editor")`; strangers have no name."""

    def __init__(self, browser: Browser, site: LiveSite, staff: dict[str, dict]) -> None:
        self.browser, self.site, self.staff = browser, site, staff
        self._open: dict[str, Watched] = {}

    def __call__(self, who: str) -> Watched:
        if who not in self._open:
            self._open[who] = Watched(visitor(self.browser, self.site).new_page(), self.site.base)
            if who == KEYHOLDER:
                self.hold_a_passkey(who)
        if who:
            self._let_in(who)
        else:
            self._open[who].page.context.clear_cookies()  # half a sign-in would lead strangers on to its other half
        return self._open[who]

    def hold_a_passkey(self, who: str) -> None:
        self._let_in(who)
        add_passkey(self._open[who].page)

    def _let_in(self, who: str) -> None:
        """A fresh session each time: some pages ask for a second factor of the last minutes, and one signs out."""
        person = self.staff[who]
        key = self.site.hand("session", person["email"], who != "newcomer")
        self._open[who].page.context.add_cookies([{"name": "sid", "value": key, "url": self.site.base}])

    def close(self) -> None:
        for watched in self._open.values():
            watched.page.context.close()


@pytest.fixture(scope="package")
def windows(browser, site, staff) -> Iterator[Windows]:
    made = Windows(browser, site, staff)
    yield made
    made.close()


@pytest.fixture
def opened(windows, site) -> Callable:
    """Opens a place in a language; what was heard on the way there is not held against it."""

    def open_(place: Place, language: str) -> tuple[Watched, Response]:
        watched = windows(place.who)
        watched.page.context.set_extra_http_headers(sender())
        path = site.hand("link", place.link, language) if place.link else f"/{language}/{place.path}"
        answer = watched.page.goto(path)
        if place.then:
            answer = place.then(watched.page)
        return watched, answer

    return open_
