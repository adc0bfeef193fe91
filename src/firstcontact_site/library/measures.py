"""Measures of the live release, as names with addresses."""

from dataclasses import dataclass

from firstcontact.release.reader import Release
from firstcontact_site import words


@dataclass(frozen=True)
class Named:
    """`href` is empty when the live release has no such measure."""

    id: str
    title: str
    href: str


def known(release: Release) -> dict[str, str]:
    """Title of each measure of a release, by id."""
    return {row["id"]: row["title"] for row in release.measures()}


def linked(ids: list[str], code: str, release: Release | None) -> list[Named]:
    """The measures in the order given, in the language `code`."""
    titles = known(release) if release else {}
    language = words.language(code)
    return [
        Named(i, language.measure(i, "title") or titles.get(i, i), f"/{code}/measure/{i}/" if i in titles else "")
        for i in ids
    ]
