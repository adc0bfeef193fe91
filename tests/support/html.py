"""What tests ask of a page, read with the standard library's parser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def all(self, *tags: str) -> list["Element"]:
        found = [self] if self.tag in tags else []
        for child in self.children:
            found += child.all(*tags)
        return found

    def words(self) -> str:
        return " ".join(" ".join([self.text, *(c.words() for c in self.children)]).split())

    def inside(self, tag: str) -> bool:
        return self.parent is not None and (self.parent.tag == tag or self.parent.inside(tag))


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.now = Element("document", {})
        self.problems: list[str] = []

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {k: v or "" for k, v in attrs}, self.now)
        self.now.children.append(element)
        if tag not in VOID:
            self.now = element

    def handle_startendtag(self, tag, attrs):
        self.now.children.append(Element(tag, {k: v or "" for k, v in attrs}, self.now))

    def handle_endtag(self, tag):
        if self.now.tag != tag:
            self.problems.append(f"</{tag}> closes <{self.now.tag}>")
        elif self.now.parent:
            self.now = self.now.parent

    def handle_data(self, data):
        self.now.text += data


def parse(text: str) -> Element:
    """Root of a page; an element that is not closed in order fails."""
    tree = _Tree()
    tree.feed(text)
    assert tree.problems == []
    assert tree.now is tree.root
    return tree.root
