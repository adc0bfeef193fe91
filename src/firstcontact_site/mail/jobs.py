"""Work of the mail room that repeats."""

from datetime import timedelta

from django.utils import timezone

from firstcontact_site.config.jobs import DAY, periodic
from firstcontact_site.mail.models import Notice, OutgoingMail
from firstcontact_site.mail.notices import WINDOW
from firstcontact_site.mail.outbox import State, deliver_due, give_up_interrupted

KEEP_DELIVERED = timedelta(days=180)


@periodic(minutes=1)
def deliver_mail() -> None:
    give_up_interrupted()
    deliver_due()


@periodic(minutes=DAY)
def forget_mail() -> None:
    """Traces of old mails and notices go; keys stay long enough that nothing is sent twice."""
    now = timezone.now()
    ended = OutgoingMail.objects.exclude(state__in=(State.WAITING, State.SENDING))
    ended.filter(made_at__lt=now - KEEP_DELIVERED).delete()
    Notice.objects.filter(at__lt=now - WINDOW).delete()
