"""Brings a new site into being: tables, cache, static files, languages and their home pages."""

from django.conf import settings
from django.core.management import call_command

from firstcontact_site.accounts.roles import make_roles
from firstcontact_site.config.shared_assets import publish_assets
from firstcontact_site.content.told import tell


def prepare() -> None:
    """Idempotent: each step does only what is missing."""
    from firstcontact_site.content import trees

    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT, settings.STATIC_ROOT):
        folder.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    publish_assets()
    make_homes()
    trees.set_up()
    make_roles()
    tell()


def make_homes() -> None:
    """One home page a language, the first language's at the root of the site; Wagtail's welcome page goes."""
    from wagtail.models import Locale, Page, Site

    from firstcontact_site.content.models import HomePage

    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in settings.SITE_LANGUAGES]
    name = settings.WAGTAIL_SITE_NAME
    for locale in locales:
        if HomePage.objects.filter(locale=locale).exists():
            continue
        first = HomePage.objects.filter(locale=locales[0]).first()
        key = {"translation_key": first.translation_key} if first else {}
        root = Page.get_first_root_node()  # read anew: it counts its children
        root.add_child(instance=HomePage(title=name, slug=f"home-{locale.language_code}", locale=locale, **key))
    home = HomePage.objects.get(locale=locales[0])
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": name}
    )
    Page.objects.filter(depth=2, slug="home").exclude(pk__in=HomePage.objects.values("pk")).delete()
