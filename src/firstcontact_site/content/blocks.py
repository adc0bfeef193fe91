"""What a body is made of: a closed list. There is no block of raw HTML."""

from django.utils import translation
from django.utils.safestring import mark_safe
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from firstcontact_site.content.blocks_lists import EventListBlock, PeopleListBlock, PostListBlock
from firstcontact_site.content.blocks_media import AudioBlock, DownloadBlock, VideoBlock
from firstcontact_site.content.blocks_table import TableBlock
from firstcontact_site.content.outline import anchor, check_order, with_anchors
from firstcontact_site.results.blocks import FindingBlock, ResultBlock

RICH_TEXT = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level; it stands in the table of contents."""

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"anchor": anchor(value)}

    class Meta:
        icon = "title"
        template = "content/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"html": mark_safe(with_anchors(str(value)))}

    class Meta:
        icon = "pilcrow"
        template = "content/blocks/text.html"


class PictureBlock(blocks.StructBlock):
    picture = ImageBlock()
    caption = blocks.CharBlock(required=False, max_length=300)

    class Meta:
        icon = "image"
        template = "content/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(max_length=800)
    source = blocks.CharBlock(max_length=200, help_text="Who said or wrote it, and where.")
    link = blocks.URLBlock(required=False, help_text="Address of the source, if it has one.")

    class Meta:
        icon = "openquote"
        template = "content/blocks/quote.html"


class CalloutBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "ol", "ul", "link"])
    kind = blocks.ChoiceBlock([("note", "Note"), ("caution", "Caution")], default="note")

    class Meta:
        icon = "warning"
        label = "Call-out"
        template = "content/blocks/callout.html"


class FormBlock(blocks.StructBlock):
    """Leads to a page with a form: a form itself would need a cookie, and this page could not be kept as a file."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.TextBlock(required=False, max_length=400)
    page = blocks.PageChooserBlock(page_type="content.FormPage")
    button = blocks.CharBlock(max_length=60, default="Open the form")

    class Meta:
        icon = "form"
        template = "content/blocks/form.html"

    def get_context(self, value, parent_context=None):
        """The form in the language of the page, else in one that it is live in; nothing is shown without one."""
        own = translation.get_language()
        pages = value["page"].get_translations(inclusive=True) if value["page"] else Page.objects.none()
        live = pages.live().public().filter(alias_of=None).select_related("locale").order_by("pk")
        found = sorted(live, key=lambda page: page.locale.language_code != own)
        target = found[0] if found else None
        other = target.locale.language_code if target and target.locale.language_code != own else ""
        return super().get_context(value, parent_context) | {"target": target, "language": other}


class Body(blocks.StreamBlock):
    heading = HeadingBlock(max_length=120, group="Text")
    text = TextBlock(features=RICH_TEXT, group="Text")
    quote = QuoteBlock(group="Text")
    callout = CalloutBlock(group="Text")
    table = TableBlock(group="Text")
    picture = PictureBlock(group="Files")
    download = DownloadBlock(group="Files")
    video = VideoBlock(group="Files")
    audio = AudioBlock(group="Files")
    result = ResultBlock(group="Results")
    finding = FindingBlock(group="Results")
    posts = PostListBlock(group="Lists")
    events = EventListBlock(group="Lists")
    people = PeopleListBlock(group="Lists")
    form = FormBlock(group="Lists")

    def clean(self, value, *args, **kwargs):
        """Headings go down one level at a time, so that they can be read as an outline."""
        cleaned = super().clean(value, *args, **kwargs)
        check_order(cleaned)
        return cleaned


class BodyField(StreamField):
    """The body of a page. Its blocks stand in the code alone: a changed block changes no column, and needs no
    migration of every page type."""

    def __init__(self, **kwargs) -> None:
        super().__init__(Body, **{"blank": True, **kwargs})

    def deconstruct(self) -> tuple:
        name, path, _, kwargs = super().deconstruct()
        return name, path, [], {key: value for key, value in kwargs.items() if key != "block_lookup"}
