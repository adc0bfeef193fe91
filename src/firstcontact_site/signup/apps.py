from django.apps import AppConfig


class SignupConfig(AppConfig):
    name = "firstcontact_site.signup"
    label = "signup"

    def ready(self) -> None:
        from firstcontact_site.signup import listeners  # noqa: F401  hears of bounces, complaints and new pages
