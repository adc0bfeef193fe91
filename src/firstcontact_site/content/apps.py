from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "firstcontact_site.content"
    label = "content"
