"""A table: with a caption and a header row, or it is not accepted."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from wagtail.contrib.table_block.blocks import TableBlock as GridBlock
from wagtail.contrib.table_block.blocks import TableInput

WANTS_HEADER = "Choose the first row (or first row and column) as header, and fill every cell of the first row."
WANTS_CAPTION = "Give the table a caption: it tells what the table is about."


class KeyboardTable(TableInput):
    """The grid for people without a mouse, too."""

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["content/table.js"])


class TableBlock(GridBlock):
    @cached_property
    def field(self) -> forms.Field:
        return forms.CharField(widget=KeyboardTable(table_options=self.table_options), **self.field_options)

    def get_table_options(self, table_options=None) -> dict:
        """The grid speaks English alone and complains of other languages, of a plain "en" too."""
        return super().get_table_options(table_options) | {"language": "en-US"}

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned:
            raise ValidationError("The table is empty.")
        rows = cleaned.get("data") or [[]]
        if not cleaned.get("first_row_is_table_header") or not all((cell or "").strip() for cell in rows[0]):
            raise ValidationError(WANTS_HEADER)
        if not (cleaned.get("table_caption") or "").strip():
            raise ValidationError(WANTS_CAPTION)
        return cleaned

    def render(self, value, context=None) -> str:
        return mark_safe(super().render(value, context))

    def get_translatable_segments(self, value) -> list:
        """Caption and cells one by one, for translators."""
        from wagtail_localize.segments import StringSegmentValue

        cells = [("caption", value.get("table_caption") or "")]
        for r, row in enumerate(value.get("data", [])):
            cells += [(f"{r}-{c}", cell) for c, cell in enumerate(row) if cell]
        return [StringSegmentValue(path, text) for path, text in cells if text]

    def restore_translated_segments(self, value, segments):
        for segment in segments:
            if segment.path == "caption":
                value["table_caption"] = segment.render_text()
            else:
                r, c = segment.path.split("-")
                value["data"][int(r)][int(c)] = segment.render_text()
        return value

    class Meta:
        icon = "table"
        template = "content/blocks/table.html"
