"""A passkey that lives in the browser: Chromium's virtual authenticator."""

from playwright.sync_api import Page

KIND = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in(page: Page) -> None:
    """From now on this page's window holds an authenticator that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KIND})


def add_passkey(page: Page) -> None:
    plug_in(page)
    page.goto("/en/accounts/2fa/passkeys/add/")
    with page.expect_navigation():
        page.get_by_role("button", name="Add a passkey").click()
