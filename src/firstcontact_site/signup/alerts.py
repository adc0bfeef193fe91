"""Tells subscribers what is new: releases and corrections on their own, new pages some time after they went live."""

import xml.etree.ElementTree as xml
from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import Page

from firstcontact_site.accounts import audit
from firstcontact_site.config.frame import reader
from firstcontact_site.signup.batch import News, WeeklyBundle
from firstcontact_site.signup.items import item
from firstcontact_site.signup.sending import post, readers, send_all
from firstcontact_site.signup.subscription import Subscription

ATOM = "{http://www.w3.org/2005/Atom}"
TIME_TO_THINK = timedelta(minutes=30)
NEW = timedelta(days=1)
WEEKLY_DAY, WEEKLY_HOUR = 0, 7
DATA = ["data", "practice", "measure"]
POSTS = {"announcement": "announcements", "statement": "announcements", "data_fact": "data"}
# The list of each kind of page that is told of; without one, who follows a topic or a measure of the page is told.
PAGES = {
    "content.postpage": "insights",
    "content.resourcepage": "announcements",
    "content.seriespage": "insights",
    "content.publicationpage": "",
    "events.eventpage": "events",
    "events.programmepage": "announcements",
    "library.strategypage": "",
}


def notice_release() -> None:
    """The live release is news the first time that it is seen, never again: not when it returns after another."""
    release = reader().current()
    if release:
        _notice(News.Kind.RELEASE, release.id, DATA)


def notice_corrections() -> None:
    release = reader().current()
    feed = release.root / "feeds" / "corrections.atom" if release else None
    if feed is None or not feed.is_file():
        return
    for link in xml.parse(feed).getroot().iterfind(f"{ATOM}entry/{ATOM}link"):
        path = link.get("href", "").lstrip("/").partition("/")[2]
        _notice(News.Kind.CORRECTION, path, DATA)


def notice_page(page: Page) -> None:
    """A page that went live for the first time. A mistake can be taken back for half an hour: then mails leave."""
    first = page.first_published_at
    is_new = first is not None and timezone.now() - first < NEW
    concerns = concerned(page) if is_new and page.alias_of_id is None else []
    if concerns:
        _notice(News.Kind.PAGE, str(page.translation_key), concerns, TIME_TO_THINK)


def concerned(page: Page) -> list[str]:
    """The list, and topics as `topic:<slug>`, that a page belongs to, and measures that it speaks of as `measure:<id>`;
    empty for kinds of pages that nobody is told of."""
    page = page.specific
    list_ = PAGES.get(page._meta.label_lower)
    if list_ is None:
        return []
    list_ = POSTS.get(getattr(page, "kind", ""), list_) if page._meta.model_name == "postpage" else list_
    topics = page.topics.all() if hasattr(page, "topics") else []
    followed = [f"topic:{topic.slug}" for topic in topics]
    followed += [f"measure:{id_}" for id_ in getattr(page, "measures_named", ())]
    return [list_, *followed] if list_ else followed


def _notice(kind: str, reference: str, concerns: list[str], wait: timedelta = timedelta(0)) -> None:
    now = timezone.now()
    defaults = {"concerns": concerns, "made_at": now, "due_at": now + wait}
    News.objects.get_or_create(kind=kind, reference=reference[:100], defaults=defaults)


def matches(news: News, choices: list[str]) -> bool:
    """`data` and `topic:x` match the very choice; `practice` and `measure` match whichever is followed."""
    mine = {*choices, *(choice.partition(":")[0] for choice in choices)}
    return bool(mine & set(news.concerns))


def send_news() -> None:
    """What is due goes at once to those who did not choose the weekly mail."""
    for news in News.objects.filter(done_at=None, due_at__lte=timezone.now()).order_by("pk"):
        send_all(news, readers(news).filter(weekly=False), lambda reader, n=news: _tell(n, reader), _record_sent)


def _record_sent(news: News) -> None:
    audit.record("alert.sent", f"news:{news.pk}", {"about": str(news), "mails": news.mails}, actor="job:signup.alerts")


def _tell(news: News, subscription: Subscription) -> bool:
    choices = [str(choice) for choice in subscription.choices.all()]
    found = item(news, subscription.language, choices) if matches(news, choices) else None
    if found is None:
        return False
    return post(news, subscription, "signup/news", {"items": [found], "weekly": False}, _list_id(news))


def _list_id(news: News) -> str:
    """The first list that it concerns; for subscribers who follow a topic as well. No single topic has a list."""
    return news.concerns[0].partition(":")[0]


def make_weekly(now: datetime | None = None) -> WeeklyBundle | None:
    """One bundle a week, from Monday morning (UTC) on; a worker that was off makes it later in the week."""
    now = now or timezone.now()
    year, week, day = now.isocalendar()
    if (day - 1, now.hour) < (WEEKLY_DAY, WEEKLY_HOUR):
        return None
    last = WeeklyBundle.objects.order_by("-made_at").first()
    since = last.made_at if last else now - timedelta(days=7)
    defaults = {"since": since, "made_at": now}
    return WeeklyBundle.objects.get_or_create(week=f"{year}-W{week:02}", defaults=defaults)[0]


def send_weekly() -> None:
    for bundle in WeeklyBundle.objects.filter(done_at=None).order_by("pk"):
        news = list(News.objects.filter(due_at__gt=bundle.since, due_at__lte=bundle.made_at).order_by("due_at", "pk"))
        weekly = readers(bundle).filter(weekly=True)
        send_all(bundle, weekly, lambda reader, bundle=bundle, news=news: _tell_week(bundle, news, reader))


def _tell_week(bundle: WeeklyBundle, news: list[News], subscription: Subscription) -> bool:
    choices = [str(choice) for choice in subscription.choices.all()]
    mine = [n for n in news if subscription.confirmed_at <= n.made_at and matches(n, choices)]
    items = [found for n in mine if (found := item(n, subscription.language, choices))]
    if not items:
        return False
    return post(bundle, subscription, "signup/news", {"items": items, "weekly": True}, "weekly")
