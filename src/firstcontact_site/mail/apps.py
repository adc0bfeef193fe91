from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "firstcontact_site.mail"
    label = "mail"

    def ready(self) -> None:
        from firstcontact_site.mail import provider  # noqa: F401  listens to the provider's webhook
