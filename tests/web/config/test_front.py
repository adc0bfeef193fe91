"""The address map: files first, then the site, then what stays when the site fails."""

import gzip
import json
from io import BytesIO

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from firstcontact.release.kept import LAST
from firstcontact_site.config import front, pagecache

pytestmark = pytest.mark.django_db


class Asked:
    """One answer of the front."""

    def __init__(self, application, path, method="GET", **headers):
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "REMOTE_ADDR": "127.0.0.1",
            **headers,
        }
        body = application(environ, self.start)
        self.body = b"".join(body)
        if hasattr(body, "close"):
            body.close()

    def start(self, status, headers, exc_info=None):
        self.status = int(status[:3])
        self.headers = dict(headers)


@pytest.fixture
def ask(release, homes, trees):
    application = front.Front(WSGIHandler())
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # the test's own transaction stays open
    yield lambda path, method="GET", **headers: Asked(application, path, method, **headers)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def broken(release, trees):
    """Django fails at every request."""

    def fail(environ, start_response):
        start_response("500 Internal Server Error", [])
        return [b"failed"]

    application = front.Front(fail)
    return lambda path, **headers: Asked(application, path, **headers)


def test_a_page_of_the_release_is_its_file(ask, release):
    answer = ask("/en/practice/")
    assert answer.body == (release / "site/en/practice/index.html").read_bytes()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


def test_a_known_etag_is_304_compressed_or_not(ask):
    for headers in ({}, {"HTTP_ACCEPT_ENCODING": "br, gzip"}):
        tag = ask("/en/practice/", **headers).headers["ETag"]
        again = ask("/en/practice/", HTTP_IF_NONE_MATCH=tag, **headers)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)


def test_a_reader_that_takes_gzip_gets_the_same_page_smaller(ask):
    plain, packed = ask("/en/practice/"), ask("/en/practice/", HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != packed.headers["ETag"]


def test_head_has_the_length_and_no_body(ask):
    answer = ask("/en/practice/", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(ask("/en/practice/").body)


def test_a_path_without_its_slash_moves(ask):
    answer = ask("/en/practice")
    assert (answer.status, answer.headers["Location"]) == (301, "/en/practice/")


@pytest.mark.parametrize("path", ["/es/measure/nothing/", "/es/practice/p999/", "/es/release/1999-r1/"])
def test_an_unknown_page_among_results_has_the_404_of_the_release(ask, release, path):
    answer = ask(path)
    assert answer.status == 404
    assert answer.body == (release / "site/es/404.html").read_bytes()


def test_an_unknown_file_of_the_interface_is_a_problem_document(ask):
    answer = ask("/api/v1/nothing.json")
    assert answer.status == 404
    assert json.loads(answer.body)["instance"] == "/api/v1/nothing.json"


def test_an_unknown_page_elsewhere_is_told_by_the_site(ask):
    assert b"No encontramos esta p" in ask("/es/nada/").body


@pytest.mark.parametrize("path", ["/en/../../secret.key", "/media/../secret.key", "/en/practice/\0", "/media/%2e%2e/x"])
def test_no_path_leaves_its_folder(ask, path):
    assert ask(path).status in (400, 404)


def test_the_home_page_is_the_sites_and_is_kept(ask, trees):
    first, second = ask("/en/"), ask("/en/")
    assert first.body == second.body == trees.find("/en/").read_bytes()
    assert "ETag" in second.headers
    kept_policy = {p.strip() for p in second.headers["Content-Security-Policy"].split(";")}
    assert kept_policy == {p.strip() for p in first.headers["Content-Security-Policy"].split(";")}


def test_people_who_are_signed_in_get_no_kept_page(ask, trees):
    trees.keep("/en/", "", b"kept", trees.mark())
    assert ask("/en/").body == b"kept"
    assert ask("/en/", HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}=abc").body != b"kept"
    assert ask("/en/?q=1").body != b"kept"


def test_a_kept_page_is_not_given_when_it_is_old(ask, trees, monkeypatch):
    trees.keep("/en/", "", b"kept", trees.mark())
    monkeypatch.setattr(front, "KEPT_SECONDS", -1)
    assert ask("/en/").body != b"kept"


@pytest.mark.promise("P30")
@pytest.mark.parametrize(
    "path", ["/en/", "/es/search/", "/es/search/?q=a", "/pt/compare/", "/en/contact/", "/en/privacy/"]
)
def test_when_the_site_fails_the_releases_own_page_answers(broken, path):
    answer = broken(path)
    assert answer.status == 200
    assert b"</html>" in answer.body


@pytest.mark.promise("P30")
def test_when_the_site_fails_the_last_copy_of_its_page_answers(broken, trees):
    trees.keep("/en/news/", "page=2", b"last", trees.mark())
    trees.purge()
    answer = broken("/en/news/?page=2")
    assert (answer.status, answer.body) == (200, b"last")
    assert answer.headers["Cache-Control"] == "no-store"
    assert broken("/en/news/").status == 500


@pytest.mark.promise("P30")
def test_when_the_site_fails_results_do_not_notice(broken, release):
    assert broken("/en/practice/").status == broken("/api/v1/index.json").status == 200
    assert broken("/").headers["Location"] == "/en/"


def test_pictures_are_shown_and_other_uploads_are_handed_over(ask):
    folder = settings.MEDIA_ROOT
    folder.mkdir(exist_ok=True)
    for name in ("a.png", "a.html", "a.svg"):
        (folder / name).write_bytes(b"<script>1</script>")
    assert "Content-Disposition" not in ask("/media/a.png").headers
    for name in ("a.html", "a.svg"):
        answer = ask(f"/media/{name}")
        assert answer.headers["Content-Disposition"] == "attachment"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_new_release_makes_kept_pages_anew(trees, release, monkeypatch):
    """The page in the making began with the release before."""
    from django.test import Client

    ids = iter(["2024-r1", "2025-r1"])
    monkeypatch.setattr(pagecache, "_release", lambda: next(ids))
    assert Client().get("/en/").status_code == 200
    assert trees.find("/en/", tree=LAST) is None


def test_a_kept_page_that_is_purged_while_it_is_asked_for_is_made_anew(ask, trees, monkeypatch, tmp_path):
    monkeypatch.setattr(type(trees), "find", lambda *_: tmp_path / "gone.html")
    assert ask("/en/").status == 200
