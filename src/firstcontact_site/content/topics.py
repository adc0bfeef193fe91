"""Topics: the questions around which posts, resources, strategies, events and publications are gathered."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from firstcontact_site.content.blocks import BodyField
from firstcontact_site.content.lists import ListPage
from firstcontact_site.content.pictures import HasPicture, with_pictures
from firstcontact_site.content.spotlights import shown

SHOWN = 4
ALWAYS = "strengthening-primary-care"


class HasTopics(models.Model):
    """Mixin of page types that carry topics. With `topic_words` they stand on the topic's page, in `topic_order`,
    under the words `<topic_words>_on_topic`; `topic_list` is the page type of the list that holds them all."""

    topics = ParentalManyToManyField("content.TopicPage", blank=True, related_name="+")

    topic_words = ""
    topic_order = 100
    topic_list = ""

    class Meta:
        abstract = True

    @classmethod
    def for_topic(cls, topic: "TopicPage", locale_id: int) -> QuerySet:
        """Newest first. Topics are compared across languages: a translation may keep the topics of its source."""
        found = cls.objects.visible(locale_id).filter(topics__translation_key=topic.translation_key)
        return found.order_by("-first_published_at", "title", "id").distinct()

    def topics_here(self) -> list["TopicPage"]:
        """The page's topics in its own language, where they are translated."""
        keys = [topic.translation_key for topic in self.topics.all()]
        if not keys:
            return []
        return list(TopicPage.objects.visible(self.locale_id).filter(translation_key__in=keys).order_by("order"))


@dataclass(frozen=True)
class Section:
    """Pages of one type on a topic's page, and the list with the rest."""

    words: str
    items: list
    more: str


def carriers() -> list[type[HasTopics]]:
    """Page types that stand on a topic's page, in their order."""
    found = [m for m in apps.get_models() if issubclass(m, HasTopics) and m.topic_words]
    return sorted(found, key=lambda model: (model.topic_order, model.__name__))


class TopicIndex(ListPage):
    """All topics, in the order that the editors chose."""

    section = "nav_topics"
    noun = "topic"
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.TopicPage"]
    has_feed = False

    class Meta:
        verbose_name = "list of topics"

    def items(self, request: HttpRequest | None = None) -> QuerySet:
        return with_pictures(TopicPage.objects.visible(self.locale_id).child_of(self)).order_by("order", "title", "id")


class TopicPage(HasPicture, ListPage):
    """One topic. Its posts are the list of this page; other kinds of pages stand below with their newest."""

    section = "nav_topics"
    noun = "post"
    parent_page_types = ["content.TopicIndex"]
    subpage_types = []

    body = BodyField()
    order = models.PositiveSmallIntegerField(default=100, help_text="Small numbers come first in lists of topics.")
    related = ParentalManyToManyField("self", blank=True, symmetrical=False, verbose_name="related topics")

    content_panels = [
        *ListPage.content_panels,
        FieldPanel("body"),
        HasPicture.panel,
        MultiFieldPanel([FieldPanel("related"), FieldPanel("order")], heading="Among the other topics"),
    ]
    search_fields = [*ListPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "topic"

    def items(self, request: HttpRequest | None = None) -> QuerySet:
        """Posts on this topic."""
        return apps.get_model("content", "PostPage").for_topic(self, self.locale_id)

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        return "content/topic.html"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        found = super().get_context(request, *args, **kwargs)
        spots = shown(self.locale_id, self)
        return found | {"sections": self.sections(request), "others": self.others(), "spotlights": spots}

    def sections(self, request: HttpRequest) -> list[Section]:
        """The newest pages of every other kind that has some."""
        found = []
        for model in carriers():
            if model.__name__ == "PostPage":
                continue
            items = list(model.for_topic(self, self.locale_id)[: SHOWN + 1])
            if items:
                more = self._list_address(model, request) if len(items) > SHOWN else ""
                found.append(Section(model.topic_words, items[:SHOWN], more))
        return found

    def _list_address(self, model: type[HasTopics], request: HttpRequest) -> str:
        place = model.topic_list and apps.get_model(model.topic_list).objects.visible(self.locale_id).first()
        return f"{place.get_url(request)}?topic={self.slug}" if place else ""

    def others(self) -> list["TopicPage"]:
        """Related topics first, then the rest."""
        related = set(self.related.values_list("translation_key", flat=True))
        rest = TopicPage.objects.visible(self.locale_id).exclude(pk=self.pk).order_by("order", "title")
        return sorted(rest, key=lambda topic: topic.translation_key not in related)
