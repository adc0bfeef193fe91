"""The index of the live release: made at the first search, kept in the process, made anew when the release changes."""

from functools import lru_cache
from pathlib import Path
from threading import Lock

from firstcontact.release.reader import Release
from firstcontact_site.results.search.index import Hit, Index

KEPT = 6
_LOCK = Lock()


def find(release: Release, language: str, query: str) -> list[Hit]:
    return index_of(release, language).find(query)


def index_of(release: Release, language: str) -> Index:
    with _LOCK:
        return _index(release.root, language)


@lru_cache(KEPT)
def _index(root: Path, language: str) -> Index:
    return Index(Release(root).search_entries(), language)
