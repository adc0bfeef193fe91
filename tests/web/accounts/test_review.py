"""What goes live, by whom: every way to publish ends at the same rule, and no role goes around it."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState
from wagtail.test.utils.form_data import querydict_from_html

from firstcontact_site.accounts import review
from firstcontact_site.accounts.audit_event import AuditEvent
from firstcontact_site.accounts.jobs import publish_scheduled
from firstcontact_site.accounts.models import PrivacyCheck
from firstcontact_site.accounts.review import PublishRefused
from firstcontact_site.content.models import PostIndex, PostPage
from support.staff import person, signed_in, staff

pytestmark = pytest.mark.django_db
TEXT = [("text", "<p>Words.</p>")]
RESULT = [("result", {"measure": "gap", "group_kind": "region", "group_id": ""})]


@pytest.fixture
def news(roles):
    home = roles["en"]
    return home.add_child(instance=PostIndex(title="News", slug="news-for-tests", locale=home.locale))


def draft(news, writer, kind="announcement", body=TEXT):
    page = news.add_child(instance=PostPage(title="A post", kind=kind, body=body, live=False, owner=writer))
    page.save_revision(user=writer, log_action=True)
    return page


def publish(page, user):
    page.get_latest_revision().publish(user=user)
    page.refresh_from_db()
    return page.live


@pytest.mark.parametrize("role", ["author", "translator", "administrator", "auditor"])
def test_roles_that_do_not_publish(news, role):
    page = draft(news, person("author", email="w@example.org"))
    with pytest.raises(PublishRefused, match="may not put pages live"):
        publish(page, person(role))


@pytest.mark.parametrize("role", ["editor", "moderator", "publisher"])
def test_roles_that_publish_a_plain_page_even_their_own(news, role):
    user = person(role)
    assert publish(draft(news, user), user)


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_numbers_go_live_by_publishers_only(news, role):
    page = draft(news, person("author"), body=RESULT)
    with pytest.raises(PublishRefused, match="only a publisher"):
        publish(page, person(role))
    assert publish(page, person("publisher"))


@pytest.mark.promise("P04")
@pytest.mark.parametrize(("kind", "body"), [("statement", TEXT), ("announcement", RESULT)])
def test_who_wrote_does_not_approve(news, kind, body):
    writer = person("author", "editor", "moderator", "publisher")
    page = draft(news, writer, kind, body)
    with pytest.raises(PublishRefused, match="Another person"):
        publish(page, writer)
    assert publish(page, person("publisher"))


def test_an_editor_is_not_the_second_person_of_a_statement(news):
    page = draft(news, person("author"), "statement")
    with pytest.raises(PublishRefused, match="second person"):
        publish(page, person("editor"))
    assert publish(page, person("moderator"))


def test_a_superuser_goes_around_nothing(news):
    page = draft(news, person("author"), "statement")
    root = person(email="root@example.org", is_superuser=True)
    with pytest.raises(PublishRefused):
        publish(page, root)


def test_saving_without_a_change_does_not_hide_who_wrote(news):
    writer, other = person("publisher"), person("author")
    page = draft(news, writer, "statement")
    page.save_revision(user=other)
    with pytest.raises(PublishRefused):
        publish(page, writer)


def test_an_approver_who_corrects_a_word_has_written(news):
    page = draft(news, person("author"), "statement")
    publisher = person("publisher")
    page.title = "A post, corrected"
    page.save_revision(user=publisher)
    with pytest.raises(PublishRefused, match="Another person"):
        publish(page, publisher)


def test_what_was_live_before_does_not_count_as_written_now(news):
    first, second = person("publisher"), person("moderator")
    page = draft(news, first, "statement")
    assert publish(page, second)
    page.title = "Second version"
    page.save_revision(user=second)
    assert publish(page, first)


def test_the_button_of_the_editor_keeps_the_draft_and_tells_why(news):
    writer = person("publisher", "moderator", "editor")
    page = draft(news, writer, "statement")
    client, address = signed_in(writer), reverse("wagtailadmin_pages:edit", args=[page.pk])
    given = querydict_from_html(client.get(address).text, form_id="page-edit-form")
    given = given.dict() | {"title": "New words", "body-count": "0", "action-publish": "1"}
    answer = client.post(address, given)
    assert answer.status_code == 302
    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().title == "New words"
    refused = AuditEvent.objects.get(action="page.publish_refused")
    assert refused.detail == {"reason": "account_refused_same_person"}


def test_the_list_s_publish_button_is_bound_too(news):
    writer = person("publisher")
    page = draft(news, writer, "statement")
    client = signed_in(writer)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}&next=/cms/"
    client.post(url)
    page.refresh_from_db()
    assert not page.live
    assert AuditEvent.objects.filter(action="page.publish_refused", object=f"page:{page.pk}").exists()


def test_a_live_copy_is_refused(news):
    publisher = person("editor", "publisher")
    page = draft(news, person("author"))
    assert publish(page, publisher)
    given = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": news.pk, "publish_copies": "1"}
    signed_in(publisher).post(reverse("wagtailadmin_pages:copy", args=[page.pk]), given)
    assert not Page.objects.filter(slug="copy").exists()


def submit(page, writer):
    workflow = page.get_workflow()
    assert workflow is not None
    return workflow.start(page, writer)


def act(page, user, action="approve"):
    state = page.current_workflow_task_state
    state.specific.task.specific.on_action(state, user, action)
    return PostPage.objects.get(pk=page.pk)


def test_the_workflow_ends_live_by_a_second_person(news):
    writer = person("author")
    page = draft(news, writer, "statement")
    submit(page, writer)
    page = act(page, person("moderator"))
    assert page.live
    assert {"workflow.submitted", "workflow.approved", "page.published"} <= set(
        AuditEvent.objects.values_list("action", flat=True)
    )


def test_the_writer_is_offered_no_approval(news):
    writer = person("author", "moderator")
    page = draft(news, writer, "statement")
    submit(page, writer)
    task = page.current_workflow_task
    assert [a[0] for a in task.get_actions(page, writer)] == ["reject"]
    with pytest.raises(PublishRefused):
        act(page, writer)
    assert "approve" in [a[0] for a in task.get_actions(page, person("moderator"))]


def test_a_marked_page_waits_for_the_legal_and_privacy_check(news):
    writer, moderator, publisher = person("author"), person("moderator"), person("publisher")
    page = draft(news, writer)
    PrivacyCheck.objects.create(page=page, flagged_by=moderator)
    with pytest.raises(PublishRefused, match="legal and privacy check"):
        publish(page, publisher)
    submit(page, writer)
    page = act(page, moderator)
    assert not page.live
    assert page.current_workflow_task.name == "Legal and privacy check"
    assert act(page, publisher).live


def test_the_mark_that_was_sent_twice_is_set_once_and_stays(news):
    page = draft(news, person("author"))
    editor, address = staff("editor"), f"/cms/people/pages/{page.pk}/privacy-check/"
    assert 'name="turn" value="on"' in editor.get(address).text
    for _ in range(2):
        assert editor.post(address, {"turn": "on"}).status_code == 302
    assert PrivacyCheck.objects.filter(page=page).count() == 1
    assert 'name="turn" value="off"' in editor.get(address).text
    for _ in range(2):
        editor.post(address, {"turn": "off"})
    assert not PrivacyCheck.objects.exists()
    told = AuditEvent.objects.filter(object=f"page:{page.pk}", action__in=("page.flagged", "page.unflagged"))
    assert [event.action for event in told] == ["page.flagged", "page.unflagged"]


def test_words_changed_after_the_check_must_pass_it_again(news):
    writer, publisher = person("author"), person("publisher")
    page = draft(news, writer)
    PrivacyCheck.objects.create(
        page=page, flagged_by=publisher, passed_key=review.content_key(page.get_latest_revision())
    )
    page.title = "Other words"
    page.save_revision(user=writer)
    with pytest.raises(PublishRefused):
        publish(page, publisher)


def test_scheduled_by_a_publisher_live_by_the_job_and_ended_by_it(news, monkeypatch):
    writer, publisher = person("author"), person("publisher")
    page = draft(news, writer, body=RESULT)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.expire_at = timezone.now() + timedelta(hours=2)
    page.save_revision(user=writer)
    assert not publish(page, publisher)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=61))
    publish_scheduled()
    page.refresh_from_db()
    assert page.live
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=121))
    publish_scheduled()
    page.refresh_from_db()
    assert not page.live
    assert page.expired
    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions.count("page.published") == 1
    assert "page.unpublished" in actions
    assert "page.scheduled" in actions


def test_an_author_cannot_schedule(news):
    writer = person("author")
    page = draft(news, writer)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(user=writer)
    with pytest.raises(PublishRefused):
        publish(page, writer)


def test_every_page_can_be_reviewed(news):
    page = draft(news, person("author"))
    assert page.get_workflow().name == "Editorial review"
    assert TaskState.objects.count() == 0
    assert ContentType.objects.get_for_model(PostPage)


@pytest.mark.parametrize("switch", ["needs_two_people", "writers"])
def test_planted_fault_the_rule_is_what_refuses(news, monkeypatch, switch):
    """Without one of its two halves a writer publishes: so the tests above would fail without it."""
    monkeypatch.setattr(review, switch, lambda *a: False if switch == "needs_two_people" else set())
    writer = person("author", "publisher")
    assert publish(draft(news, writer, "statement"), writer)


def test_refusal_is_a_permission_error():
    assert issubclass(PublishRefused, PermissionDenied)
