"""Takes a mailing through its readers, some hundred at a time. A killed job goes on where the last group ended."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from firstcontact_site.mail import outbox
from firstcontact_site.signup.batch import Batch
from firstcontact_site.signup.links import manage_path
from firstcontact_site.signup.subscription import Subscription

GROUP = 200
AnyBatch = TypeVar("AnyBatch", bound=Batch)


def readers(batch: Batch) -> QuerySet:
    """Who was subscribed when the news came; who signs up later is not told of older news."""
    active = Subscription.objects.filter(state=Subscription.State.ACTIVE, confirmed_at__lte=batch.made_at)
    return active.prefetch_related("choices")


def send_group(
    batch: AnyBatch, to: QuerySet, write: Callable[[Subscription], bool], end: Callable[[AnyBatch], object]
) -> bool:
    """Queue the mails of the next group, and move on, in one transaction. True while readers are left.

    `write` queues at most one mail and says whether it did. Its key names mailing and subscription, so that a group
    which is taken twice leaves one mail each. `end` is called once, in the transaction that ends the mailing.
    """
    with transaction.atomic():
        held = type(batch).objects.select_for_update().get(pk=batch.pk)
        group = [] if held.done_at else list(to.filter(pk__gt=held.cursor).order_by("pk")[:GROUP])
        for subscription in group:
            held.mails += bool(write(subscription))
            held.cursor = subscription.pk
        if not group and not held.done_at:
            held.done_at = timezone.now()
            end(held)
        held.save()
    return bool(group)


def send_all(
    batch: AnyBatch,
    to: QuerySet,
    write: Callable[[Subscription], bool],
    end: Callable[[AnyBatch], object] = lambda batch: None,
) -> None:
    while send_group(batch, to, write, end):
        pass


def post(batch: Batch, subscription: Subscription, name: str, said: dict, list_id: str) -> bool:
    """One mail of a mailing to one subscriber."""
    outbox.queue(
        subscription.email,
        name,
        subscription.language,
        said,
        key=f"{batch}:{subscription.pk}",
        list_unsubscribe=manage_path(subscription),
        list_id=list_id,
    )
    return True
