"""A person who was invited makes a passkey, and comes in with it."""

from browser.conftest import visitor
from support.keyboard import Keyboard
from support.passkeys import plug_in
from support.watched import Watched


def test_a_newcomer_adds_a_passkey_and_signs_in_with_it(browser, site):
    person = site.hand("person", "passkey@example.org", ["author"], False)
    context = visitor(browser, site)
    watched = Watched(context.new_page(), site.base)
    page = watched.page
    keys = Keyboard(page)
    plug_in(page)

    def give_password() -> None:
        page.goto("/cms/")
        keys.write("E-mail address", person["email"])
        keys.fill("Password", person["password"])
        keys.follow("button", "Sign in", page.locator("main"))

    give_password()
    keys.follow("link", "Add a passkey")
    keys.follow("button", "Add a passkey")
    keys.follow("link", "I have kept them")
    assert page.get_by_text("Passkeys that you can use: 1.").is_visible()
    assert page.goto("/cms/").status == 200
    page.goto("/en/accounts/2fa/")
    keys.follow("button", "Sign out")
    give_password()
    assert "/2fa/authenticate/" in page.url
    keys.follow("button", "Use a passkey")
    assert page.url.endswith("/cms/")
    assert watched.troubles() == []
    context.close()
