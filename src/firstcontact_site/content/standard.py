"""A page of text, with a table of contents where it is long."""

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from firstcontact_site.content.base import SitePage
from firstcontact_site.content.blocks import BodyField
from firstcontact_site.content.outline import contents


class StandardPage(SitePage):
    """Its section of the menu is that of the part of the tree in which it stands."""

    body = BodyField()
    show_contents = models.BooleanField(
        "table of contents", default=False, help_text="A list of the page's headings on top, for long pages."
    )

    content_panels = [*SitePage.content_panels, FieldPanel("show_contents"), FieldPanel("body")]
    search_fields = [*SitePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "page of text"

    @property
    def section(self) -> str:
        return "nav_about" if "/about/" in self.url_path else ""

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        below = self.get_children().live().public().filter(alias_of=None).specific()
        return super().get_context(request, *args, **kwargs) | {
            "contents": contents(self.body) if self.show_contents else [],
            "children": [page for page in below if isinstance(page, SitePage)],
        }
