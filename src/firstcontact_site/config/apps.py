from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "firstcontact_site.config"
    label = "config"

    def ready(self) -> None:
        from firstcontact_site.config import jobs, signals

        jobs.discover()
        signals.connect()
