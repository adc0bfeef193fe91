"""When pages, menus or settings change, the files that others read are written again."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move


def connect() -> None:
    from firstcontact_site.content import awards, frames
    from firstcontact_site.content.menus import Menu
    from firstcontact_site.content.sitesettings import DonateLink, FooterSettings

    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(frames.write_later, dispatch_uid="content-frame")
    for model in (Menu, DonateLink, FooterSettings):
        for signal in (post_save, post_delete):
            signal.connect(frames.write_later, sender=model, dispatch_uid=f"content-frame-{model.__name__}")
    for signal in (post_save, post_delete):
        signal.connect(awards.write_later, sender=awards.Award, dispatch_uid="content-awards")
    post_delete.connect(_page_gone, dispatch_uid="content-frame-gone")


def _page_gone(instance, **_) -> None:
    from firstcontact_site.content import frames

    if isinstance(instance, Page):
        frames.write_later()
