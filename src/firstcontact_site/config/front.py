"""In front of Django: pages of a release are files, and stay up when the database or Django fails."""

from collections.abc import Callable, Iterable
from wsgiref.util import FileWrapper

from django.conf import settings

from firstcontact.release.reader import Reader
from firstcontact.release.serve import POLICY, TYPES
from firstcontact_site.config.frame import assets

SITE_FIRST = ("", "search", "compare", "contact", "accessibility", "privacy")


class Front:
    """WSGI: a release page when there is one, else Django; Django first for pages that both have."""

    def __init__(self, application: Callable) -> None:
        self.application = application
        self.reader = Reader(settings.ENVIRONMENT.workspace.releases)
        self.assets = dict(assets().values())

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "/")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or self._site_first(path):
            return self._django(environ, start_response, path)
        asset = self.assets.get(path.removeprefix("/assets/"))
        if asset is not None:
            return self._bytes(environ, start_response, path, asset)
        found = self.reader.resolve(path)
        return self._file(environ, start_response, found) if found else self.application(environ, start_response)

    def _site_first(self, path: str) -> bool:
        language, _, rest = path.lstrip("/").partition("/")
        return language in settings.SITE_LANGUAGES and rest.strip("/") in SITE_FIRST

    def _django(self, environ: dict, start_response: Callable, path: str) -> Iterable[bytes]:
        """Django's answer; the release's own page instead when Django fails."""
        kept: list = []

        def keep(status: str, headers: list, exc_info: object = None) -> Callable:
            kept[:] = [status, headers]
            return lambda body: None

        answer = self.application(environ, keep)
        failed = kept[0].startswith("5") and environ["REQUEST_METHOD"] in ("GET", "HEAD")
        found = self.reader.resolve(path) if failed else None
        if found:
            return self._file(environ, start_response, found)
        start_response(*kept)
        return answer

    def _file(self, environ: dict, start_response: Callable, found) -> Iterable[bytes]:
        kind = TYPES.get(found.path.suffix, "application/octet-stream")
        keep = "public, max-age=31536000, immutable" if found.immutable else "public, max-age=300"
        headers = [("Cache-Control", keep), *_fixed(kind), ("Content-Length", str(found.path.stat().st_size))]
        if found.path.suffix in (".csv", ".xlsx"):
            headers.append(("Content-Disposition", f'attachment; filename="{found.path.name}"'))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else FileWrapper(found.path.open("rb"))

    def _bytes(self, environ: dict, start_response: Callable, path: str, content: bytes) -> Iterable[bytes]:
        kind = TYPES.get(f".{path.rpartition('.')[2]}", "application/octet-stream")
        headers = [("Cache-Control", "public, max-age=31536000, immutable"), *_fixed(kind)]
        start_response("200 OK", [*headers, ("Content-Length", str(len(content)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]


def _fixed(kind: str) -> list[tuple[str, str]]:
    return [
        ("Content-Type", kind),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Access-Control-Allow-Origin", "*"),
        *([("Content-Security-Policy", POLICY)] if kind.startswith("text/html") else []),
    ]
