from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "firstcontact_site.accounts"
    label = "accounts"

    def ready(self) -> None:
        from firstcontact_site.accounts import checks, private_pages, signals  # noqa: F401  registered by being read
        from firstcontact_site.accounts.editor import take_scripts_out
        from firstcontact_site.accounts.review import guard_publishing

        guard_publishing()
        take_scripts_out()
