"""Shows the releases of a workspace on this machine: static files by the public address map, nothing else."""

import webbrowser
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copyfileobj
from urllib.parse import unquote, urlsplit

from firstcontact.errors import FirstContactError
from firstcontact.release.answer import Answer, answer, missing
from firstcontact.release.reader import Reader
from firstcontact.workspace import Workspace

HOST = "127.0.0.1"


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
        asked = {name.lower(): value for name, value in self.headers.items()}
        self._send(answer(self.reader, path, asked) or missing(self.reader, path))

    do_HEAD = do_GET

    def _send(self, given: Answer) -> None:
        body = given.body
        self.send_response(given.status)
        for name, value in given.headers.items():
            self.send_header(name, value)
        if given.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(body.stat().st_size if isinstance(body, Path) else len(body)))
        self.end_headers()
        if self.command == "HEAD" or given.status == HTTPStatus.NOT_MODIFIED:
            return
        if isinstance(body, Path):
            with body.open("rb") as source:
                copyfileobj(source, self.wfile)
        else:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: nobody reads a log of one's own machine."""
