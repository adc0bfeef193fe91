"""The newsletter in the tree of pages: its page, the archive, the issues."""

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from firstcontact_site import words
from firstcontact_site.content.base import SitePage
from firstcontact_site.content.cards import Card
from firstcontact_site.content.lists import ListPage
from firstcontact_site.signup.blocks import IssueBody
from firstcontact_site.signup.lists import LISTS


class NewsletterPage(SitePage):
    """Holds the place /newsletter/ in the tree; the form itself is a view (newsletter_views.py)."""

    section = "nav_newsletter"
    parent_page_types = ["content.HomePage"]
    subpage_types = ["signup.NewsletterIndex"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "newsletter"

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        from firstcontact_site.signup.newsletter_views import newsletter

        return self.source(request) or newsletter(request)


class NewsletterIndex(ListPage):
    """The archive."""

    section = "nav_newsletter"
    noun = "issue"
    parent_page_types = ["signup.NewsletterPage"]
    subpage_types = ["signup.NewsletterIssue"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "newsletter archive"

    def items(self, request: HttpRequest | None = None) -> QuerySet:
        return NewsletterIssue.newest(self.locale_id).child_of(self)

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        return "signup/archive.html"


class NewsletterIssue(SitePage):
    """Written by one person, released by another. Until then it is a draft that nobody sees."""

    section = "nav_newsletter"
    two_people = True
    parent_page_types = ["signup.NewsletterIndex"]
    subpage_types = []

    body = StreamField(IssueBody(), blank=True)
    audience = models.CharField(
        max_length=20, choices=words.choices("signup_list", *LISTS), default="announcements", verbose_name="goes to"
    )
    released_at = models.DateTimeField(null=True, editable=False, db_index=True)

    content_panels = [*SitePage.content_panels, FieldPanel("audience"), FieldPanel("body")]
    search_fields = [*SitePage.search_fields, index.SearchField("body")]
    preview_modes = [("", "On the site"), ("mail", "As an e-mail"), ("text", "As an e-mail without pictures or styles")]

    class Meta:
        verbose_name = "newsletter issue"

    @classmethod
    def newest(cls, locale_id: int) -> QuerySet:
        released = cls.objects.visible(locale_id).exclude(released_at=None)
        return released.order_by("-released_at", "title", "id")

    def save(self, *args, **kwargs) -> None:
        """Publishing alone does not show it: a second person has to release it (releasing.py). Until then no search,
        sitemap or link knows it."""
        self.live = self.live and self.released_at is not None
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict) -> "NewsletterIssue":
        """When it was released belongs to the issue, not to one of its revisions; a copy was released with its
        source."""
        made = super().with_content_json(content)
        source = NewsletterIssue.objects.filter(pk=self.alias_of_id or self.pk)
        made.released_at = source.values_list("released_at", flat=True).first()
        return made

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        return "signup/issue.html"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from firstcontact_site.signup.issue_mail import preview

        return preview(self, mode_name) if mode_name else super().serve_preview(request, mode_name)

    @property
    def day(self):
        return self.released_at.date() if self.released_at else None

    def card(self) -> Card:
        return Card(self, self.title, self.lead or self.search_description, day=self.day)
