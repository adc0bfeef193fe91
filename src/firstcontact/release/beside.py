"""What the coalition's site lays beside the results: awards of practices, and its pages that speak of a measure.

The site writes both to its folder of the workspace, and a release takes them over when it is built, as it does the
menus. Without them the pages of a release say nothing of either: they never link to what may not exist.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from firstcontact.release.frame import read_written

AWARDS_FILE, RELATED_FILE = "awards.json", "related.json"


@dataclass(frozen=True)
class Award:
    """A recognition that people gave to a practice. `language` is set where the criteria are in another one."""

    name: str
    year: int
    criteria: str = ""
    language: str = ""


@dataclass(frozen=True)
class Related:
    """Pages of one kind about a measure. `all` leads to the rest of them, empty where these are all."""

    kind: str
    pages: Sequence[Mapping[str, str]]
    all: str = ""


@dataclass(frozen=True)
class Beside:
    """`awards` by practice; `related` by language and measure; both as the site wrote them."""

    awards: Mapping[str, Sequence[Mapping]] = field(default_factory=dict)
    related: Mapping[str, Mapping[str, Sequence[Mapping]]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.awards or self.related)

    def awards_of(self, practice: str, code: str) -> list[Award]:
        return [_award(each, code) for each in self.awards.get(practice, ())]

    def related_to(self, measure: str, code: str) -> list[Related]:
        return [Related(**each) for each in self.related.get(code, {}).get(measure, ())]

    def paths(self) -> set[str]:
        """Addresses of the site's pages that are linked."""
        found = {
            f"/{code}/{path}" for each in self.awards.values() for a in each for code, path in a["criteria"].items()
        }
        groups = [g for measures in self.related.values() for each in measures.values() for g in each]
        found |= {page["path"] for group in groups for page in group["pages"]}
        return found | {group["all"].partition("?")[0] for group in groups if group.get("all")}


def read_beside(folder: Path) -> Beside:
    return Beside(read_written(folder / AWARDS_FILE), read_written(folder / RELATED_FILE))


def _award(given: Mapping, code: str) -> Award:
    """Criteria that are not translated are linked in a language that they have."""
    paths = given["criteria"]
    own = code if code in paths else min(paths, default="")
    href = f"/{own}/{paths[own]}" if own else ""
    return Award(given["name"], given["year"], href, own if own != code else "")
