"""Every kind of public page of the site and of the release, each with one address: what is looked at in a browser.

A template that no address here is made of fails a test (test_templates.py)."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Response

KEYHOLDER = "keyholder"
PASSWORD = "a long walk by the river"
Step = Callable[[Page], Response]


def press(page: Page) -> Response:
    """The button of the page's own form."""
    with page.expect_navigation() as came:
        page.locator("main form[method=post] button").first.click()
    return came.value


def lose_the_form(page: Page) -> Response:
    """A form that is sent when its cookie is gone."""
    page.context.clear_cookies()
    return press(page)


def give_password(page: Page) -> Response:
    """The first half of signing in."""
    page.locator("[name=login]").fill("publisher@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    return press(page)


@dataclass(frozen=True)
class Place:
    """`path` below the language, or `link`: a kind of live_links.py. `who` is signed in; `then` is done on arrival."""

    name: str
    path: str = ""
    link: str = ""
    who: str = ""
    status: int = 200
    then: Step | None = None
    dark: bool = False

    def __str__(self) -> str:
        return self.name


CONTENT = (
    Place("home", "", dark=True),
    Place("topics", "topics/"),
    Place("topic", "topics/strengthening-primary-care/", dark=True),
    Place("news", "news/", dark=True),
    Place("news page 2", "news/?page=2"),
    Place("news narrowed", "news/?kind=insight&topic=equity"),
    Place("news without items", "news/?kind=data_fact&topic=payment"),
    Place("news past its end", "news/?page=99", status=404),
    Place("month", "news/2026/01/"),
    Place("post", "news/welcome/"),
    Place("data fact", "news/fact-of-the-month/", dark=True),
    Place("every block", "about/every-block/", dark=True),
    Place("events", "events/"),
    Place("past events", "events/past/"),
    Place("event", "events/open-evening/", dark=True),
    Place("past event", "events/first-look/"),
    Place("programmes", "programs/"),
    Place("programmes for professionals", "programs/for-professionals/"),
    Place("programme", "programs/for-professionals/course/"),
    Place("resources", "resources/"),
    Place("reports", "resources/reports/"),
    Place("report", "resources/reports/practices-under-strain/"),
    Place("collection", "resources/review/"),
    Place("strategies", "strategies/"),
    Place("strategy", "strategies/recall-list/", dark=True),
    Place("media", "media/"),
    Place("series", "media/voices/"),
    Place("episode with film", "media/voices/why-we-stay/"),
    Place("episode with sound", "media/first-contact-talks/where-care-starts/"),
    Place("research", "research/"),
    Place("publication", "research/visits-and-stays/"),
    Place("about", "about/"),
    Place("team", "about/team/"),
    Place("person", "about/team/lead-analyst/"),
    Place("partners", "about/partners/"),
    Place("partner", "about/partners/a-practice/"),
    Place("accessibility", "accessibility/"),
    Place("privacy", "privacy/"),
    Place("newsletter archive", "newsletter/archive/"),
    Place("newsletter issue", "newsletter/archive/one-issue/"),
    Place("no such page", "no-such-page/", status=404),
)
FORMS = (
    Place("contact", "contact/", dark=True),
    Place("contact with errors", "contact/", status=422, then=press),
    Place("contact sent", "contact/?thanks"),
    Place("community form", "programs/community/family-medicine-community/take-part/"),
    Place("story", "strategies/recall-list/our-story/"),
    Place("story sent", "strategies/recall-list/our-story/?thanks"),
    Place("join", "join/"),
    Place("join with errors", "join/", then=press),
    Place("join sent", "join/sent/"),
    Place("join confirm", link="join_confirm"),
    Place("joined", link="join_confirm", then=press),
    Place("leave", link="join_leave"),
    Place("left", link="join_leave", then=press),
    Place("newsletter", "newsletter/?list=data&topic=equity"),
    Place("newsletter with errors", "newsletter/", then=press),
    Place("newsletter sent", "newsletter/sent/"),
    Place("newsletter confirm", link="newsletter_confirm"),
    Place("newsletter confirmed", link="newsletter_confirm", then=press),
    Place("newsletter link too old", "newsletter/confirm/none/", status=410),
    Place("preferences", link="preferences"),
    Place("unsubscribed", link="unsubscribed"),
    Place("register", "events/open-evening/register/"),
    Place("register with errors", "events/open-evening/register/", then=press),
    Place("event confirm", link="event_confirm"),
    Place("event cancel", link="event_cancel"),
    Place("nothing to cancel", link="event_nothing_to_cancel", status=410),
    Place("apply", "programs/for-professionals/course/apply/"),
    Place("application closed", "programs/for-professionals/closed-course/apply/"),
    Place("application", link="application"),
    Place("application with errors", link="application", then=press),
)
RESULTS = (
    Place("search", "search/"),
    Place("search results", "search/?q=health", dark=True),
    Place("search pages", "search/?q=care&tab=pages", dark=True),
    Place("search without results", "search/?q=zzzzzz"),
    Place("compare", "compare/?p=p001&p=p002", dark=True),
    Place("compare nothing", "compare/"),
)
RELEASE = (
    Place("measures", "measure/"),
    Place("domain", "domain/performance/"),
    Place("measure", "measure/any_primary_care_visit/", dark=True),
    Place("definition", "measure/any_primary_care_visit/definition/"),
    Place("practices", "practice/", dark=True),
    Place("practices by letter", "practice/a-z/h/"),
    Place("practice", "practice/p001/", dark=True),
    Place("practices of a place", "place/alder/"),
    Place("organisation", "organization/o1/"),
    Place("areas", "area/", dark=True),
    Place("area", "area/a01/"),
    Place("equity", "equity/"),
    Place("equity of a measure", "equity/any_primary_care_visit/", dark=True),
    Place("one measure of all practices", "compare/measure/any_primary_care_visit/"),
    Place("data", "data/"),
    Place("interface", "data/api/"),
    Place("databook", "databook/"),
    Place("methods", "methods/"),
    Place("a method", "methods/disclosure/"),
    Place("releases", "releases/"),
    Place("corrections", "corrections/"),
    Place("charts", "help/charts/"),
    Place("glossary", "help/glossary/"),
    Place("search without the site", "search/offline/"),
    Place("permalink of the home page", "release/2024-r1/"),
    Place("permalink", "release/2024-r1/practice/p001/"),
)
DOOR = (
    Place("sign in", "accounts/login/", dark=True),
    Place("sign in with errors", "accounts/login/", then=press),
    Place("lost form", "accounts/login/", status=403, then=lose_the_form),
    Place("closed account", "accounts/inactive/"),
    Place("forgotten password", "accounts/password/reset/"),
    Place("reset sent", "accounts/password/reset/done/"),
    Place("new password", link="new_password"),
    Place("new password done", "accounts/password/reset/key/done/"),
    Place("invitation", link="invitation"),
    Place("invitation ended", "accounts/invitation/none/", status=410),
    Place("account", "accounts/2fa/", who="editor"),
    Place("account without factor", "accounts/2fa/", who="newcomer"),
    Place("sign out", "accounts/logout/", who="editor"),
    Place("change password", "accounts/password/change/", who="editor"),
    Place("password again", "accounts/reauthenticate/", who="newcomer"),
    Place("code again", "accounts/2fa/reauthenticate/", who="editor"),
    Place("app", "accounts/2fa/app/", who="newcomer"),
    Place("remove app", "accounts/2fa/app/remove/", who="editor"),
    Place("recovery codes", "accounts/2fa/codes/", who="editor"),
    Place("new recovery codes", "accounts/2fa/codes/new/", who="editor"),
    Place("add passkey", "accounts/2fa/passkeys/add/", who="editor"),
    Place("no passkeys", "accounts/2fa/passkeys/", who="editor"),
    Place("passkeys", "accounts/2fa/passkeys/", who=KEYHOLDER),
    Place("rename passkey", link="passkey_edit", who=KEYHOLDER),
    Place("remove passkey", link="passkey_remove", who=KEYHOLDER),
    Place("passkey again", "accounts/2fa/passkeys/confirm/", who=KEYHOLDER),
    Place("recovery codes, shown once", link="fresh_codes", who="administrator"),
    Place("second factor", "accounts/login/", then=give_password),
)
PLACES = (*CONTENT, *FORMS, *RESULTS, *RELEASE, *DOOR)
LANGUAGES = ("en", "es", "pt")
