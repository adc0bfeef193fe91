"""Subscribers are told of releases, corrections and new pages: once each, in their language, without numbers."""

import os
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from firstcontact_site.mail.models import OutgoingMail
from firstcontact_site.signup import actions, alerts, jobs, sending
from firstcontact_site.signup.batch import News, WeeklyBundle
from firstcontact_site.signup.subscription import Subscription
from support.site_library import strategy, strategy_index

from .conftest import deliver

pytestmark = pytest.mark.django_db
MONDAY = datetime(2027, 3, 8, 7, 0, tzinfo=UTC)


def news(**more) -> News:
    facts = {"kind": News.Kind.RELEASE, "reference": "2024-r1", "concerns": alerts.DATA}
    return News.objects.create(**facts | more)


def practice_of(release) -> dict:
    from firstcontact.release.reader import Release

    return Release(release).groups("practice")[0]


def test_a_live_release_is_noticed_once(release, reader):
    reader()
    for _ in range(3):
        jobs.alert()
    assert News.objects.count() == 1
    assert len(deliver()) == 1


def test_an_older_release_that_returns_is_no_news(release, reader):
    news(reference="2024-r1", done_at=timezone.now())
    reader()
    jobs.alert()
    assert deliver() == []


@pytest.mark.parametrize(("code", "title"), [("en", "New results"), ("es", "Hay resultados"), ("pt", "Há novos")])
def test_the_mail_of_a_release_is_in_the_readers_language_with_links_that_stop_it(release, reader, code, title):
    practice = practice_of(release)
    subscription = reader(choices=["data", f"practice:{practice['group_id']}"], language=code)
    jobs.alert()
    mail = deliver()[0]
    assert mail.subject.startswith(title)
    assert mail.alternatives[0].content.startswith("<!doctype html>")
    assert practice["group_name"] in mail.body
    assert f"/{code}/newsletter/u/" in mail.extra_headers["List-Unsubscribe"]
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.extra_headers["Precedence"] == "bulk"
    assert mail.extra_headers["List-Id"] == "<data.localhost>"
    assert f"/{code}/newsletter/u/" in mail.body
    assert subscription.email == mail.to[0]


def test_the_mail_of_a_release_holds_no_number_of_its_results(release, reader):
    reader(choices=["data", f"practice:{practice_of(release)['group_id']}", "measure:gap"])
    jobs.alert()
    text = deliver()[0].body.partition("\n-- \n")[0]
    words = re.sub(r"https?://\S+", "", text)
    assert set(re.findall(r"\d[\d.,%]*", words)) <= {"2024", "1"}


def test_who_follows_a_practice_or_a_measure_is_told_and_others_are_not(release, reader):
    for n, choice in enumerate(["data", "measure:gap", "practice:P101", "events", "announcements", "topic:equity"]):
        reader(f"r{n}@example.org", [choice])
    jobs.alert()
    assert sorted(m.to[0][:2] for m in deliver()) == ["r0", "r1", "r2"]


def test_who_signs_up_after_a_release_is_not_told_of_it(release, reader):
    news()
    reader()
    alerts.send_news()
    assert deliver() == []


def test_who_has_ended_gets_nothing_even_from_the_queue(release, reader):
    subscription = reader()
    jobs.alert()
    actions.end(subscription)
    assert deliver() == []


