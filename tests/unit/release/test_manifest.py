import pytest

from firstcontact.release.manifest import sums_text, verify_tree, write_manifest

SUMS = """\
b8365e7c0bcff7fdbdfcae3c0d85e002a2a24404be84785352c950f1991c5f67  data/release.json
61694403141234729d62794d042f22cfa873f2fc1dba9b27946f72a6f6f3cae2  index.html
"""


@pytest.fixture
def tree(tmp_path):
    """The worked example of publishing/README.md section 6."""
    (tmp_path / "data").mkdir()
    (tmp_path / "index.html").write_bytes(b"<!doctype html><title>Example Region</title>\n")
    (tmp_path / "data" / "release.json").write_bytes(b'{"release":"2026-r1"}\n')
    return tmp_path


def test_the_worked_example_of_the_specification(tree):
    manifest = write_manifest(tree, {"release": "2026-r1"})
    assert (tree / "SHA256SUMS").read_text() == SUMS
    assert manifest["sums_sha256"] == "17975de205ef92fbc8c44a9fde1f62c2bcf909f7057bf45d1c5d2d42daae723f"
    assert (manifest["schema"], manifest["files"]) == (1, 2)
    assert verify_tree(tree).ok


def test_paths_are_in_byte_order(tree):
    (tree / "data" / "Z.csv").write_bytes(b"")
    (tree / "data" / "a.csv").write_bytes(b"")
    names = [line.partition("  ")[2] for line in sums_text(tree).splitlines()]
    assert names == ["data/Z.csv", "data/a.csv", "data/release.json", "index.html"]


def test_verification_names_what_is_missing_changed_or_too_much(tree):
    write_manifest(tree, {"release": "2026-r1"})
    (tree / "data" / "release.json").unlink()
    (tree / "index.html").write_bytes(b"other")
    (tree / "site").mkdir()
    (tree / "site" / "x.html").write_bytes(b"")
    problems = verify_tree(tree).problems
    assert "missing file data/release.json" in problems
    assert any(p.startswith("changed file index.html (sha256 ") for p in problems)
    assert "file not in manifest: site/x.html" in problems


def test_a_changed_list_of_sums_is_found(tree):
    write_manifest(tree, {"release": "2026-r1"})
    (tree / "SHA256SUMS").write_text(SUMS.replace("b8365e", "c8365e"))
    assert any(p.startswith("changed file SHA256SUMS") for p in verify_tree(tree).problems)


def test_a_folder_without_a_manifest_does_not_verify(tmp_path):
    assert verify_tree(tmp_path).problems == ["missing file SHA256SUMS", "missing file manifest.json"]


def test_a_manifest_that_is_not_json_is_a_finding(tree):
    write_manifest(tree, {})
    (tree / "manifest.json").write_text("{")
    assert verify_tree(tree).problems == ["changed file manifest.json (it is not JSON)"]
