"""Read API over releases on disk. Standard library only: a site or a web server needs nothing else."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

RELEASE_ID = re.compile(r"\d{4}-r[1-9]\d*")
FOLDERS = ("api", "data", "pdf", "feeds", "search")
DYNAMIC = {"search": "search/offline"}


@dataclass(frozen=True)
class Release:
    """One sealed release directory."""

    root: Path

    @cached_property
    def manifest(self) -> dict:
        return json.loads((self.root / "manifest.json").read_text(encoding="utf-8"))

    @property
    def id(self) -> str:
        return self.root.name

    @property
    def languages(self) -> list[str]:
        return self.manifest["languages"]

    def measures(self) -> list[dict]:
        return self._data("measures.json")

    def measure(self, base: str) -> dict | None:
        return self._data(f"measures/{base}.json")

    def groups(self, kind: str) -> list[dict]:
        return self._data(f"groups/{kind}.json") or []

    def rows(self, base: str) -> list[dict]:
        """All public rows of a measure; empty for an unknown one."""
        found, page = [], f"results/{base}/page-1.json"
        while page and (part := self._json(page)):
            found += part["data"]
            page = (part["links"]["next"] or "").removeprefix("/api/v1/")
        return found

    def group_rows(self, kind: str, name: str) -> list[dict]:
        """Rows of one group for everybody, numbers as they are written; `name` is the group's name in addresses."""
        folder = f"groups/{kind}"
        for path in (f"{folder}/{name}/overview.json", f"{folder}/{name}.json"):
            found = self._json(path, parse_float=str, parse_int=str)
            if found:
                return [row for row in found["data"] if row["stratum_kind"] == "all"]
        return []

    def home(self, language: str) -> dict | None:
        """Cards, findings and news of the home page; None in a release from before they were kept."""
        return self._data(f"home/{language}.json")

    def search_entries(self) -> list[dict]:
        return json.loads((self.root / "search" / "index.json").read_text(encoding="utf-8"))["entries"]

    def _data(self, name: str) -> list | dict | None:
        found = self._json(name)
        return found["data"] if found else None

    def _json(self, name: str, **how: Callable) -> dict | None:
        path = inside(self.root / "api" / "v1", name)
        return json.loads(path.read_text(encoding="utf-8"), **how) if path and path.is_file() else None


class Reader:
    """Releases of a workspace. `current()` is resolved anew at each call: hold its answer for one request."""

    def __init__(self, releases: Path) -> None:
        self.releases = Path(releases)

    def current(self) -> Release | None:
        try:
            return self.release(os.readlink(self.releases / "current"))
        except OSError:
            return None

    def release(self, release: str) -> Release | None:
        path = self.releases / release
        known = RELEASE_ID.fullmatch(release) and (path / "manifest.json").is_file()
        return Release(path) if known else None

    def resolve(self, path: str) -> "Found | None":
        """File of a public address, None when there is none. `path` is decoded and starts with a slash."""
        current = self.current()
        if current is None:
            return None
        parts = [p for p in path.split("/") if p]
        if parts and parts[0] in FOLDERS:
            return self._file(current, parts)
        return self._page(current, parts, path)

    def _file(self, current: Release, parts: list[str]) -> "Found | None":
        """Files of the live release, or of an older one below `releases/<id>/`."""
        at = 2 if parts[0] == "api" else 1
        if len(parts) > at + 1 and parts[at] == "releases":
            older = self.release(parts[at + 1])
            rest = parts[:at] + parts[at + 2 :]
            return _found(older.root, "/".join(rest), True) if older else None
        return _found(current.root, "/".join(parts), False)

    def _page(self, current: Release, parts: list[str], path: str) -> "Found | None":
        release, fixed = current, False
        if len(parts) > 2 and parts[1] == "release":
            named = self.release(parts[2])
            if named is None:
                return None
            release, fixed, parts = named, True, [parts[0], *parts[3:]]
        if parts and parts[0] == "assets":
            return self._asset(parts)
        name = "/".join([*parts[:1], DYNAMIC.get("/".join(parts[1:]), "/".join(parts[1:]))]).rstrip("/")
        folder = path.endswith("/") or "/".join(parts[1:]) in DYNAMIC
        return _found(release.root, f"site/{name}/index.html" if folder else f"site/{name}", fixed)

    def _asset(self, parts: list[str]) -> "Found | None":
        """Assets of any release: an open page never loses its style when the release changes."""
        for folder in sorted(self.releases.glob("*-r*/site/assets"), reverse=True):
            if (folder / parts[-1]).is_file() and len(parts) == 2:
                return Found(folder / parts[-1], True)
        return None


@dataclass(frozen=True)
class Found:
    """A file, and whether its content may be kept for ever."""

    path: Path
    immutable: bool


def inside(root: Path, name: str) -> Path | None:
    """`root/name`, None when it would leave `root`."""
    path = (root / name).resolve()
    return path if path.is_relative_to(root.resolve()) else None


def _found(root: Path, name: str, immutable: bool) -> Found | None:
    path = inside(root, name)
    return Found(path, immutable) if path and path.is_file() else None
