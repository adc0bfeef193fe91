"""Shows the releases of a workspace on this machine: static files by the public address map, nothing else."""

import json
import webbrowser
from email.utils import formatdate
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from firstcontact.errors import FirstContactError
from firstcontact.release.reader import Found, Reader
from firstcontact.workspace import Workspace

HOST = "127.0.0.1"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".geojson": "application/geo+json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".svg": "image/svg+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".pdf": "application/pdf",
}
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def serve(ws: Workspace, port: int = 8000, open_browser: bool = False) -> None:
    """Serve `releases/current` on loopback until interrupted."""
    server = make_server(ws.releases, port)
    address = f"http://{HOST}:{server.server_address[1]}/"
    print(f"The dashboard of {ws.config.region.name} is at {address} (stop with Ctrl-C).", flush=True)
    if open_browser:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()


def make_server(releases: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server on 127.0.0.1; port 0 takes a free one. Raises FirstContactError without a release or a free port."""
    reader = Reader(releases)
    if reader.current() is None:
        raise FirstContactError(f"There is no release in '{releases}' to show. Run 'firstcontact release' first.")
    handler = type("ReleaseHandler", (Handler,), {"reader": reader})
    try:
        return ThreadingHTTPServer((HOST, port), handler)
    except OSError as e:
        raise FirstContactError(f"Port {port} cannot be used ({e.strerror}). Pick another with --port.") from None


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD of public addresses; `current` is looked up once a request."""

    reader: Reader
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "firstcontact", ""

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path == "/":
            return self._redirect()
        found = self.reader.resolve(path)
        if found is None and not path.endswith("/") and self.reader.resolve(f"{path}/"):
            return self._moved(f"{path}/")
        return self._send(found) if found else self._not_found(path)

    do_HEAD = do_GET

    def _redirect(self) -> None:
        self._empty(HTTPStatus.FOUND, {"Location": f"/{self.reader.current().languages[0]}/"})

    def _moved(self, to: str) -> None:
        self._empty(HTTPStatus.MOVED_PERMANENTLY, {"Location": to})

    def _send(self, found: Found) -> None:
        body = found.path.read_bytes()
        tag = f'"{sha256(body).hexdigest()}"'
        keep = "public, max-age=31536000, immutable" if found.immutable else "public, max-age=300"
        headers = {
            "ETag": tag,
            "Cache-Control": keep,
            "Last-Modified": formatdate(found.path.stat().st_mtime, usegmt=True),
        }
        if tag in self.headers.get("If-None-Match", ""):
            return self._empty(HTTPStatus.NOT_MODIFIED, headers)
        if found.path.suffix in (".csv", ".xlsx"):
            headers["Content-Disposition"] = f'attachment; filename="{found.path.name}"'
        return self._body(HTTPStatus.OK, TYPES.get(found.path.suffix, "application/octet-stream"), body, headers)

    def _not_found(self, path: str) -> None:
        if path.startswith("/api/"):
            problem = {
                "type": "about:blank",
                "title": "Not found",
                "status": 404,
                "detail": "There is no such file in this release.",
                "instance": path,
            }
            return self._body(
                HTTPStatus.NOT_FOUND, "application/problem+json; charset=utf-8", json.dumps(problem).encode(), {}
            )
        current = self.reader.current()
        code = next((p for p in path.split("/")[1:2] if p in current.languages), current.languages[0])
        page = current.root / "site" / code / "404.html"
        return self._body(HTTPStatus.NOT_FOUND, TYPES[".html"], page.read_bytes(), {"Cache-Control": "no-store"})

    def _empty(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self._body(status, "", b"", headers)

    def _body(self, status: HTTPStatus, kind: str, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, **self._fixed(kind)}.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and body:
            self.wfile.write(body)

    def _fixed(self, kind: str) -> dict[str, str]:
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Access-Control-Allow-Origin": "*",
        }
        if kind.startswith("text/html"):
            headers["Content-Security-Policy"] = POLICY
        return headers | ({"Content-Type": kind} if kind else {})

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: nobody reads a log of one's own machine."""
