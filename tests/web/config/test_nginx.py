"""The shipped nginx.conf, as it is: releases from disk, kept pages, the site, and what stays when the site is off."""

import http.client
import json
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from csp.utils import build_policy

from firstcontact.release.answer import POLICY
from firstcontact.release.kept import KeptPages
from firstcontact.release.packed import copy_of, pack
from support import nginx
from support.small_release import make_release

pytestmark = pytest.mark.skipif(not nginx.available(), reason="nginx is not installed: apt-get install nginx")


class Stub(BaseHTTPRequestHandler):
    """Stands for the site: says what it was asked, fails when told so."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status = 500 if self.server.broken else 200
        sent = {name: self.headers[name] for name in ("X-Real-IP", "X-Forwarded-For", "X-Forwarded-Proto", "Host")}
        body = json.dumps({"site": self.path, **sent}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "the site's own")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    made.broken = False
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("region")
    for release in ("2026-r1", "2026-r2"):
        make_release(root / "releases", release)
    (root / "releases" / "current").symlink_to("2026-r2")
    (root / "private").mkdir()
    (root / "private" / "cells.csv").write_text("secret")
    (root / "site" / "private").mkdir(parents=True)
    for name in ("secret.key", "site.sqlite3", "private/a.pdf"):
        (root / "site" / name).write_text("secret")
    (root / "site" / "media").mkdir()
    for name in ("a.png", "a.html", "a.mp3"):
        (root / "site" / "media" / name).write_text("x")
    (root / "site" / "assets").mkdir()
    (root / "site" / "assets" / "site.0a0a0a0a.css").write_text("p{}")
    return root


@pytest.fixture(scope="module")
def port(workspace, site, tmp_path_factory):
    with nginx.server(workspace, tmp_path_factory.mktemp("nginx"), site.server_address[1]) as port:
        yield port


@pytest.fixture
def ask(port, site):
    def asked(path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        answer.content = answer.read()
        connection.close()
        return answer

    site.broken = False
    return asked


@pytest.fixture
def kept(workspace):
    shutil.rmtree(workspace / "site" / "cache", ignore_errors=True)
    return KeptPages(workspace / "site" / "cache")


def test_results_come_from_the_live_release(ask):
    answer = ask("/en/practice/p001/")
    assert (answer.status, answer.content) == (200, b"en practice/p001/index.html 2026-r2")
    assert answer.getheader("Content-Security-Policy") == POLICY
    assert answer.getheader("Cache-Control") == "public, max-age=300"
    assert answer.getheader("Set-Cookie") is None
    assert answer.getheader("Strict-Transport-Security").startswith("max-age=63072000")


def test_a_reader_that_takes_gzip_gets_the_copy_of_the_release(ask, workspace):
    page = workspace / "releases" / "2026-r2" / "site" / "en" / "packed" / "index.html"
    page.parent.mkdir()
    page.write_text("<p>long</p>" * 100)
    pack(page)
    answer = ask("/en/packed/", Accept_Encoding="gzip")
    assert answer.content == copy_of(page, "gzip").read_bytes()
    assert answer.getheader("Content-Encoding") == "gzip"
    assert answer.getheader("Content-Type") == "text/html; charset=utf-8"
    assert answer.getheader("Content-Security-Policy") == POLICY
    assert ask("/en/packed/").content == page.read_bytes()


def test_a_known_etag_is_304_and_head_has_no_body(ask):
    tag = ask("/en/practice/p001/").getheader("ETag")
    assert ask("/en/practice/p001/", If_None_Match=tag).status == 304
    assert ask("/en/practice/p001/", "HEAD").content == b""


def test_permalinks_give_their_own_release_for_ever(ask):
    for path in ("/en/release/2026-r1/practice/p001/", "/data/releases/2026-r1/results.csv"):
        answer = ask(path)
        assert answer.status == 200, path
        assert b"2026-r1" in answer.content
        assert "immutable" in answer.getheader("Cache-Control")


def test_the_interface_is_open_to_all_and_says_missing_as_a_problem(ask):
    answer = ask("/api/v1/measures.json")
    assert answer.getheader("Content-Type") == "application/json; charset=utf-8"
    assert answer.getheader("Access-Control-Allow-Origin") == "*"
    missing = ask("/api/v1/nothing.json")
    assert (missing.status, missing.getheader("Content-Type")) == (404, "application/problem+json; charset=utf-8")
    assert json.loads(missing.content)["instance"] == "/api/v1/nothing.json"


def test_downloads_are_attachments(ask):
    assert ask("/data/results.csv").getheader("Content-Disposition") == "attachment"


def test_a_path_without_its_slash_moves(ask):
    answer = ask("/en/practice/p001")
    assert (answer.status, answer.getheader("Location")[-18:]) == (301, "/en/practice/p001/")


def test_assets_of_every_release_and_of_the_site_stay(ask):
    assert "immutable" in ask("/assets/site.0a0a0a0a.css").getheader("Cache-Control")


def test_the_site_is_asked_for_what_no_file_holds(ask):
    said = json.loads(ask("/en/events/?page=2", X_Real_IP="198.51.100.7", X_Forwarded_For="198.51.100.7").content)
    assert (said["site"], said["X-Real-IP"], said["X-Forwarded-For"]) == ("/en/events/?page=2", "127.0.0.1", None)
    assert ask("/en/events/").getheader("Content-Security-Policy") == "the site's own"
    assert ask("/en/join/", "POST").status == 200


def test_kept_pages_answer_before_the_site_except_for_those_who_signed_in(ask, kept):
    kept.keep("/en/news/", "page=2", b"kept", kept.mark())
    kept.keep("/en/", "", b"home", kept.mark())
    assert ask("/en/").content == b"home"
    answer = ask("/en/news/?page=2")
    assert answer.content == b"kept"
    policy = {p.strip() for p in answer.getheader("Content-Security-Policy").split(";")}
    assert policy == {p.strip() for p in build_policy().split(";")}
    assert b"kept" not in ask("/en/news/?page=2", Cookie="__Host-sid=abc").content
    assert b"kept" not in ask("/en/news/?page=3").content
    assert b"home" not in ask("/en/?q=1").content
    kept.purge()
    assert b"home" not in ask("/en/").content


@pytest.mark.promise("P30")
def test_when_the_site_fails_results_last_copies_and_fall_backs_answer(ask, site, kept):
    kept.keep("/en/news/", "", b"kept", kept.mark())
    kept.purge()
    site.broken = True
    last = ask("/en/news/")
    assert (last.status, last.content, last.getheader("Cache-Control")) == (200, b"kept", "no-store")
    assert ask("/en/").content == b"en index.html 2026-r2"
    assert ask("/en/search/?q=a").content == b"en search/offline/index.html 2026-r2"
    assert ask("/en/practice/p001/").status == 200
    assert ask("/en/events/").status == 503
    assert ask("/").status == 302


@pytest.mark.parametrize(
    "path",
    [
        "/site/secret.key",
        "/private/cells.csv",
        "/site/private/a.pdf",
        "/media/../secret.key",
        "/en/../../site/secret.key",
        "/en/..%2f..%2fsite%2fsecret.key",
        "/assets/..%2f..%2fsecret.key",
        "/static/../secret.key",
        "/releases/2026-r1/manifest.json",
        "/en/release/2026-r1/../../../../site/secret.key",
        "/data/releases/2026-r1/..%2f..%2f..%2fsite/secret.key",
        "/media/private/a.pdf",
    ],
)
def test_nothing_of_the_workspace_is_public_by_itself(ask, path):
    connection = ask(path)
    assert b"secret" not in connection.content.replace(path.encode(), b"").replace(b"secret.key", b"")


def test_uploads_run_nothing(ask):
    assert ask("/media/a.png").getheader("Content-Disposition") is None
    page = ask("/media/a.html")
    assert page.getheader("Content-Disposition") == "attachment"
    assert page.getheader("Content-Security-Policy") == "default-src 'none'; sandbox"
    assert ask("/media/a.mp3").getheader("Content-Type") == "audio/mpeg"


def test_readiness_is_private(ask):
    assert ask("/readyz").status == 404
    assert ask("/healthz").status == 200


def test_too_many_searches_wait(ask):
    answers = [ask("/en/search/?q=a") for _ in range(40)]
    slow = next(a for a in answers if a.status == 429)
    assert slow.getheader("Retry-After") == "60"
    assert json.loads(slow.content)["status"] == 429


def test_a_form_of_more_than_a_megabyte_is_refused(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("POST", "/en/join/")
    connection.putheader("Content-Length", "2000000")
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_the_log_holds_no_address_and_no_path(ask, port, workspace):
    ask("/en/newsletter/confirm/abcdef/?token=abcdef")
    text = Path(nginx.SHIPPED).read_text(encoding="utf-8")
    line = next(part for part in text.splitlines() if "log_format" in part)
    assert not {"$remote_addr", "$request ", "$uri", "$args", "$http_user_agent"} & set(line.replace("'", " ").split())


@pytest.mark.parametrize("unit", sorted(p.name for p in (nginx.SHIPPED.parent / "systemd").iterdir()))
def test_the_units_are_understood_by_systemd(unit, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(nginx.SHIPPED.parent / "systemd" / unit)], capture_output=True, text=True
    )
    told = [line for line in done.stderr.splitlines() if unit in line and "not executable" not in line]
    assert told == []
