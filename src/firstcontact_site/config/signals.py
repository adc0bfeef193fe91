"""When the site's pages change, the kept copies go."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move, pre_page_move

from firstcontact_site.config import pagecache


def connect() -> None:
    page_published.connect(_changed, dispatch_uid="pagecache-published")
    page_unpublished.connect(_gone, dispatch_uid="pagecache-unpublished")
    page_slug_changed.connect(_moved_slug, dispatch_uid="pagecache-slug")
    pre_page_move.connect(_leaves, dispatch_uid="pagecache-leaves")
    post_page_move.connect(_changed, dispatch_uid="pagecache-moved")
    for signal in (post_save, post_delete):
        signal.connect(_restricted, sender=PageViewRestriction, dispatch_uid="pagecache-restricted")
        signal.connect(_shared, dispatch_uid="pagecache-shared")
    post_delete.connect(_deleted, dispatch_uid="pagecache-deleted")


def _changed(**_) -> None:
    """Lists, topics and the home page show parts of a page: all of them are made anew."""
    pagecache.purge()


def _gone(instance: Page, **_) -> None:
    pagecache.forget(_addresses(instance))


def _moved_slug(instance_before: Page, **_) -> None:
    pagecache.forget(_addresses(instance_before))


def _leaves(instance: Page, **moved) -> None:
    if moved["parent_page_before"] != moved["parent_page_after"]:
        pagecache.forget(_addresses(instance))


def _deleted(instance, **_) -> None:
    if isinstance(instance, Page):
        pagecache.forget(_addresses(instance))


def _restricted(instance: PageViewRestriction, **_) -> None:
    """What stands below a private page is as private."""
    pages = instance.page.get_descendants(inclusive=True).live()
    pagecache.forget([address for page in pages for address in _addresses(page)])


def _shared(sender, **_) -> None:
    """Menus, settings and other snippets stand on many pages."""
    from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
    from wagtail.snippets.models import get_snippet_models

    if issubclass(sender, (BaseGenericSetting, BaseSiteSetting)) or sender in get_snippet_models():
        pagecache.purge()


def _addresses(page: Page) -> list[str]:
    address = page.get_url()
    return [address] if address and address.startswith("/") else []
