"""The editor's own pages: no error, nothing refused by the policy, nothing asked of other sites, and usable by all."""

import pytest

from support.watched import Watched, overflow

PAGES = {
    "desk": ("editor", "/cms/"),
    "pages": ("editor", "/cms/pages/{home}/"),
    "edit a post": ("editor", "/cms/pages/{news/welcome}/edit/"),
    "edit an event": ("editor", "/cms/pages/{events/open-evening}/edit/"),
    "edit a programme": ("editor", "/cms/pages/{programs/for-professionals/course}/edit/"),
    "edit every block": ("editor", "/cms/pages/{about/every-block}/edit/"),
    "edit an issue": ("editor", "/cms/pages/{newsletter/archive/one-issue}/edit/"),
    "preview": ("editor", "/cms/pages/{about/every-block}/edit/preview/"),
    "an issue as mail": ("editor", "/cms/newsletter/{newsletter/archive/one-issue}/mail/"),
    "history": ("editor", "/cms/pages/{news/welcome}/history/"),
    "usage": ("editor", "/cms/pages/{news/welcome}/usage/"),
    "new page": ("editor", "/cms/pages/{about}/add_subpage/"),
    "search": ("editor", "/cms/pages/search/?q=care"),
    "moderation": ("editor", "/cms/reports/workflow_tasks/"),
    "ageing pages": ("editor", "/cms/reports/aging-pages/"),
    "images": ("editor", "/cms/images/"),
    "files": ("editor", "/cms/documents/"),
    "spotlights": ("editor", "/cms/snippets/content/spotlight/"),
    "new spotlight": ("editor", "/cms/snippets/content/spotlight/add/"),
    "menus": ("editor", "/cms/snippets/content/menu/"),
    "registrations": ("editor", "/cms/events/registrations/"),
    "applications": ("editor", "/cms/events/applications/"),
    "newsletter": ("publisher", "/cms/newsletter/"),
    "invite": ("administrator", "/cms/people/invite/"),
    "people": ("administrator", "/cms/people/"),
    "audit": ("administrator", "/cms/people/audit/"),
}


def address(path: str, site) -> str:
    """`{news/welcome}` stands for the number of that page."""
    before, brace, rest = path.partition("{")
    if not brace:
        return path
    name, _, after = rest.partition("}")
    return f"{before}{site.hand('page_id', '' if name == 'home' else name)}{after}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_editor_is_whole(name, windows, site):
    who, path = PAGES[name]
    watched: Watched = windows(who)
    watched.page.set_viewport_size({"width": 1280, "height": 900})
    answer = watched.page.goto(address(path, site))
    assert answer.status == 200
    watched.page.wait_for_load_state("networkidle")
    found = [*watched.axe(), *overflow(watched.page), *watched.troubles()]
    assert not found, "\n".join(found)
