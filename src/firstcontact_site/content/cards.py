"""A page in a list: the few facts that its card shows."""

from dataclasses import dataclass
from datetime import date

from wagtail.models import Page


@dataclass(frozen=True)
class Card:
    """`kicker` stands above the title (what it is), `note` below it (when, how much, for whom)."""

    page: Page
    title: str
    text: str = ""
    kicker: str = ""
    note: str = ""
    day: date | None = None
    picture: object | None = None
    mark: str = ""

    @property
    def target(self) -> Page:
        """The page that is read: the source, where this one stands for a missing translation."""
        return self.page.alias_of if self.page.alias_of_id else self.page

    @property
    def language(self) -> str:
        """Code of the language that the reader will find, empty when it is the list's own."""
        other = self.page.alias_of_id and self.page.alias_of.locale_id != self.page.locale_id
        return self.page.alias_of.locale.language_code if other else ""
