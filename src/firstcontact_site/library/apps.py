from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "firstcontact_site.library"
    label = "library"
