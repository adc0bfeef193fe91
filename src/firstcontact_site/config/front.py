"""In front of Django: pages of a release are files, and stay up when the database or Django fails."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from wsgiref.util import FileWrapper

from csp.utils import build_policy
from django.conf import settings

from firstcontact.release.answer import FIXED, FOR_EVER, TYPES, Answer, answer, file_answer, missing
from firstcontact.release.kept import LAST
from firstcontact.release.reader import Reader, inside
from firstcontact_site.config.frame import assets
from firstcontact_site.config.pagecache import HEADER, KEPT_SECONDS, kept

SITE_FIRST = ("", "search", "compare", "contact", "accessibility", "privacy")
SITE_FIRST_FILES = ("/sitemap.xml", "/robots.txt")
AREAS = ("measure", "practice", "place", "organization", "area", "equity", "domain", "methods", "databook", "data",
         "releases", "corrections", "release", "help")  # fmt: skip
FILES = ("api", "data", "pdf")
PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
            ".webp": "image/webp"}  # fmt: skip
ASKED = {"HTTP_IF_NONE_MATCH": "if-none-match", "HTTP_ACCEPT_ENCODING": "accept-encoding"}


class Front:
    """WSGI: a release page when there is one, else Django; Django first for pages that both have."""

    def __init__(self, application: Callable) -> None:
        self.application = application
        self.reader = Reader(settings.ENVIRONMENT.workspace.releases)
        self.assets = dict(assets().values())
        self.kept = kept()
        self.policy = build_policy()

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "\0" in path:
            return self.application(environ, start_response)
        asked = {name: environ[key] for key, name in ASKED.items() if key in environ}
        given = self._file(environ, path, asked)
        return _send(environ, start_response, given) if given else self._django(environ, start_response, path, asked)

    def _file(self, environ: dict, path: str, asked: dict) -> Answer | None:
        """What needs no Django."""
        if path.startswith("/assets/") and path[8:] in self.assets:
            return self._asset(path[8:])
        if path.startswith("/media/"):
            return self._media(path.removeprefix("/media/"), asked)
        if copy := self._copy(environ, path, asked):
            return copy
        if path == "/" or self._site_first(path):
            return None
        found = answer(self.reader, path, asked)
        return found or (missing(self.reader, path) if self._is_of_release(path) else None)

    def _asset(self, name: str) -> Answer:
        kind = TYPES.get(Path(name).suffix, "application/octet-stream")
        return Answer(HTTPStatus.OK, FIXED | {"Cache-Control": FOR_EVER, "Content-Type": kind}, self.assets[name])

    def _media(self, name: str, asked: dict) -> Answer | None:
        """Uploaded pictures are shown; every other file is handed over to be saved, and nothing in it ever runs."""
        path = inside(Path(settings.MEDIA_ROOT), name)
        if path is None or not path.is_file():
            return None
        kind = PICTURES.get(path.suffix.lower())
        shown = {"Content-Type": kind} if kind else {"Content-Disposition": "attachment"}
        safe = {"Cache-Control": "public, max-age=3600", "Content-Security-Policy": "default-src 'none'; sandbox"}
        return file_answer(path, asked, safe | shown)

    def _copy(self, environ: dict, path: str, asked: dict) -> Answer | None:
        """The kept page while it is fresh, for readers who are not signed in; none when it is purged meanwhile."""
        if settings.SESSION_COOKIE_NAME + "=" in environ.get("HTTP_COOKIE", ""):
            return None
        copy = self.kept.find(path, environ.get("QUERY_STRING", ""))
        try:
            is_fresh = copy and copy.stat().st_mtime > time.time() - KEPT_SECONDS
            return _read(file_answer(copy, asked, self._page_headers())) if is_fresh else None
        except FileNotFoundError:
            return None

    def _page_headers(self) -> dict[str, str]:
        fixed = {"Cache-Control": HEADER, "Content-Security-Policy": self.policy, "X-Frame-Options": "DENY"}
        return fixed | {"Referrer-Policy": settings.SECURE_REFERRER_POLICY}

    def _site_first(self, path: str) -> bool:
        language, _, rest = path.lstrip("/").partition("/")
        return path in SITE_FIRST_FILES or (language in settings.SITE_LANGUAGES and rest.strip("/") in SITE_FIRST)

    def _is_of_release(self, path: str) -> bool:
        parts = path.split("/")
        named = parts[1] in FILES or (parts[1] in settings.SITE_LANGUAGES and parts[2:3] and parts[2] in AREAS)
        return bool(named) and self.reader.current() is not None

    def _django(self, environ: dict, start_response: Callable, path: str, asked: dict) -> Iterable[bytes]:
        """Django's answer; when it fails the release's page, else the last copy of the site's page."""
        said: list = []

        def hear(status: str, headers: list, exc_info: object = None) -> Callable:
            said[:] = [status, headers]
            return lambda body: None

        body = self.application(environ, hear)
        instead = self._instead(environ, path, asked, int(said[0][:3]))
        if instead is None:
            start_response(*said)
            return body
        if hasattr(body, "close"):
            body.close()
        return _send(environ, start_response, instead)

    def _instead(self, environ: dict, path: str, asked: dict, status: int) -> Answer | None:
        if status < 500 and not (status == 404 and self._site_first(path)):
            return None
        if status >= 500 and (copy := self.kept.find(path, environ.get("QUERY_STRING", ""), LAST)):
            given = file_answer(copy, asked, self._page_headers())
            return replace(given, headers={**given.headers, "Cache-Control": "no-store"})
        return answer(self.reader, path, asked)


def _read(given: Answer) -> Answer:
    """With its bytes in hand: the file may go at any moment."""
    return replace(given, body=given.body.read_bytes()) if isinstance(given.body, Path) else given


def _send(environ: dict, start_response: Callable, given: Answer) -> Iterable[bytes]:
    headers = list(given.headers.items())
    if given.status != HTTPStatus.NOT_MODIFIED:
        size = given.body.stat().st_size if isinstance(given.body, Path) else len(given.body)
        headers.append(("Content-Length", str(size)))
    start_response(f"{given.status.value} {given.status.phrase}", headers)
    if environ["REQUEST_METHOD"] == "HEAD" or given.status == HTTPStatus.NOT_MODIFIED:
        return []
    return FileWrapper(given.body.open("rb"), 65536) if isinstance(given.body, Path) else [given.body]
