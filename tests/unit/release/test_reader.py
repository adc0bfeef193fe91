import pytest

from firstcontact.release.reader import Reader, inside
from support.small_release import make_release, put


@pytest.fixture
def releases(tmp_path):
    for release in ("2026-r1", "2026-r2"):
        make_release(tmp_path, release)
    (tmp_path / "current").symlink_to("2026-r2")
    put(tmp_path, "secret.txt", "not public")
    return tmp_path


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/en/", "2026-r2/site/en/index.html"),
        ("/en/practice/p001/", "2026-r2/site/en/practice/p001/index.html"),
        ("/en/release/2026-r1/practice/p001/", "2026-r1/site/en/practice/p001/index.html"),
        ("/en/release/2026-r1/", "2026-r1/site/en/index.html"),
        ("/pt/search/", "2026-r2/site/pt/search/offline/index.html"),
        ("/data/results.csv", "2026-r2/data/results.csv"),
        ("/data/releases/2026-r1/results.csv", "2026-r1/data/results.csv"),
        ("/api/v1/measures.json", "2026-r2/api/v1/measures.json"),
        ("/api/v1/releases/2026-r1/measures.json", "2026-r1/api/v1/measures.json"),
        ("/assets/site.2026-r1.css", "2026-r1/site/assets/site.2026-r1.css"),
        ("/robots.txt", "2026-r2/site/robots.txt"),
    ],
)
def test_public_addresses_lead_to_files(releases, address, file):
    assert Reader(releases).resolve(address).path == (releases / file).resolve()


@pytest.mark.parametrize(
    "address",
    [
        "/en/../../secret.txt",
        "/data/../../secret.txt",
        "/data/%2e%2e/secret.txt",
        "/en/release/2026-r9/",
        "/en/nothing/",
        "/api/v1/releases/../../../secret.txt",
        "/manifest.json",
        "/assets/../en/index.html",
        "/en/release/..%2f../",
    ],
)
def test_nothing_else_is_served(releases, address):
    assert Reader(releases).resolve(address) is None


def test_the_live_release_is_looked_up_anew(releases):
    reader = Reader(releases)
    assert reader.current().id == "2026-r2"
    (releases / "current").unlink()
    (releases / "current").symlink_to("2026-r1")
    assert reader.current().id == "2026-r1"


def test_rows_of_all_pages_and_words_for_search(releases):
    release = Reader(releases).current()
    assert [r["value"] for r in release.rows("m")] == [0, 1, 2]
    assert release.rows("unknown") == []
    assert release.rows("../../../secret") == []
    assert release.search_entries() == [{"name": "Oak"}]
    assert release.measures() == [{"id": "m"}]


def test_before_the_first_release_there_is_nothing(tmp_path):
    assert Reader(tmp_path).current() is None
    assert Reader(tmp_path).resolve("/en/") is None


def test_inside_refuses_paths_that_leave(tmp_path):
    assert inside(tmp_path, "a/b") == tmp_path.resolve() / "a" / "b"
    assert inside(tmp_path, "../b") is None
