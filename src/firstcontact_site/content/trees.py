"""The trees of all languages have the same pages: what is not translated stands there as a copy of its source, which
lists link "in English" and menus leave out."""

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization, TranslationLog
from wagtail_localize.synctree import PageIndex


def set_up() -> None:
    """Every other language follows the first one."""
    first = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    for locale in Locale.objects.filter(language_code__in=settings.SITE_LANGUAGES).exclude(pk=first.pk):
        LocaleSynchronization.objects.get_or_create(locale=locale, defaults={"sync_from": first})


def sync() -> None:
    """What was made without the editor, or before a language was added, gets its copies too."""
    index = PageIndex.from_database().sort_by_tree_position()
    for each in LocaleSynchronization.objects.select_related("locale", "sync_from"):
        each.sync_trees(page_index=index)


@receiver(post_save, sender=TranslationLog, dispatch_uid="content.begun")
def begun_is_a_draft(sender, instance: TranslationLog, created: bool, **_) -> None:
    """A copy that has become a translation was live with the words of its source: nobody reads those as Spanish. When
    the translation itself goes live, it does so after this."""
    page = instance.revision.content_object if created and instance.revision else None
    if isinstance(page, Page) and page.live and not page.revisions.filter(pk=page.live_revision_id).exists():
        Page.objects.filter(pk=page.pk).update(live=False)
