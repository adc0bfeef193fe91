"""'We did this': consent first, a moderator second, then the page."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from firstcontact_site.accounts.audit_event import AuditEvent
from firstcontact_site.accounts.models import User
from firstcontact_site.config.forms import guard_fields
from firstcontact_site.library import actions
from firstcontact_site.library.models import StrategyPage
from firstcontact_site.library.stories import State, Story
from support.site_library import strategy as made
from support.site_library import strategy_index
from support.staff import staff

pytestmark = pytest.mark.django_db
WORDS = "We called twenty people a week and half of them came."


@pytest.fixture
def strategy(homes):
    return made(strategy_index(homes["en"]), "recall")


@pytest.fixture
def moderator(db):
    user = User.objects.create_user("moderator@example.org", "a long enough password")
    user.groups.add(Group.objects.get_or_create(name="moderator")[0])
    return user


def sent(**fields) -> dict:
    return {"words": WORDS, "consent": "on", **guard_fields(), **fields}


def told(strategy, **fields) -> Story:
    given = {"words": WORDS, "role": "Nurse", "name": "", "may_name": False, **fields}
    return actions.tell(strategy, "en", **given)


def test_a_story_waits_for_a_moderator_and_is_not_on_the_page(client, strategy):
    answer = client.post(strategy.story_url, sent())
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{strategy.story_url}?thanks")
    assert Story.objects.get().state == State.PENDING
    assert WORDS not in client.get(strategy.url).text
    assert "will read your story" in client.get(f"{strategy.story_url}?thanks").text


def test_consent_is_stored_with_the_text_that_was_shown_and_the_time(client, strategy):
    client.post(strategy.story_url, sent(name="A practice", may_name="on"))
    story = Story.objects.get()
    assert (story.consent, story.name_consent) == (actions.CONSENT, actions.NAME_CONSENT)
    assert story.consented_at is not None


def test_without_consent_nothing_is_stored(client, strategy):
    answer = client.post(strategy.story_url, sent(consent=""))
    assert answer.status_code == 422
    assert 'href="#id_consent"' in answer.text
    assert not Story.objects.exists()


def test_a_name_needs_the_tick_beside_it(client, strategy):
    answer = client.post(strategy.story_url, sent(name="A practice"))
    assert answer.status_code == 422
    assert 'href="#id_may_name"' in answer.text
    assert told(strategy, name="A practice", may_name=False).practice_name == ""


def test_the_database_refuses_a_name_without_consent(strategy):
    story = told(strategy)
    story.practice_name = "A practice"
    with pytest.raises(IntegrityError), transaction.atomic():
        story.save()


def test_a_released_story_stands_on_every_language_of_the_strategy(client, homes, strategy, moderator):
    home = homes["es"]
    other = StrategyPage(title="Lista", slug="recall", done="<p>Hecho.</p>", locale=home.locale)
    other.translation_key = strategy.translation_key
    strategy_index(home).add_child(instance=other)
    actions.release(told(strategy, name="A practice", may_name=True), moderator)
    assert WORDS in client.get(strategy.url).text
    assert '<blockquote lang="en">' in client.get(other.url).text
    assert "A practice" in client.get(strategy.url).text


def test_a_declined_story_is_never_shown_and_keeps_its_reason(client, strategy, moderator):
    story = told(strategy)
    actions.decline(story, moderator, "About one patient.")
    assert WORDS not in client.get(strategy.url).text
    assert (story.state, story.reason, story.decided_by) == (State.DECLINED, "About one patient.", moderator)


def test_a_released_story_can_be_taken_off_and_a_declined_one_stays_declined(client, strategy, moderator):
    story = told(strategy)
    actions.release(story, moderator)
    with pytest.raises(actions.NotAllowed):
        actions.release(story, moderator)
    actions.decline(story, moderator, "The practice asked us.")
    assert WORDS not in client.get(strategy.url).text
    with pytest.raises(actions.NotAllowed):
        actions.release(story, moderator)


def test_robots_are_kept_out(client, strategy):
    for trap in ({"company_url": "x"}, guard_fields(0), {"unknown": "1"}):
        assert client.post(strategy.story_url, sent() | trap).status_code == 422
    assert not Story.objects.exists()


def test_the_sixth_story_of_an_hour_is_refused(client, strategy):
    answers = [client.post(strategy.story_url, sent()).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_markup_in_a_story_is_shown_as_text(client, strategy, moderator):
    actions.release(told(strategy, words="<script>alert(1)</script> twenty characters"), moderator)
    assert "<script>alert(1)" not in client.get(strategy.url).text


def test_the_page_of_a_strategy_carries_no_cookie_and_its_form_is_never_kept(client, strategy):
    assert not client.get(strategy.url).cookies
    assert client.get(strategy.story_url).headers["Cache-Control"] == "no-store"


def test_every_step_is_in_the_audit_log(strategy, moderator):
    actions.decline(told(strategy), moderator, "No.")
    said = list(AuditEvent.objects.order_by("seq").values_list("action", "actor"))
    assert said[-2:] == [("story.offered", "anonymous"), ("story.declined", f"user:{moderator.pk}")]


def test_the_moderators_list_asks_no_more_for_many_stories_than_for_one(strategy, roles):
    browser, counts = staff("moderator"), []
    for _ in range(4):
        told(strategy)
        with CaptureQueriesContext(connection) as queries:
            assert "Recall" in browser.get("/cms/stories/").text
        counts.append(len(queries))
    assert counts[1] == counts[-1]
