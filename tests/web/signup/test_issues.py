"""An issue is written by one person and released by another; it goes to each reader once."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstcontact_site.accounts.audit_event import AuditEvent
from firstcontact_site.accounts.models import User
from firstcontact_site.signup import cms_views, issue_mail, jobs, releasing, sending
from firstcontact_site.signup.batch import IssueMailing
from firstcontact_site.signup.issues import NewsletterIndex, NewsletterIssue, NewsletterPage
from support.staff import person, signed_in, staff

from .conftest import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    """An editor who writes and a publisher who releases."""
    from django.contrib.auth.models import Group

    found = {}
    for role in ("editor", "publisher"):
        user = User.objects.create_user(f"{role}@example.org", "a long pass phrase", is_staff=True)
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        found[role] = user
    return SimpleNamespace(**found)


@pytest.fixture
def archive(homes):
    made = {}
    for code, home in homes.items():
        page = home.add_child(instance=NewsletterPage(title="Newsletter", slug="newsletter", locale=home.locale))
        made[code] = page.add_child(instance=NewsletterIndex(title="Archive", slug="archive", locale=home.locale))
    return made


@pytest.fixture
def issue(archive, people):
    return written(archive, people.editor, "en")


def written(archive, user, code, key=None, **more) -> NewsletterIssue:
    body = [
        {"type": "heading", "value": "What is new"},
        {"type": "text", "value": '<p>Read <a href="https://example.org/x?a=1&amp;b=2">this</a> &amp; that.</p>'},
        {"type": "page", "value": {"page": archive[code].pk, "sentence": "All of them."}},
        *more.pop("blocks", []),
    ]
    made = NewsletterIssue(title=f"Spring {code}", slug="spring", lead="Good news.", live=False, owner=user)
    made.locale, made.body = archive[code].locale, json.dumps(body)
    if key:
        made.translation_key = key
    archive[code].add_child(instance=made)
    made.save_revision(user=user)
    return made


def released(issue, user):
    releasing.release(issue, user, releasing.mark(issue))
    return NewsletterIssue.objects.get(pk=issue.pk)


def test_the_writer_cannot_release_what_she_wrote(issue, people):
    people.editor.groups.set(people.publisher.groups.all())
    with pytest.raises(releasing.NotReleasable, match="author"):
        released(issue, people.editor)
    assert not IssueMailing.objects.exists()


def test_only_a_publisher_releases(archive, issue, people):
    other = User.objects.create_user("other@example.org", "a long pass phrase")
    other.groups.set(people.editor.groups.all())
    with pytest.raises(PermissionDenied):
        released(issue, other)


def test_what_was_changed_meanwhile_is_not_released(issue, people):
    seen = releasing.mark(issue)
    issue.title = "Autumn"
    issue.save_revision(user=people.editor)
    with pytest.raises(releasing.NotReleasable, match="changed"):
        releasing.release(issue, people.publisher, seen)


def test_an_empty_issue_is_not_released(archive, people):
    empty = NewsletterIssue(title="Empty", slug="empty", live=False, owner=people.editor, locale=archive["en"].locale)
    archive["en"].add_child(instance=empty)
    empty.save_revision(user=people.editor)
    with pytest.raises(releasing.NotReleasable, match="empty"):
        released(empty, people.publisher)


def test_a_released_issue_goes_once_to_each_reader_of_its_list(issue, people, reader):
    reader("yes@example.org", ["announcements"])
    reader("no@example.org", ["data"])
    released(issue, people.publisher)
    for _ in range(2):
        jobs.send_released_issues()
    mails = deliver()
    assert [(m.to[0], m.subject) for m in mails] == [("yes@example.org", "Spring en")]
    assert mails[0].extra_headers["List-Id"] == "<announcements.localhost>"
    with pytest.raises(releasing.NotReleasable, match="released"):
        released(issue, people.publisher)


def test_readers_get_their_language_and_else_the_one_it_was_written_in(archive, issue, people, reader):
    written(archive, people.editor, "es", key=issue.translation_key)
    for code in ("en", "es", "pt"):
        reader(f"{code}@example.org", ["announcements"], code)
    released(issue, people.publisher)
    jobs.send_released_issues()
    assert {m.to[0][:2]: m.subject for m in deliver()} == {"en": "Spring en", "es": "Spring es", "pt": "Spring en"}


def test_a_kill_in_the_middle_sends_no_second_copy(issue, people, reader, monkeypatch):
    for n in range(5):
        reader(f"r{n}@example.org", ["announcements"])
    released(issue, people.publisher)
    monkeypatch.setattr(sending, "GROUP", 2)
    real, calls = sending.outbox.queue, []

    def killed(*args, **more):
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        real(*args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(sending.outbox, "queue", killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.send_released_issues()
    jobs.send_released_issues()
    assert sorted(m.to[0] for m in deliver()) == [f"r{n}@example.org" for n in range(5)]
    assert IssueMailing.objects.get().mails == 5


def test_nobody_sees_an_issue_before_its_release_and_everybody_after(client, issue, people):
    path = "/en/newsletter/archive/spring/"
    assert client.get(path).status_code == 404
    assert "Spring en" not in client.get("/en/newsletter/archive/").text
    released(issue, people.publisher)
    assert client.get(path).status_code == 200
    assert "Spring en" in client.get("/en/newsletter/archive/").text
    assert 'href="/en/newsletter/archive/"' in client.get("/en/newsletter/").text


def test_publishing_without_release_shows_nothing(client, issue):
    issue.get_latest_revision().publish()
    assert client.get("/en/newsletter/archive/spring/").status_code == 404
    assert "Spring en" not in client.get("/en/newsletter/archive/").text


@pytest.mark.parametrize("code", ["en", "es", "pt"])
def test_an_empty_archive_says_what_will_be_there(client, archive, code):
    answer = client.get(f"/{code}/newsletter/archive/")
    assert answer.status_code == 200
    assert "{" not in answer.text.partition("<main")[2].partition("</main>")[0]


def test_the_mail_has_whole_addresses_and_a_readable_text_part(issue, settings):
    made = issue_mail.letter(issue.get_latest_revision_as_object())
    assert made.subject == "Spring en"
    assert "Read this (https://example.org/x?a=1&b=2) & that." in made.text
    assert "What is new\n-----------" in made.text
    for address in re.findall(r'(?:href|src)="([^"]*)"', made.html):
        assert address.startswith(("https://", settings.WAGTAILADMIN_BASE_URL))
    assert "<img" not in made.html
    assert "style=" not in made.html


def test_a_finding_keeps_the_release_that_the_mail_spoke_of(release, archive, people):
    from firstcontact_site.results.embed import finding_choices

    choice = finding_choices()[0]
    made = written(archive, people.editor, "en", blocks=[{"type": "finding", "value": {"finding": choice[0]}}])
    page = released(made, people.publisher)
    block = next(b for b in page.body if b.block_type == "finding")
    assert block.value["release_id"] == "2024-r1"
    assert issue_mail.parts(page)[-1].text


def test_a_test_mail_goes_to_the_writer_alone_and_is_marked(issue, people, reader):
    reader(choices=["announcements"])
    releasing.send_test(issue, people.editor)
    assert [(m.to[0], m.subject) for m in deliver()] == [("editor@example.org", "[Test] Spring en")]


def test_the_preview_of_the_mail_needs_no_unsafe_style(issue):
    answer = issue_mail.preview(issue, "mail")
    assert answer._csp_update["style-src"][0].startswith("'sha256-")
    assert issue_mail.preview(issue, "text").headers["Content-Type"].startswith("text/plain")


def test_staff_see_how_many_and_never_who(reader, rf):
    reader("someone@example.org", ["data", "practice:a", "practice:b"])
    reader("other@example.org", ["data"], "pt")
    counts = dict(cms_views.list_counts())
    assert (counts["data"], counts["practice"], counts["events"]) == (2, 1, 0)
    assert cms_views.language_counts() == [("en", 1), ("pt", 1)]


@pytest.mark.parametrize("path", ["", "1/mail/", "1/test/", "1/release/"])
def test_the_editors_pages_are_closed_to_strangers(client, path):
    for method in (client.get, client.post):
        assert method(f"/cms/newsletter/{path}").status_code == 302


@pytest.mark.usefixtures("roles")
def test_an_editor_sees_figures_and_issues_but_no_address_and_cannot_release(issue, reader):
    reader("someone@example.org", ["data"])
    editor = staff("editor", email="second@example.org")
    page = editor.get("/cms/newsletter/")
    assert page.status_code == 200
    assert "someone@" not in page.text
    assert "Spring en" in page.text
    assert "/release/" not in page.text
    refused = editor.post(f"/cms/newsletter/{issue.pk}/release/", {"seen": releasing.mark(issue)})
    assert refused.status_code in (302, 403)
    assert not IssueMailing.objects.exists()


@pytest.mark.usefixtures("roles")
def test_a_publisher_releases_from_the_editors_page_with_a_fresh_second_factor(issue):
    address = f"/cms/newsletter/{issue.pk}/release/"
    publisher = person("publisher", email="second@example.org")
    old = signed_in(publisher, seconds_ago=3600)
    assert old.post(address, {"seen": releasing.mark(issue)}).status_code == 302
    assert not IssueMailing.objects.exists()
    fresh = signed_in(publisher)
    assert "/release/" in fresh.get("/cms/newsletter/").text
    fresh.post(address, {"seen": releasing.mark(issue)})
    assert IssueMailing.objects.get().released_by == f"user:{publisher.pk}"


@pytest.mark.usefixtures("roles")
def test_the_draft_is_shown_as_mail_under_a_strict_policy(issue):
    answer = staff("editor", email="second@example.org").get(f"/cms/newsletter/{issue.pk}/mail/")
    assert answer.status_code == 200
    assert f"'sha256-{issue_mail.style_digest(answer.text)}'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"].partition("style-src")[2].partition(";")[0]


def test_a_page_that_became_private_is_in_no_issue(client, issue, archive, people):
    from wagtail.models import PageViewRestriction

    path = "/en/newsletter/archive/spring/"
    picked = archive["pt"]
    issue.body = json.dumps([{"type": "page", "value": {"page": picked.pk, "sentence": "Secret words."}}])
    issue.save_revision(user=people.editor)
    released(issue, people.publisher)
    assert "Secret words." in client.get(path).text
    PageViewRestriction.objects.create(page=picked, restriction_type=PageViewRestriction.LOGIN)
    assert "Secret words." not in client.get(path).text
    assert "Secret words." not in issue_mail.letter(issue.get_latest_revision_as_object()).text


def test_an_issue_that_was_published_but_not_released_is_in_no_search_and_no_sitemap(client, issue, people):
    issue.get_latest_revision().publish()
    places = ("/en/search/?q=spring&tab=pages", "/sitemap.xml")
    for place in places:
        assert "archive/spring" not in client.get(place).text
    released(issue, people.publisher)
    for place in places:
        assert "archive/spring" in client.get(place).text


def test_a_copy_in_another_language_comes_with_the_release_and_leads_to_the_issue(client, issue, homes, people):
    spanish = homes["es"].locale
    copy = issue.copy_for_translation(spanish, copy_parents=True, alias=True)
    assert client.get(copy.url).status_code == 404
    released(issue, people.publisher)
    assert client.get(copy.url).headers["Location"] == "/en/newsletter/archive/spring/"
    assert list(NewsletterIssue.newest(spanish.pk)) == [copy]


def test_the_end_of_a_sending_is_recorded_with_it_or_comes_again(issue, people, reader, monkeypatch):
    reader("yes@example.org", ["announcements"])
    released(issue, people.publisher)

    def full(*args, **more):
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(releasing.audit, "record", full)
        with pytest.raises(OSError, match="no space"):
            jobs.send_released_issues()
    for _ in range(2):
        jobs.send_released_issues()
    assert [e.detail for e in AuditEvent.objects.filter(action="newsletter.sent")] == [{"mails": 1}]


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_release_an_issue_once(issue, people):
    seen, told = releasing.mark(issue), []

    def press() -> None:
        try:
            releasing.release(NewsletterIssue.objects.get(pk=issue.pk), people.publisher, seen)
            told.append("released now")
        except releasing.NotReleasable as reason:
            told.append(str(reason))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: press(), range(4)))
    assert sorted(told) == ["released", "released", "released", "released now"]
    assert IssueMailing.objects.count() == 1


@pytest.mark.usefixtures("roles")
def test_the_editors_page_asks_no_more_for_many_issues_than_for_one(archive, people):
    editor, counts = staff("editor", email="second@example.org"), []
    for number in range(4):
        made = NewsletterIssue(title=f"Issue {number}", slug=f"issue-{number}", live=False, owner=people.editor)
        made.locale = archive["en"].locale
        archive["en"].add_child(instance=made)
        with CaptureQueriesContext(connection) as queries:
            assert f"Issue {number}" in editor.get("/cms/newsletter/").text
        counts.append(len(queries))
    assert counts[1] == counts[-1]


def test_the_text_part_says_what_was_written():
    html = "<p>Write &amp;lt; for &lt;, &quot;so&quot;, caf&eacute;</p>"
    assert issue_mail.plain(html) == 'Write &lt; for <, "so", café'
