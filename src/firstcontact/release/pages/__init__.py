"""Every public page of a release in one language, as (path, template, context)."""

from collections.abc import Iterator

from firstcontact.release.pages import equity, groups, home, lists, measures, words
from firstcontact.release.pages.page import Page
from firstcontact.release.view import View


def all_pages(view: View) -> Iterator[Page]:
    """Pages in a fixed order; a page's path ends with a slash and is below the language folder."""
    for family in (home, measures, equity, groups, lists, words):
        yield from family.pages(view)
