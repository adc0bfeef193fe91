from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "firstcontact_site.results"
    label = "results"
