"""When pages, menus or settings change, the files that others read are written again."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from firstcontact_site.content.told import tell_later


def connect() -> None:
    from firstcontact_site.content.awards import Award
    from firstcontact_site.content.menus import Menu
    from firstcontact_site.content.sitesettings import DonateLink, FooterSettings

    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(tell_later, dispatch_uid="content-told")
    for model in (Award, Menu, DonateLink, FooterSettings, PageViewRestriction):
        for signal in (post_save, post_delete):
            signal.connect(tell_later, sender=model, dispatch_uid=f"content-told-{model.__name__}")
    post_delete.connect(_page_gone, dispatch_uid="content-told-gone")


def _page_gone(instance, **_) -> None:
    if isinstance(instance, Page):
        tell_later()
