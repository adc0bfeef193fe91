"""What a reader asked for, from the address."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

LONGEST = 100
PAGE = 20
TABS = ("results", "pages")
FILTERS = ("kind", "topic", "year")
PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Asked:
    """`cut` is true when the query was longer than it may be. Filters that do nothing are empty."""

    query: str
    cut: bool
    tab: str
    page: int
    kind: str = ""
    topic: str = ""
    year: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        given = request.GET
        query = " ".join(given.get("q", "").replace("\0", " ").split())
        tab = given.get("tab", TABS[0])
        filters = {name: given.get(name, "")[:LONGEST] for name in FILTERS}
        return cls(
            query[:LONGEST].strip(), len(query) > LONGEST, tab if tab in TABS else TABS[0], _page(given), **filters
        )

    def link(self, **changes: object) -> str:
        """Address of the same search with something changed."""
        now = replace(self, **changes)
        parts = {"q": now.query, "tab": now.tab if now.tab != TABS[0] else ""}
        parts |= {name: getattr(now, name) for name in FILTERS if now.tab == "pages"}
        parts["page"] = str(now.page) if now.page > 1 else ""
        return "?" + urlencode({name: value for name, value in parts.items() if value})


def _page(given) -> int:
    text = given.get("page", "1")
    if not PAGE_NUMBER.fullmatch(text):
        raise Http404
    return int(text)


@dataclass(frozen=True)
class Part:
    """One page of a list."""

    items: list
    number: int
    last: int
    total: int

    @classmethod
    def of(cls, items: list, number: int) -> "Part":
        """Raises Http404 past the end."""
        last = max(1, -(-len(items) // PAGE))
        if number > last:
            raise Http404
        return cls(items[(number - 1) * PAGE : number * PAGE], number, last, len(items))
