"""Unsafe starts that the site refuses, each with its sentence."""

from urllib.parse import urlsplit

from firstcontact.errors import UsageError
from firstcontact_site.config.environment import Environment

SHORTEST_KEY = 50
SHORTEST_WEBHOOK_SECRET = 20
GUESSABLE = ("django-insecure", "changeme", "secret", "password", "example")


def refuse_unsafe_start(given: Environment) -> None:
    """Raises UsageError for the first rule that the environment breaks."""
    for name, key in (("FIRSTCONTACT_SECRET_KEY", given.secret_key), ("FIRSTCONTACT_LINK_KEY", given.link_key)):
        _refuse_key(name, key)
    if given.secret_key == given.link_key:
        raise UsageError("FIRSTCONTACT_LINK_KEY equals FIRSTCONTACT_SECRET_KEY. Signed links need a key of their own.")
    _refuse_open_webhook(given.mail_webhook_secret)
    if given.debug:
        raise UsageError("DJANGO_DEBUG is set: its pages would show settings and code to strangers.")
    if given.is_demo:
        return
    if urlsplit(given.url).scheme != "https":
        raise UsageError(f"FIRSTCONTACT_SITE_URL is '{given.url}': a public site needs an address with https.")
    if any("*" in host for host in given.hosts):
        raise UsageError("FIRSTCONTACT_HOSTS holds a wildcard: name each host, or answers can be forged for others.")
    if not given.database_url:
        raise UsageError("DATABASE_URL is not set: a public site needs PostgreSQL. SQLite is for the demo on loopback.")
    if not given.email_url:
        raise UsageError("FIRSTCONTACT_EMAIL_URL is not set: a public site must be able to send the mails it promises.")


def _refuse_key(name: str, key: str) -> None:
    if not key:
        raise UsageError(f"{name} is not set and the workspace has no key file. Run 'firstcontact site init -w DIR'.")
    if len(key) < SHORTEST_KEY or len(set(key)) < 12:
        raise UsageError(f"{name} is too short or too plain: it needs {SHORTEST_KEY} random characters or more.")
    if any(word in key.lower() for word in GUESSABLE):
        raise UsageError(f"{name} holds a word that others try first. Make a random one: 'firstcontact site init'.")


def _refuse_open_webhook(secret: str) -> None:
    """Anybody could end anybody's mail through a webhook that knows no secret."""
    name, _, word = secret.partition(":")
    if secret and (not name or len(word) < SHORTEST_WEBHOOK_SECRET):
        raise UsageError(
            "FIRSTCONTACT_MAIL_WEBHOOK_SECRET must be 'name:secret' with a secret of "
            f"{SHORTEST_WEBHOOK_SECRET} random characters or more, as the mail provider is to send it."
        )
