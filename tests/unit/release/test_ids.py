import pytest

from firstcontact.errors import UsageError
from firstcontact.release.ids import next_release_id, require_release_id, sealed_releases, slug


def test_the_next_id_counts_sealed_releases_of_its_year(tmp_path):
    assert next_release_id(tmp_path / "none", 2026) == "2026-r1"
    for name in ("2026-r1", "2026-r2", "2025-r7", "2026-r9.building", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "current").symlink_to("2026-r2")
    assert next_release_id(tmp_path, 2026) == "2026-r3"
    assert sealed_releases(tmp_path) == ["2025-r7", "2026-r1", "2026-r2"]


def test_ten_comes_after_nine(tmp_path):
    for k in (9, 10):
        (tmp_path / f"2026-r{k}").mkdir()
    assert sealed_releases(tmp_path)[-1] == "2026-r10"


@pytest.mark.parametrize("text", ["../../etc", "2026-r0", "2026", "", "2026-r1/..", "2026-R1"])
def test_a_release_id_cannot_name_another_folder(text):
    with pytest.raises(UsageError, match="is not a release id"):
        require_release_id(text)


def test_slugs_are_safe_lower_case_and_apart():
    assert slug("P014") == "p014"
    assert slug("wellness_visit") == "wellness_visit"
    assert "/" not in slug("../../etc/passwd")
    assert slug("a b") != slug("a-b")
    assert slug("São José").isascii()
    assert len(slug("x" * 300)) <= 90
