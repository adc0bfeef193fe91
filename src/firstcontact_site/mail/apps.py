from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "firstcontact_site.mail"
    label = "mail"
