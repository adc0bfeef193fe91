"""The usable part of a document with the path of each page, group, item and condition, for the rules to read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

MOST_MARKS = 100
Doc = Mapping[str, Any]


@dataclass(frozen=True)
class PlacedItem:
    """order: position in the document, from 0. page, group: the documents around it."""

    id: str
    doc: Doc
    path: tuple
    order: int
    page: Doc
    group: Doc

    @property
    def type(self) -> str:
        return self.doc.get("type", "")

    @property
    def roles(self) -> list[str]:
        return self.doc.get("roles", [])


@dataclass(frozen=True)
class PlacedCondition:
    """A show_if or when. order: number of items that stand before the place where it is decided; own: link_id of the
    item that holds it, or ''."""

    key: str
    doc: Doc
    path: tuple
    order: int
    own: str

    @property
    def clauses(self) -> list[Doc]:
        return next(iter(self.doc.values()))


class Outline:
    def __init__(self, document: Doc) -> None:
        self.document = document

    def entries(self, key: str) -> list[Doc]:
        """The mappings of a top-level list, those that could be read."""
        return [e for e in self.document.get(key, []) if isinstance(e, dict)]

    @cached_property
    def items(self) -> list[PlacedItem]:
        found: list[PlacedItem] = []
        for p, page in _numbered(self.document.get("pages")):
            for g, group in _numbered(page.get("groups")):
                for i, item in _numbered(group.get("items")):
                    path = ("pages", p, "groups", g, "items", i)
                    found.append(PlacedItem(item.get("link_id", ""), item, path, len(found), page, group))
        return found

    @cached_property
    def by_id(self) -> dict[str, PlacedItem]:
        """First item of each link_id."""
        return {item.id: item for item in reversed(self.items) if item.id}

    @cached_property
    def groups(self) -> list[tuple[tuple, Doc]]:
        return [
            (("pages", p, "groups", g), group)
            for p, page in _numbered(self.document.get("pages"))
            for g, group in _numbered(page.get("groups"))
        ]

    def options(self, item: PlacedItem) -> list[Doc]:
        """Options of the item or of its scale; empty where they are not known."""
        scales = self.document.get("scales", {})
        own = item.doc.get("options")
        found = own if own is not None else scales.get(item.doc.get("scale"), {}).get("options", [])
        return [o for o in found if isinstance(o, dict) and isinstance(o.get("code"), str)]

    def scores(self, item: PlacedItem) -> list[Any]:
        """Scores of the substantive options in order, None where one has none; ends of a rating."""
        if item.type == "rating":
            return [item.doc.get("min"), item.doc.get("max")]
        return [o.get("score") for o in self.options(item) if "missing" not in o]

    def codes(self, item: PlacedItem) -> list[str]:
        """Codes of the substantive options; the numbers of a rating as text."""
        if item.type == "rating":
            ends = item.doc.get("min"), item.doc.get("max")
            return [str(n) for n in marks(*ends)]
        return [o["code"] for o in self.options(item) if "missing" not in o]

    @cached_property
    def conditions(self) -> list[PlacedCondition]:
        return [*self._shown(), *self._exits()]

    def _shown(self) -> Iterator[PlacedCondition]:
        before = 0
        for p, page in _numbered(self.document.get("pages")):
            yield from _condition("show_if", page, ("pages", p), before)
            for g, group in _numbered(page.get("groups")):
                yield from _condition("show_if", group, ("pages", p, "groups", g), before)
                for i, item in _numbered(group.get("items")):
                    path = ("pages", p, "groups", g, "items", i)
                    yield from _condition("show_if", item, path, before, item.get("link_id", ""))
                    before += 1

    def _exits(self) -> Iterator[PlacedCondition]:
        for e, entry in _numbered(self.document.get("exits")):
            pages = [p.get("page_id") for p in self.document.get("pages", []) if isinstance(p, dict)]
            allowed = pages[: pages.index(entry.get("after_page")) + 1] if entry.get("after_page") in pages else pages
            before = sum(1 for item in self.items if item.page.get("page_id") in allowed)
            yield from _condition("when", entry, ("exits", e), before)


def marks(low: Any, high: Any) -> range:
    """The numbers of a rating; none where its ends are not usable."""
    usable = isinstance(low, int) and isinstance(high, int) and 0 <= high - low <= MOST_MARKS
    return range(low, high + 1) if usable else range(0)


def _condition(key: str, doc: Doc, path: tuple, order: int, own: str = "") -> Iterator[PlacedCondition]:
    if key in doc:
        yield PlacedCondition(key, doc[key], path, order, own)


def _numbered(entries: Any) -> Iterator[tuple[int, Doc]]:
    for index, entry in enumerate(entries or []):
        if isinstance(entry, dict):
            yield index, entry
