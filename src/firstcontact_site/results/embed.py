"""Results of a release on pages of the site: read from its files, at request, never computed again."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest

from firstcontact.release import embed
from firstcontact.release.embed import Result
from firstcontact.release.reader import Release
from firstcontact_site import words
from firstcontact_site.config.frame import reader, release_of


@dataclass(frozen=True)
class Embedded:
    """A result and how it stands to the live release. `newer` is the live id when it is not the one shown."""

    result: Result
    fixed: bool
    newer: str = ""

    @property
    def path(self) -> str:
        return self.result.permalink if self.fixed and self.result.permalink else self.result.path


def result(
    request: HttpRequest | None, measure: str, group_kind: str, group_id: str, language: str, release_id: str = ""
) -> Embedded | None:
    """One measure of one group, of the live release or of a fixed one. None when that release is not here."""
    live = live_release(request)
    release = reader().release(release_id) if release_id else live
    if release is None:
        return None
    found = _result(release.root, language, measure, group_kind, group_id)
    return Embedded(found, bool(release_id), newer(release, live))


def finding(request: HttpRequest | None, finding_id: str, language: str, release_id: str = "") -> dict | None:
    """A finding of the home page by its id, None when it does not hold in that release."""
    live = live_release(request)
    release = reader().release(release_id) if release_id else live
    home = home_of(release, language) if release else None
    entry = next((f for f in home["findings"] if f["id"] == finding_id), None) if home else None
    if entry is None:
        return None
    path = f"release/{release.id}/{entry['path']}" if release_id else entry["path"]
    return {**entry, "path": path, "newer": newer(release, live)}


def newer(release: Release, live: Release | None) -> str:
    return live.id if live and live.id != release.id else ""


def live_release(request: HttpRequest | None) -> Release | None:
    return release_of(request) if request is not None else reader().current()


def home_of(release: Release, language: str) -> dict | None:
    return _home(release.root, language)


def measure_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Measures of the live release by domain, in the editor's language; empty before the first release."""
    release = reader().current()
    return _measures(release.root, words.language().code) if release else []


def finding_choices() -> list[tuple[str, str]]:
    release = reader().current()
    home = home_of(release, words.language().code) if release else None
    return [(f["id"], f["text"]) for f in home["findings"]] if home else []


def release_choices() -> list[tuple[str, str]]:
    """Sealed releases, newest first."""
    found = sorted((p.parent.name for p in reader().releases.glob("*-r*/manifest.json")), key=_order, reverse=True)
    return [(name, name) for name in found if reader().release(name)]


def _order(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.split("-r") if part.isdigit())


@lru_cache(512)
def _result(root: Path, language: str, measure: str, kind: str, id_: str) -> Result:
    return embed.result(Release(root), words.language(language), measure, kind, id_)


@lru_cache(12)
def _home(root: Path, language: str) -> dict | None:
    return Release(root).home(language)


@lru_cache(12)
def _measures(root: Path, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    return embed.measures(Release(root), words.language(language))
