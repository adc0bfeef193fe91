"""What can be signed up for: four lists, and following one practice, measure or topic."""

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models import Page

from firstcontact.release.ids import slug
from firstcontact.release.published import groups
from firstcontact.release.reader import Release
from firstcontact_site import words
from firstcontact_site.config.frame import reader

LISTS = ("announcements", "insights", "data", "events")
FOLLOWS = ("practice", "measure", "topic")
MOST_FOLLOWED = 50


@dataclass(frozen=True)
class Followed:
    """Something that exists and can be followed: its choice as text, its name and its page below the language."""

    choice: str
    label: str
    path: str


def split(choice: str) -> tuple[str, str]:
    """`practice:pr1` -> ("practice", "pr1"); `data` -> ("data", "")."""
    kind, _, target = choice.partition(":")
    return kind, target


def describe(choices: Iterable[str], code: str) -> list[Followed]:
    """Those of the choices that follow something which exists now, named in the language; order kept."""
    release = reader().current()
    found = (_described(*split(choice), code, release) for choice in list(choices)[:MOST_FOLLOWED])
    return [entry for entry in found if entry]


def _described(kind: str, target: str, code: str, release: Release | None) -> Followed | None:
    if kind == "topic":
        return _topic(target, code)
    if release is None:
        return None
    if kind == "practice":
        row = groups(release.root, "practice").get(target)
        return Followed(f"practice:{target}", row["group_name"], f"practice/{slug(target)}/") if row else None
    if kind == "measure":
        known = {m["id"]: m["title"] for m in release.measures()}
        title = words.language(code).measure(target, "title") or known.get(target, "")
        return Followed(f"measure:{target}", title, f"measure/{target}/") if target in known else None
    return None


def _topic(target: str, code: str) -> Followed | None:
    pages = Page.objects.live().public().filter(content_type__app_label="content", content_type__model="topicpage")
    page = pages.filter(slug=target, locale__language_code=code).first()
    return Followed(f"topic:{target}", page.title, f"topics/{target}/") if page else None
