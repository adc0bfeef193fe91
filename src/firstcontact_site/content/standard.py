"""A page of text."""

from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from firstcontact_site.content.base import SitePage
from firstcontact_site.content.blocks import Body


class StandardPage(SitePage):
    body = StreamField(Body(), blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("body")]
