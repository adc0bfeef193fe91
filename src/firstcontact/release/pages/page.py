"""One page, and links between pages."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Page:
    """`path` below the language folder; `section` is the key of the menu entry; `trail` the pages above."""

    path: str
    template: str
    title: str
    section: str
    context: dict = field(default_factory=dict)
    trail: tuple[tuple[str, str], ...] = ()


def relative(here: str, there: str) -> str:
    """Link from one page to another, so that the same bytes serve the live tree and the permalink tree."""
    if there.startswith(("/", "http:", "https:", "#", "mailto:")):
        return there
    up = "../" * here.count("/")
    return f"{up}{there}" or "./"
