"""Two hundred people press the button at once, and there are ten places."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from firstcontact_site.events.actions import registrations
from firstcontact_site.events.models import EventPage, Registration

PEOPLE, PLACES, AT_ONCE = 200, 10, 20


@pytest.mark.django_db(transaction=True)
def test_two_hundred_parallel_requests_for_ten_places_give_exactly_ten(make_event):
    event = make_event(capacity=PLACES)

    def ask(number: int) -> None:
        try:
            page = EventPage.objects.get(pk=event.pk)
            registrations.register(page, name="A guest", email=f"guest-{number}@example.org", language="en")
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(ask, range(PEOPLE)))
    assert Registration.objects.filter(state="pending").count() == PLACES
    assert Registration.objects.filter(state="waitlisted").count() == PEOPLE - PLACES
    assert Registration.objects.values("email").distinct().count() == PEOPLE
