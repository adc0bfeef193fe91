from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "firstcontact_site.content"
    label = "content"

    def ready(self) -> None:
        from firstcontact_site.content import signals

        signals.connect()
