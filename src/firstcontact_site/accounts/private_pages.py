"""A page with limits on who may see it is private in every language: its translations have the same limits, from the
same moment on, and lose them with it. Copies that are not translated yet have them too, and so are born private when
they become translations."""

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction

from firstcontact_site.accounts.request import current_request

LIMITS = ("restriction_type", "password")


@receiver(post_save, sender=PageViewRestriction, dispatch_uid="private-saved")
def spread(instance: PageViewRestriction, raw: bool = False, **_) -> None:
    if raw:
        return
    with transaction.atomic():
        for page in _others(instance.page):
            _same(instance, page)


@receiver(m2m_changed, sender=PageViewRestriction.groups.through, dispatch_uid="private-groups")
def spread_groups(instance: models.Model, action: str, **_) -> None:
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        for row in PageViewRestriction.objects.filter(page__in=_others(instance.page)):
            row.groups.set(instance.groups.all())


@receiver(post_delete, sender=PageViewRestriction, dispatch_uid="private-lifted")
def lift(instance: PageViewRestriction, origin: object = None, **_) -> None:
    """Not when the page itself is deleted: that opens nothing. Each row that goes takes the next with it."""
    lifted = isinstance(origin, PageViewRestriction) or getattr(origin, "model", None) is PageViewRestriction
    if not lifted or instance.page.view_restrictions.exists():
        return
    row = PageViewRestriction.objects.filter(page__in=_others(instance.page)).first()
    if row:
        row.delete(user=_user())


@receiver(post_save, dispatch_uid="private-born")
def born_private(instance: models.Model, created: bool, raw: bool = False, **_) -> None:
    """A new translation, however it is made."""
    if created and not raw and isinstance(instance, Page):
        row = PageViewRestriction.objects.filter(page__in=_others(instance)).first()
        if row:
            _same(row, instance)


def _others(page: Page) -> models.QuerySet:
    return Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)


def _same(source: PageViewRestriction, page: Page) -> None:
    """Saves nothing where nothing differs: that ends the going round."""
    row = PageViewRestriction.objects.filter(page=page).first() or PageViewRestriction(page=page)
    limits = {name: getattr(source, name) for name in LIMITS}
    if row.pk and all(getattr(row, name) == value for name, value in limits.items()):
        return
    for name, value in limits.items():
        setattr(row, name, value)
    row.save(user=_user())
    row.groups.set(source.groups.all())


def _user() -> object | None:
    """Who changed the one that this follows. Saved with it: each gets its own line in the audit log."""
    request = current_request()
    return request.user if request and request.user.is_authenticated else None
