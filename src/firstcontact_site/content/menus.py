"""Menus that editors compose. Without one, a place has the menu of `menus_default`."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin

from firstcontact.release.frame import PLACES
from firstcontact_site import words


class PageItem(blocks.StructBlock):
    """A page of the site; private or missing pages are left out where the menu is written."""

    page = blocks.PageChooserBlock()
    label = blocks.CharBlock(required=False, max_length=40, help_text="Empty: the title of the page.")

    class Meta:
        icon = "doc-empty-inverse"
        label = "Page"


class ResultsItem(blocks.StructBlock):
    label = blocks.CharBlock(max_length=40)
    path = blocks.RegexBlock(
        r"^([a-z0-9-]+/)*$", max_length=200, help_text="Address below the language, for example practice/"
    )

    class Meta:
        icon = "table"
        label = "Page of the results"


class LinkItem(blocks.StructBlock):
    label = blocks.CharBlock(max_length=40)
    address = blocks.URLBlock(help_text="An outside address that begins with https://")

    class Meta:
        icon = "link-external"
        label = "Outside link"

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned["address"].startswith("https://"):
            raise blocks.StructBlockValidationError({"address": ValidationError("It must begin with https://.")})
        return cleaned


class Group(blocks.StructBlock):
    """Entries that open below one word."""

    label = blocks.CharBlock(max_length=40)
    items = blocks.StreamBlock(
        [("page", PageItem()), ("results", ResultsItem()), ("link", LinkItem())], min_num=1, max_num=12
    )

    class Meta:
        icon = "list-ul"
        label = "Group (main menu)"


class MenuItems(blocks.StreamBlock):
    page = PageItem()
    results = ResultsItem()
    link = LinkItem()
    group = Group()


class Menu(TranslatableMixin, models.Model):
    """One list of links around every page, in one language."""

    place = models.CharField(max_length=8, choices=words.choices("menu_place", *PLACES))
    items = StreamField(MenuItems(), blank=True)

    panels = [FieldPanel("place"), FieldPanel("items")]

    class Meta(TranslatableMixin.Meta):
        constraints = [models.UniqueConstraint(fields=["place", "locale"], name="menu_once")]

    def __str__(self) -> str:
        return f"{self.get_place_display()} ({self.locale.language_code})"

    def clean(self) -> None:
        super().clean()
        if self.place != "main" and any(item.block_type == "group" for item in self.items):
            raise ValidationError({"items": "Only the main menu has groups."})
