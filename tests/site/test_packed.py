"""Packed copies beside the text files of a release."""

import gzip

import brotli
import pytest

from firstcontact.release.answer import answer
from firstcontact.release.packed import PACKED_TYPES, copy_of, pack
from firstcontact.release.reader import Reader

PAGE = "/en/measure/panel_size/"


@pytest.fixture
def ask(built):
    reader = Reader(built.parent)
    return lambda path, takes="": answer(reader, path, {"accept-encoding": takes})


def test_each_text_file_has_both_copies_with_its_content_and_nothing_else_has(built):
    files = [p for p in built.rglob("*") if p.is_file() and p.suffix not in (".gz", ".br")]
    with_copy = {p for p in files if copy_of(p, "gzip").exists()}
    made_after = {built / "SHA256SUMS", built / "manifest.json"}
    assert with_copy == {p for p in files if p.suffix in PACKED_TYPES and p.stat().st_size > 512} - made_after
    assert {p.suffix for p in set(files) - with_copy} >= {".xlsx"}
    for path in with_copy:
        content = path.read_bytes()
        assert gzip.decompress(copy_of(path, "gzip").read_bytes()) == content
        assert brotli.decompress(copy_of(path, "br").read_bytes()) == content


def test_copies_are_in_the_sums_and_not_among_the_public_addresses(built):
    sums = (built / "SHA256SUMS").read_text()
    assert "site/en/index.html.gz\n" in sums
    assert "site/en/index.html.br\n" in sums
    assert [u for u in (built / "urls.txt").read_text().split() if u.endswith((".gz", ".br"))] == []


def test_the_same_file_gives_the_same_copies(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("[1, 2, 3]" * 300_000)
    pack(path)
    first = [copy_of(path, c).read_bytes() for c in ("gzip", "br")]
    path.touch()
    pack(path)
    assert [copy_of(path, c).read_bytes() for c in ("gzip", "br")] == first
    assert brotli.decompress(first[1]) == path.read_bytes()


@pytest.mark.parametrize(
    ("takes", "coding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("deflate, gzip;q=0.5", "gzip"), ("", None), ("deflate", None)],
)
def test_a_reader_gets_the_copy_that_it_takes(ask, built, takes, coding):
    plain, given = ask(PAGE), ask(PAGE, takes)
    page = built / "site/en/measure/panel_size/index.html"
    assert given.headers.get("Content-Encoding") == coding
    assert given.body == (copy_of(page, coding) if coding else page)
    assert given.headers["Content-Type"] == plain.headers["Content-Type"]
    assert given.headers["Vary"] == "Accept-Encoding"
    assert (given.headers["ETag"] == plain.headers["ETag"]) is (coding is None)


def test_a_reader_that_refuses_a_coding_does_not_get_it(ask):
    assert "Content-Encoding" not in ask(PAGE, "br;q=0, gzip;q=0").headers
