"""Puts pages into a tree: what stands at an address already is left as it is."""

import uuid

from wagtail.models import Page

NAMES = uuid.uuid5(uuid.NAMESPACE_OID, "firstcontact starting content")


def key(name: str) -> uuid.UUID:
    """What the translations of one thing share."""
    return uuid.uuid5(NAMES, name)


class Planter:
    """Pages of one language. `made` counts those that were missing."""

    def __init__(self, home: Page) -> None:
        self.home, self.code = home, home.locale.language_code
        self.made = 0

    def page(
        self, parent: Page, model: type[Page], slug: str, many: dict | None = None, draft: bool = False, **fields
    ) -> Page:
        """The page below `parent`, made when nothing has its slug. `many`: relations that are set on a new page."""
        there = parent.get_children().filter(slug=slug).first()
        if there:
            return there.specific
        path = f"{self._path(parent)}{slug}/"
        page = model(slug=slug, locale=self.home.locale, translation_key=key(path), **fields)
        for name, values in (many or {}).items():
            setattr(page, name, values)
        page.live = False
        parent.add_child(instance=page)
        revision = page.save_revision(log_action=False)
        if not draft:
            revision.publish(log_action=False)
        self.made += 1
        page.refresh_from_db()
        return page

    def at(self, path: str) -> Page | None:
        """The live page at a path below the home page."""
        found = Page.objects.live().filter(url_path=f"{self.home.url_path}{path.strip('/')}/").first()
        return found.specific if found else None

    def _path(self, page: Page) -> str:
        return page.url_path.removeprefix(self.home.url_path)
