"""What other rooms tell: an address is dead, its owner complained, a page went live."""

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from firstcontact_site.mail.notices import address_bounced, address_complained
from firstcontact_site.signup import actions, alerts


@receiver(address_bounced, dispatch_uid="signup.bounced")
def on_bounce(sender, address_hash: str, **_) -> None:
    actions.bounced(address_hash)


@receiver(address_complained, dispatch_uid="signup.complained")
def on_complaint(sender, address_hash: str, **_) -> None:
    actions.complained(address_hash)


@receiver(page_published, dispatch_uid="signup.page")
def on_page(sender, instance: Page, **_) -> None:
    alerts.notice_page(instance)
