"""The podcast feed, read by a reader of feeds and against the rules that players state."""

import gc
import re
from xml.etree import ElementTree

import feedparser
import pytest

from firstcontact_site.content.models import MediaIndex, SeriesPage
from firstcontact_site.seed import samples
from firstcontact_site.seed.media import cover
from support.site_library import document, episode

pytestmark = pytest.mark.django_db
SOUND = samples.sound()
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


@pytest.fixture
def series(homes):
    index = homes["en"].add_child(instance=MediaIndex(title="Media", slug="media", locale=homes["en"].locale))
    made = SeriesPage(title="Talks", slug="talks", kind="podcast", summary="About care.", owner_role="Office")
    made.locale = homes["en"].locale
    return index.add_child(instance=made)


@pytest.fixture
def first(series):
    return series.add_child(instance=episode(series, media_file=document("talk.wav", SOUND)))


def feed(client, series) -> bytes:
    answer = client.get(f"{series.url}podcast/")
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    return answer.content


def test_the_feed_holds_what_players_ask_for(client, series, first):
    parsed = feedparser.parse(feed(client, series))
    assert not parsed.bozo
    assert parsed.version == "rss20"
    assert (parsed.feed.title, parsed.feed.language, parsed.feed.author) == ("Talks", "en", "Office")
    (item,) = parsed.entries
    assert (item.id, item.guidislink) == (first.guid.urn, False)
    (enclosure,) = item.enclosures
    assert (enclosure.length, enclosure.type) == (str(len(SOUND)), "audio/wav")
    assert enclosure.href.endswith(first.file_url)
    assert (item.itunes_duration, item.itunes_episode) == ("5", "1")
    assert item.published_parsed[:3] == (2026, 1, 1)


def test_the_feed_is_well_formed_rss(client, series, first):
    """RSS 2.0: title, link and description of the channel; an enclosure with address, length and type; one guid an
    item; dates of RFC 822. Directories of podcasts: category, explicit, author, duration as whole seconds."""
    root = ElementTree.fromstring(feed(client, series))
    channel = root.find("channel")
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    assert all(channel.findtext(name) for name in ("title", "link", "description", "language"))
    assert channel.findtext(f"{ITUNES}explicit") == "false"
    assert channel.find(f"{ITUNES}category").get("text") == "Health & Fitness"
    assert channel.findtext(f"{ITUNES}author")
    for item in channel.iter("item"):
        enclosure = item.find("enclosure")
        assert enclosure.get("url").startswith("http")
        assert enclosure.get("length") == str(len(b"".join(client.get(first.file_url).streaming_content)))
        assert item.find("guid").get("isPermaLink") == "false"
        assert re.fullmatch(r"\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000", item.findtext("pubDate"))
        assert item.findtext(f"{ITUNES}duration").isdigit()


def test_the_guid_stays_when_the_episode_gets_another_address(client, series, first):
    before = feedparser.parse(feed(client, series)).entries[0].id
    first.slug, first.title = "other", "Other"
    first.save()
    assert feedparser.parse(feed(client, series)).entries[0].id == before


def test_a_recording_that_is_not_here_is_not_in_the_feed(client, series):
    series.add_child(instance=episode(series, outside_link="https://video.example.org/1"))
    assert feedparser.parse(feed(client, series)).entries == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_cover_is_a_square_picture_of_the_size_that_directories_ask_for(client, series, first):
    series.cover = cover()
    series.save()
    image = feedparser.parse(feed(client, series)).feed.image.href
    assert image.startswith("http")
    assert image.endswith(".jpg")
    assert (series.cover.width, series.cover.height) == (1400, 1400)
    gc.collect()  # Wagtail leaves a temporary file open; it must not be told to the next test