@pytest.mark.promise("P29")
@pytest.mark.parametrize("killed_at", [0, 1, 4, 5, 9, 11])
def test_a_kill_in_the_middle_of_a_group_leaves_one_mail_for_each_reader(release, reader, monkeypatch, killed_at):
    for n in range(12):
        reader(f"r{n}@example.org")
    OutgoingMail.objects.all().delete()
    monkeypatch.setattr(sending, "GROUP", 5)
    queued, real = [], sending.outbox.queue

    def killed(*args, **more):
        if len(queued) == killed_at:
            raise KeyboardInterrupt
        queued.append(more["key"])
        real(*args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(sending.outbox, "queue", killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.alert()
    jobs.alert()
    mails = [m.to[0] for m in deliver()]
    assert sorted(mails) == sorted(Subscription.objects.values_list("email", flat=True))
    assert News.objects.get().mails == 12


def test_a_group_that_is_taken_twice_leaves_one_mail_each(release, reader):
    reader()
    first = news()
    alerts.send_news()
    News.objects.filter(pk=first.pk).update(cursor=0, done_at=None)
    alerts.send_news()
    assert len(deliver()) == 1


def test_a_correction_is_told_once(release, reader):
    feed = release / "feeds" / "corrections.atom"
    before = feed.read_text()
    entry = '<entry><id>x</id><title>Wrong</title><link href="/en/corrections/c-2025-1/"/></entry></feed>'
    changed = feed.with_suffix(".new")
    changed.write_text(before.replace("</feed>", entry))
    os.replace(changed, feed)
    try:
        news(done_at=timezone.now())
        reader()
        for _ in range(2):
            jobs.alert()
    finally:
        changed.write_text(before)
        os.replace(changed, feed)
    mails = deliver()
    assert [m.subject for m in mails] == ["We have corrected something: C-2025-1"]
    assert "/en/corrections/c-2025-1/" in mails[0].body


@pytest.fixture
def post_page(homes):
    from firstcontact_site.content.posts import PostIndex, PostPage

    index = homes["en"].add_child(instance=PostIndex(title="News", slug="news", locale=homes["en"].locale))
    page = PostPage(title="A new way", slug="a-new-way", lead="What it is.", kind="insight", live=False)
    page.locale = homes["en"].locale
    index.add_child(instance=page)
    page.save_revision().publish()
    return PostPage.objects.get()


def test_a_new_page_is_told_to_its_list_after_half_an_hour(post_page, reader):
    reader("yes@example.org", ["insights"])
    reader("no@example.org", ["announcements"])
    Subscription.objects.update(confirmed_at=timezone.now() - timedelta(days=1))
    deliver()
    alerts.send_news()
    assert deliver() == []
    News.objects.update(due_at=timezone.now())
    alerts.send_news()
    mails = deliver()
    assert [(m.to[0], m.subject) for m in mails] == [("yes@example.org", "A new way")]
    assert "/en/news/a-new-way/" in mails[0].body


def test_a_page_that_is_published_again_or_was_taken_back_is_not_told(post_page, reader):
    reader(choices=["insights"])
    Subscription.objects.update(confirmed_at=timezone.now() - timedelta(days=1))
    post_page.save_revision().publish()
    assert News.objects.count() == 1
    News.objects.update(due_at=timezone.now())
    post_page.unpublish()
    alerts.send_news()
    assert deliver() == []
    assert News.objects.get().done_at


def test_an_old_page_that_is_edited_is_no_news(post_page):
    News.objects.all().delete()
    type(post_page).objects.update(first_published_at=timezone.now() - timedelta(days=2))
    page = type(post_page).objects.get()
    page.save_revision().publish()
    assert not News.objects.exists()


def test_the_weekly_mail_holds_the_news_of_the_week_once(release, post_page, reader):
    reader("weekly@example.org", ["insights", "data"], weekly=True)
    reader("none@example.org", ["events"], weekly=True)
    Subscription.objects.update(confirmed_at=MONDAY - timedelta(days=30))
    alerts.notice_release()
    News.objects.update(made_at=MONDAY - timedelta(days=3), due_at=MONDAY - timedelta(days=3))
    alerts.send_news()
    assert deliver() == []
    for hours in (0, 1, 30):
        alerts.make_weekly(MONDAY + timedelta(hours=hours))
        alerts.send_weekly()
    mails = deliver()
    assert [m.to[0] for m in mails] == ["weekly@example.org"]
    assert mails[0].subject == "This week in Example Region"
    assert "A new way" in mails[0].body
    assert "New results are out" in mails[0].body


def test_the_next_week_holds_only_what_came_after(release, reader):
    reader(choices=["data"], weekly=True)
    Subscription.objects.update(confirmed_at=MONDAY - timedelta(days=30))
    news(made_at=MONDAY - timedelta(days=1), due_at=MONDAY - timedelta(days=1))
    for weeks in (0, 1):
        alerts.make_weekly(MONDAY + timedelta(weeks=weeks))
        alerts.send_weekly()
    assert len(deliver()) == 1


@pytest.mark.parametrize(("hours", "made"), [(-1, False), (0, True), (100, True)])
def test_the_week_begins_on_monday_morning(hours, made):
    alerts.make_weekly(MONDAY + timedelta(hours=hours))
    assert WeeklyBundle.objects.exists() is made


def test_more_readers_cost_one_more_query_each_and_not_more(release, reader, django_assert_max_num_queries):
    for n in range(10):
        reader(f"r{n}@example.org", ["data", "measure:gap"])
    jobs.alert()
    News.objects.update(done_at=None, cursor=0)
    with django_assert_max_num_queries(10 + 30):
        alerts.send_news()


@given(st.sets(st.sampled_from(["data", "events", "practice:a", "practice:b", "measure:m", "topic:x", "topic:y"])))
def test_news_of_data_reach_those_who_chose_data_or_follow_something_measured(choices):
    told = alerts.matches(News(concerns=alerts.DATA), sorted(choices))
    assert told == any(c == "data" or c.startswith(("practice:", "measure:")) for c in choices)
    topical = alerts.matches(News(concerns=["insights", "topic:x"]), sorted(choices))
    assert topical == ("topic:x" in choices)


def test_a_strategy_is_told_to_who_follows_its_topic_or_measure_and_to_no_list(homes, release, reader):
    page = strategy(strategy_index(homes["en"]), "recall", ["panel_size"])
    assert alerts.concerned(page) == ["measure:panel_size"]
    for n, choice in enumerate(["insights", "announcements", "measure:gap", "measure:panel_size"]):
        reader(f"r{n}@example.org", [choice])
    Subscription.objects.update(confirmed_at=timezone.now() - timedelta(days=1))
    deliver()
    page.save_revision().publish()
    News.objects.update(due_at=timezone.now())
    alerts.send_news()
    (mail,) = deliver()
    assert mail.to == ["r3@example.org"]
    assert mail.extra_headers["List-Id"] == "<measure.localhost>"
