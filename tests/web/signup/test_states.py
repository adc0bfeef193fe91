"""A subscription moves along the arrows of the table of transitions and no others."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from firstcontact_site.accounts.audit_event import AuditEvent
from firstcontact_site.mail.addresses import address_hash
from firstcontact_site.mail.models import OutgoingMail
from firstcontact_site.mail.seal import unseal
from firstcontact_site.signup import actions
from firstcontact_site.signup.subscription import Subscription

TABLE = {
    ("pending", "active", "subscription.confirmed"),
    ("pending", "expired", "subscription.expired"),
    ("active", "unsubscribed", "subscription.ended"),
    ("active", "bounced", "subscription.bounced"),
    ("active", "complained", "subscription.complained"),
    ("unsubscribed", "pending", "subscription.asked"),
}
ADDRESS = "reader@example.org"
HASH = address_hash(ADDRESS)


def test_the_arrows_are_those_of_the_table():
    assert {(a, b, action) for (a, b), action in actions.ARROWS.items()} == TABLE


@pytest.mark.parametrize("to", list(Subscription.State))
@pytest.mark.parametrize("start", list(Subscription.State))
@pytest.mark.django_db
def test_any_other_arrow_is_refused(start, to):
    subscription = Subscription.objects.create(state=start, language="en", consent="x", address_hash=HASH)
    if (start, to) in actions.ARROWS:
        actions._move(subscription, to, "job:test")
        assert Subscription.objects.get().state == to
    else:
        with pytest.raises(KeyError):
            actions._move(subscription, to, "job:test")


class Life(RuleBasedStateMachine):
    """Everything that can happen to one address, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.links: list[str] = []
        self.expected: str | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def subscription(self) -> Subscription | None:
        return Subscription.objects.filter(address_hash=HASH).first()

    @rule(choice=st.sampled_from(["data", "events"]))
    def ask(self, choice):
        actions.ask(actions.Wish(ADDRESS, (choice,), "en"))
        letter = OutgoingMail.objects.latest("pk").letter
        self.links.append(unseal(letter)["text"].partition("/confirm/")[2].partition("/")[0])
        if self.expected in (None, "unsubscribed"):
            self.expected = "pending"

    @rule(which=st.integers(0, 5))
    def confirm(self, which):
        if not self.links:
            return
        link = self.links[which % len(self.links)]
        if actions.confirm(link):
            assert self.expected in ("pending", "active")
            self.expected = "active"
            assert actions.confirm(link) is None

    @rule()
    def end(self):
        if found := self.subscription():
            actions.end(found)
            self.expected = "unsubscribed" if self.expected == "active" else self.expected

    @rule()
    def expire(self):
        Subscription.objects.update(asked_at="2020-01-01T00:00Z")
        actions.expire_old()
        self.expected = None if self.expected == "pending" else self.expected

    @rule(what=st.sampled_from([(actions.bounced, "bounced"), (actions.complained, "complained")]))
    def told(self, what):
        act, state = what
        act(HASH)
        self.expected = state if self.expected == "active" else self.expected

    @rule()
    def erase(self):
        if found := self.subscription():
            actions.erase(found)
            self.expected = None

    @invariant()
    def the_state_is_the_one_that_the_table_gives(self):
        found = self.subscription()
        assert (found.state if found else None) == self.expected

    @invariant()
    def an_address_stands_only_where_it_is_needed(self):
        for row in Subscription.objects.all():
            assert bool(row.email) == (row.state in ("pending", "active"))
            assert row.state == "active" or not row.choices.exists()


@pytest.mark.django_db
def test_any_order_of_happenings_keeps_to_the_table():
    run_state_machine_as_test(
        Life,
        settings=settings(max_examples=25, stateful_step_count=20, suppress_health_check=list(HealthCheck)),
    )


@pytest.mark.django_db
def test_what_stopped_meanwhile_stays_stopped_and_is_recorded_once(reader):
    """Two pages of one reader are open; each holds the row as it was."""
    reader()
    first, second = Subscription.objects.get(), Subscription.objects.get()
    actions.end(first)
    actions.end(second)
    actions.change(second, ["insights"], "en", weekly=True)
    row = Subscription.objects.get()
    assert (row.state, row.weekly, row.choices.count()) == ("unsubscribed", False, 0)
    assert AuditEvent.objects.filter(action="subscription.ended").count() == 1
    actions.erase(first)
    actions.erase(second)
    assert AuditEvent.objects.filter(action="subscription.erased").count() == 1
