from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "firstcontact_site.content"
    label = "content"

    def ready(self) -> None:
        from firstcontact_site.content import signals, trees  # noqa: F401  trees listens to the CMS

        signals.connect()
