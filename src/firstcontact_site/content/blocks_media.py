"""Files inside a body: downloads, video and audio. Players are the browser's own."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

CAPTIONS = "A video file needs its captions (WebVTT), or people who cannot hear are left out."
ONE_SOURCE = "Choose a file, or give the address of the video at the outside site."


class DownloadBlock(blocks.StructBlock):
    file = DocumentChooserBlock()
    title = blocks.CharBlock(required=False, max_length=150, help_text="Empty: the title of the file.")
    text = blocks.CharBlock(required=False, max_length=300)

    class Meta:
        icon = "download"
        label = "File download"
        template = "content/blocks/download.html"


class VideoBlock(blocks.StructBlock):
    """A file with captions, or a link. Nothing is fetched from outside before a person follows the link."""

    title = blocks.CharBlock(max_length=150)
    file = DocumentChooserBlock(required=False)
    captions = DocumentChooserBlock(required=False, help_text=CAPTIONS)
    link = blocks.URLBlock(required=False)
    transcript = blocks.RichTextBlock(required=False, features=["bold", "italic", "ol", "ul", "link"])

    class Meta:
        icon = "media"
        template = "content/blocks/video.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["file"]) == bool(cleaned["link"]):
            raise StructBlockValidationError(block_errors={"file": ValidationError(ONE_SOURCE)})
        if cleaned["file"] and not cleaned["captions"]:
            raise StructBlockValidationError(block_errors={"captions": ValidationError(CAPTIONS)})
        return cleaned


class AudioBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=150)
    file = DocumentChooserBlock()
    transcript = blocks.RichTextBlock(
        features=["bold", "italic", "ol", "ul", "link"], help_text="Required: what is said, in words."
    )

    class Meta:
        icon = "media"
        template = "content/blocks/audio.html"
