"""Pages that the site keeps as files, so that a web server gives them without asking the site.

Two trees below the folder: `live` holds pages as they are now, `last` the last copy of each, for when the site is off.
"""

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PLACE = re.compile(r"/[a-z]{2,3}/(?:[^\W_.][\w.~-]{0,199}/)*")
PAGE = re.compile(r"page=([1-9]\d{0,3})")
LIVE, LAST = "live", "last"


def file_name(path: str, query: str = "") -> str | None:
    """Where the page of an address is kept, None for an address that never is. Only `page=N` may stand in a query."""
    page = PAGE.fullmatch(query)
    if not PLACE.fullmatch(path) or (query and not page):
        return None
    return f"{path[1:]}index.page-{page[1]}.html" if page else f"{path[1:]}index.html"


class KeptPages:
    """The trees of one site. What is written and purged at once is decided by one lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def find(self, path: str, query: str = "", tree: str = LIVE) -> Path | None:
        name = file_name(path, query)
        kept = self.folder / tree / name if name else None
        return kept if kept and kept.is_file() else None

    def mark(self) -> str:
        """Take it before a page is made: `keep` refuses the page when something was purged since."""
        try:
            return (self.folder / "mark").read_text(encoding="ascii")
        except FileNotFoundError:
            return ""

    def keep(self, path: str, query: str, content: bytes, mark: str) -> bool:
        name = file_name(path, query)
        if name is None:
            return False
        with self._locked():
            if self.mark() != mark:
                return False
            live, last = (self.folder / tree / name for tree in (LIVE, LAST))
            _write(last, content)
            live.parent.mkdir(parents=True, exist_ok=True)
            _replace(lambda draft: os.link(last, draft), live)
        return True

    def purge(self, paths: Iterable[str] | None = None) -> None:
        """The live copies of these addresses with all their numbered pages, or of all, are no longer given."""
        if not self.folder.is_dir():
            return
        old = self.folder / f"old.{secrets.token_hex(8)}"
        with self._locked():
            self._new_mark()
            if paths is None and (self.folder / LIVE).is_dir():
                os.rename(self.folder / LIVE, old)
            for path in paths or ():
                self._unlink(LIVE, path)
        shutil.rmtree(old, ignore_errors=True)

    def forget(self, paths: Iterable[str]) -> None:
        """Nothing is left of what stands at or below these addresses, nor of last copies that link to them."""
        if not self.folder.is_dir():
            return
        gone = [p for p in paths if PLACE.fullmatch(p)]
        self.purge()
        with self._locked():
            self._new_mark()
            for path in gone:
                shutil.rmtree(self.folder / LAST / path[1:], ignore_errors=True)
            links = [f'"{path}'.encode() for path in gone]
            for kept in (self.folder / LAST).rglob("*.html"):
                content = kept.read_bytes()
                if any(link in content for link in links):
                    kept.unlink()

    def expire(self, before: float) -> int:
        """Remove live copies older than this time; number removed."""
        with self._locked():
            old = [p for p in (self.folder / LIVE).rglob("*.html") if p.stat().st_mtime < before]
            for path in old:
                path.unlink()
        return len(old)

    def _unlink(self, tree: str, path: str) -> None:
        if PLACE.fullmatch(path):
            for kept in (self.folder / tree / path[1:]).glob("index*.html"):
                kept.unlink(missing_ok=True)

    def _new_mark(self) -> None:
        _write(self.folder / "mark", secrets.token_hex(8).encode())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(lambda draft: draft.write_bytes(content), path)


def _replace(write, path: Path) -> None:
    """A reader sees the old file or the new one, never a half."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    write(draft)
    os.replace(draft, path)
