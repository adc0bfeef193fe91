"""The podcast feed of a series: RSS 2.0 with the elements that players ask for."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.html import strip_tags

from firstcontact_site.mail.letters import absolute

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
NAMES = ("Education", "Government", "Health & Fitness", "News", "Science", "Society & Culture")
CATEGORIES = [(name, name) for name in NAMES]
COVER = "fill-1400x1400|format-jpeg"


class PodcastFeed(Rss201rev2Feed):
    """Names of places and categories are the directories' own, so they are not translated."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict:
        return super().rss_attributes() | {"xmlns:itunes": ITUNES, "xmlns:podcast": PODCAST}

    def add_root_elements(self, handler) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:author", self.feed["author"])
        handler.addQuickElement("itunes:summary", self.feed["description"])
        handler.addQuickElement("itunes:explicit", _yes(self.feed["explicit"]))
        handler.addQuickElement("itunes:type", "episodic")
        handler.addQuickElement("itunes:category", attrs={"text": self.feed["category"]})
        if self.feed["image"]:
            handler.addQuickElement("itunes:image", attrs={"href": self.feed["image"]})

    def add_item_elements(self, handler, item: dict) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:duration", str(item["duration"]))
        handler.addQuickElement("itunes:episode", str(item["number"]))
        handler.addQuickElement("itunes:explicit", _yes(self.feed["explicit"]))
        if self.feed["image"]:
            handler.addQuickElement("itunes:image", attrs={"href": self.feed["image"]})
        handler.addQuickElement("podcast:transcript", attrs={"url": item["transcript"], "type": "text/html"})


def _yes(value: bool) -> str:
    return "true" if value else "false"


def answer(series) -> HttpResponse:
    response = HttpResponse(feed(series), content_type=PodcastFeed.content_type)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def feed(series) -> str:
    """RSS of the episodes whose file is here: one that stands elsewhere has no length to promise."""
    made = PodcastFeed(
        title=series.title,
        link=absolute(series.url),
        description=series.summary,
        language=series.locale.language_code,
        feed_url=absolute(series.feed_url),
        feed_copyright=settings.ENVIRONMENT.workspace.config.release.licence,
        author=series.owner_role,
        explicit=series.explicit,
        category=series.category,
        image=absolute(series.cover.get_rendition(COVER).url) if series.cover else "",
    )
    for episode in series.items().exclude(media_file=None):
        _add(made, episode)
    return made.writeString("utf-8")


def _add(made: PodcastFeed, episode) -> None:
    link = absolute(episode.url)
    made.add_item(
        title=episode.title,
        link=link,
        description=strip_tags(episode.summary),
        pubdate=datetime.combine(episode.date, time(12), UTC),
        unique_id=episode.guid.urn,
        unique_id_is_permalink=False,
        enclosures=[Enclosure(absolute(episode.file_url), str(episode.bytes), episode.type)],
        duration=episode.length_seconds,
        number=episode.number,
        transcript=f"{link}#transcript",
    )
