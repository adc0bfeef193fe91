"""What an issue of the newsletter is made of."""

from wagtail import blocks
from wagtail.models import Page

from firstcontact_site.accounts.openness import open_to_all
from firstcontact_site.results.blocks import FindingBlock


class PickBlock(blocks.StructBlock):
    """A page of the site, with its own first sentence or another one."""

    page = blocks.PageChooserBlock()
    sentence = blocks.TextBlock(required=False, max_length=400, help_text="Instead of the page's own first sentence.")

    class Meta:
        icon = "doc-full"
        label = "Page"
        template = "signup/blocks/pick.html"

    def get_context(self, value, parent_context=None):
        """A page that is not open to everybody is left out."""
        pages = Page.objects.filter(pk=value["page"].pk) if value["page"] else Page.objects.none()
        return super().get_context(value, parent_context) | {"chosen": open_to_all(pages).specific().first()}


class IssueBody(blocks.StreamBlock):
    heading = blocks.CharBlock(max_length=120, icon="title", template="signup/blocks/heading.html")
    text = blocks.RichTextBlock(features=["bold", "italic", "ol", "ul", "link"], template="signup/blocks/text.html")
    page = PickBlock()
    finding = FindingBlock()
