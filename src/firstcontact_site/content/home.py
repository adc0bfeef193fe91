"""The home page of a language: what the coalition is for, what is new, and the results at a glance."""

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from firstcontact_site.content.base import SitePage
from firstcontact_site.content.blocks import BodyField
from firstcontact_site.content.coming import coming
from firstcontact_site.content.pictures import with_pictures
from firstcontact_site.content.spotlights import shown
from firstcontact_site.content.topics import TopicPage
from firstcontact_site.results.home import home

POSTS = EVENTS = 3


class HomePage(SitePage):
    section = "nav_home"
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = None

    mission = models.CharField(max_length=200, blank=True, help_text="One sentence, the largest words on the page.")
    show_sign_up = models.BooleanField("box with the link to the e-mails", default=True)
    body = BodyField()

    content_panels = [
        FieldPanel("title"),
        FieldPanel("mission"),
        FieldPanel("lead"),
        InlinePanel("featured", label="Topic", heading="Featured topics", max_num=6),
        FieldPanel("show_sign_up"),
        FieldPanel("body"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("mission"), index.SearchField("body")]

    class Meta:
        verbose_name = "home page"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        posts = apps.get_model("content", "PostPage").newest(self.locale_id)
        return super().get_context(request, *args, **kwargs) | {
            "spotlights": shown(self.locale_id),
            "topics": self.topics(),
            "posts": list(posts[:POSTS]),
            "events": coming(self.locale_id, EVENTS),
            "results": home(request),
        }

    def topics(self) -> list[TopicPage]:
        """Featured topics in their order; the first ones of the list where none are featured."""
        keys = [pick.topic.translation_key for pick in self.featured.select_related("topic")]
        found = list(with_pictures(TopicPage.objects.visible(self.locale_id)).order_by("order", "title"))
        if not keys:
            return found[:4]
        by_key = {topic.translation_key: topic for topic in found}
        return [by_key[key] for key in keys if key in by_key]


class FeaturedTopic(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    topic = models.ForeignKey("content.TopicPage", models.CASCADE, related_name="+")

    panels = [FieldPanel("topic")]
