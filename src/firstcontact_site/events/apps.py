from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "firstcontact_site.events"
    label = "events"
