"""From one address to Django's mail settings."""

from urllib.parse import unquote, urlsplit

from firstcontact.errors import UsageError


def backend(url: str, webhook_secret: str = "") -> dict:
    """`smtp://user:password@host:587` (STARTTLS), `smtps://...:465`, or `anymail+<provider>://<key>@`."""
    parts = urlsplit(url)
    if parts.scheme in ("smtp", "smtps"):
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": 20,
        }
    if parts.scheme.startswith("anymail+"):
        name = parts.scheme.removeprefix("anymail+")
        key = unquote(parts.username or "")
        return {
            "EMAIL_BACKEND": f"anymail.backends.{name}.EmailBackend",
            "ANYMAIL": {
                f"{name.upper()}_API_KEY": key,
                f"{name.upper()}_SERVER_TOKEN": key,
                "WEBHOOK_SECRET": webhook_secret or None,
                "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False},
            },
        }
    raise UsageError(
        f"FIRSTCONTACT_EMAIL_URL begins with '{parts.scheme}': known are smtp, smtps and anymail+<provider>."
    )
