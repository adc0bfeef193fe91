"""Blocks that a body is made of."""

from wagtail import blocks


class Body(blocks.StreamBlock):
    """The closed list of what may stand in a body. There is no block of raw HTML."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["h3", "h4", "bold", "italic", "ol", "ul", "link"])
