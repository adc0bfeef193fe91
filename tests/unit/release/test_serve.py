import http.client
import json
import threading

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.release.serve import make_server
from support.small_release import make_release


@pytest.fixture
def server(tmp_path):
    for release in ("2026-r1", "2026-r2"):
        make_release(tmp_path, release)
    (tmp_path / "current").symlink_to("2026-r2")
    made = make_server(tmp_path)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def ask(server, path, method="GET", **headers):
    connection = http.client.HTTPConnection(*server.server_address, timeout=5)
    connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_the_root_leads_to_the_first_language(server):
    answer, _ = ask(server, "/")
    assert (answer.status, answer.getheader("Location")) == (302, "/en/")


def test_a_page_comes_with_its_type_and_a_strict_policy(server):
    answer, body = ask(server, "/en/")
    assert (answer.status, body) == (200, b"en index.html 2026-r2")
    assert answer.getheader("Content-Type") == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.getheader("Content-Security-Policy")
    assert answer.getheader("X-Content-Type-Options") == "nosniff"


@pytest.mark.promise("P25")
def test_a_known_etag_is_answered_with_304(server):
    first, _ = ask(server, "/api/v1/measures.json")
    again, body = ask(server, "/api/v1/measures.json", If_None_Match=first.getheader("ETag"))
    assert (again.status, body) == (304, b"")
    assert first.getheader("Access-Control-Allow-Origin") == "*"
    assert first.getheader("Content-Type") == "application/json; charset=utf-8"


def test_live_pages_are_fresh_and_permalinks_are_kept(server):
    assert ask(server, "/en/")[0].getheader("Cache-Control") == "public, max-age=300"
    assert "immutable" in ask(server, "/en/release/2026-r1/")[0].getheader("Cache-Control")


@pytest.mark.promise("P25")
def test_a_missing_file_of_the_interface_is_a_problem_document(server):
    answer, body = ask(server, "/api/v1/nothing.json")
    assert (answer.status, answer.getheader("Content-Type")) == (404, "application/problem+json; charset=utf-8")
    assert json.loads(body)["instance"] == "/api/v1/nothing.json"


def test_a_missing_page_answers_in_its_language(server):
    answer, body = ask(server, "/pt/nothing/")
    assert (answer.status, body) == (404, b"pt 404.html 2026-r2")
    assert ask(server, "/xx/nothing/")[1] == b"en 404.html 2026-r2"


def test_a_page_without_its_slash_moves(server):
    answer, _ = ask(server, "/en/practice/p001")
    assert (answer.status, answer.getheader("Location")) == (301, "/en/practice/p001/")


def test_a_query_changes_nothing(server):
    assert ask(server, "/en/?q=%3Cscript%3E")[1] == ask(server, "/en/")[1]


@pytest.mark.parametrize("path", ["/../private/x", "/en/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/data//etc/passwd"])
def test_no_path_leaves_the_release(server, path):
    assert ask(server, path)[0].status == 404


def test_head_sends_no_body(server):
    answer, body = ask(server, "/en/", "HEAD")
    assert (answer.status, body) == (200, b"")
    assert int(answer.getheader("Content-Length")) > 0


def test_downloads_are_attachments(server):
    assert ask(server, "/data/results.csv")[0].getheader("Content-Disposition") == 'attachment; filename="results.csv"'


def test_without_a_release_there_is_nothing_to_serve(tmp_path):
    with pytest.raises(FirstContactError, match="There is no release in"):
        make_server(tmp_path)


def test_a_port_in_use_is_said_plainly(server, tmp_path):
    with pytest.raises(FirstContactError, match="cannot be used"):
        make_server(tmp_path, server.server_address[1])
