"""What an issue of the newsletter is made of."""

from wagtail import blocks

from firstcontact_site.results.blocks import FindingBlock


class PickBlock(blocks.StructBlock):
    """A page of the site, with its own first sentence or another one."""

    page = blocks.PageChooserBlock()
    sentence = blocks.TextBlock(required=False, max_length=400, help_text="Instead of the page's own first sentence.")

    class Meta:
        icon = "doc-full"
        label = "Page"
        template = "signup/blocks/pick.html"


class IssueBody(blocks.StreamBlock):
    heading = blocks.CharBlock(max_length=120, icon="title", template="signup/blocks/heading.html")
    text = blocks.RichTextBlock(features=["bold", "italic", "ol", "ul", "link"], template="signup/blocks/text.html")
    page = PickBlock()
    finding = FindingBlock()
