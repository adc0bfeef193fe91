"""The provider's webhook, only when the site sends through a provider and the secret of the webhook is set."""

from anymail.urls import urlpatterns as providers
from django.conf import settings


def tracking(backend: str, secret: str) -> list:
    """`backend` is `anymail.backends.<provider>.EmailBackend`; of the providers' addresses only its own is opened."""
    provider = backend.removeprefix("anymail.backends.").partition(".")[0]
    if not backend.startswith("anymail.") or not secret:
        return []
    return [p for p in providers if p.name and p.name.startswith(f"{provider}_tracking")]


app_name = "anymail"
urlpatterns = tracking(settings.EMAIL_BACKEND, settings.ENVIRONMENT.mail_webhook_secret)
