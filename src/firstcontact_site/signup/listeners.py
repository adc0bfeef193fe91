"""What other rooms tell: an address is dead, or its owner complained."""

from django.dispatch import receiver

from firstcontact_site.mail.notices import address_bounced, address_complained
from firstcontact_site.signup import actions


@receiver(address_bounced, dispatch_uid="signup.bounced")
def on_bounce(sender, address_hash: str, **_) -> None:
    actions.bounced(address_hash)


@receiver(address_complained, dispatch_uid="signup.complained")
def on_complaint(sender, address_hash: str, **_) -> None:
    actions.complained(address_hash)
