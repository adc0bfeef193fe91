from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "firstcontact_site.accounts"
    label = "accounts"
