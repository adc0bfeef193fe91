"""Headings of a body: their order, their anchors and the table of contents."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.text import slugify
from wagtail.blocks.stream_block import StreamBlockValidationError

HEADING = re.compile(r"<h([2-4])\b[^>]*>(.*?)</h\1>", re.DOTALL)
SKIPPED = "A heading of level {level} follows one of level {before}: a level in between is missing."


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    anchor: str


def _levels(block) -> Iterable[int]:
    if block.block_type == "heading":
        yield 2
    elif block.block_type == "text":
        yield from (int(level) for level, _ in HEADING.findall(block.value.source))
    elif block.block_type in ("posts", "events", "people", "form"):
        yield 2


def check_order(body) -> None:
    """Raises a validation error at the block that skips a level."""
    before = 1
    for at, block in enumerate(body):
        for level in _levels(block):
            if level > before + 1:
                error = ValidationError(SKIPPED.format(level=level, before=before))
                raise StreamBlockValidationError(block_errors={at: error})
            before = level


def anchor(text: str) -> str:
    """The part of an address after `#`, from a heading's words."""
    return f"h-{slugify(strip_tags(text))[:60]}"


def with_anchors(html: str) -> str:
    """Rich text whose headings of level two can be linked to."""
    return HEADING.sub(
        lambda m: m.group(0) if m.group(1) != "2" else f'<h2 id="{anchor(m.group(2))}">{m.group(2)}</h2>', html
    )


def contents(body) -> list[Heading]:
    """Headings of level two, in their order."""
    found = []
    for block in body:
        if block.block_type == "heading":
            found.append(Heading(2, block.value, anchor(block.value)))
        elif block.block_type == "text":
            texts = [strip_tags(text) for level, text in HEADING.findall(block.value.source) if level == "2"]
            found += [Heading(2, text, anchor(text)) for text in texts]
    return found
