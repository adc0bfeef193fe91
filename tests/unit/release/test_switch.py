import os
import stat

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.release.folders import exclusive, remove_tree
from firstcontact.release.manifest import verify_tree
from firstcontact.release.switch import clear_leftovers, current_release, seal_folder, start_building, switch_link


def sealed(root, release, text="x"):
    folder = start_building(root, release)
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text(text)
    seal_folder(root, release, {"release": release})
    return root / release


def test_sealing_makes_a_read_only_folder_that_verifies(tmp_path):
    folder = sealed(tmp_path, "2026-r1")
    assert verify_tree(folder).ok
    modes = {stat.S_IMODE(os.stat(p).st_mode) for p in folder.rglob("*") if p.is_file()}
    assert modes == {0o444}
    assert {stat.S_IMODE(os.stat(p).st_mode) for p in (folder, folder / "site")} == {0o555}
    assert not list(tmp_path.glob("*.building"))


def test_a_sealed_release_is_never_sealed_again(tmp_path):
    sealed(tmp_path, "2026-r1")
    start_building(tmp_path, "2026-r1")
    with pytest.raises(FirstContactError, match="is sealed already"):
        seal_folder(tmp_path, "2026-r1", {})


def test_the_switch_is_a_relative_link_and_old_releases_stay(tmp_path):
    sealed(tmp_path, "2026-r1")
    sealed(tmp_path, "2026-r2")
    for release in ("2026-r1", "2026-r2", "2026-r1"):
        switch_link(tmp_path, release)
        assert os.readlink(tmp_path / "current") == release == current_release(tmp_path)
    assert (tmp_path / "2026-r2").is_dir()


def test_a_changed_release_does_not_go_public(tmp_path):
    folder = sealed(tmp_path, "2026-r1")
    (folder / "site" / "index.html").chmod(0o644)
    (folder / "site" / "index.html").write_text("changed")
    with pytest.raises(FirstContactError, match=r"does not verify: changed file site/index\.html"):
        switch_link(tmp_path, "2026-r1")
    assert current_release(tmp_path) is None


def test_leftovers_of_a_killed_run_are_removed(tmp_path):
    sealed(tmp_path, "2026-r1")
    switch_link(tmp_path, "2026-r1")
    start_building(tmp_path, "2026-r2")
    (tmp_path / "current.12345").symlink_to("2026-r2")
    assert clear_leftovers(tmp_path) == ["2026-r2.building", "current.12345"]
    assert current_release(tmp_path) == "2026-r1"


def test_two_releases_at_once_are_refused(tmp_path):
    with exclusive(tmp_path), pytest.raises(FirstContactError, match="Another release is running"), exclusive(tmp_path):
        pass
    with exclusive(tmp_path):
        pass


def test_a_read_only_tree_can_be_removed(tmp_path):
    folder = sealed(tmp_path, "2026-r1")
    remove_tree(folder)
    assert not folder.exists()
