from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "firstcontact_site.events"
    label = "events"

    def ready(self) -> None:
        from firstcontact_site.events.signals import connect

        connect()
