from django.apps import AppConfig


class SignupConfig(AppConfig):
    name = "firstcontact_site.signup"
    label = "signup"
