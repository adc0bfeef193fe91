"""Mails of this room. The outbox stands above it, so settings name the function that queues a mail."""

from django.conf import settings
from django.utils.module_loading import import_string


def send(to: str, name: str, language: str, context: dict, *, key: str) -> None:
    """`name`: template below accounts/mail. `key`: the same key is never sent twice."""
    import_string(settings.MAIL_QUEUE)(to, f"accounts/{name}", language, context, key=f"accounts-{name}-{key}")
