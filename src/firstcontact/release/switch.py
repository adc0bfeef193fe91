"""Seal a building folder, and point `current` at a sealed one: one rename each, nothing in between."""

import os
from pathlib import Path

from firstcontact.errors import FirstContactError
from firstcontact.release.folders import fsync, remove_tree, write_protect
from firstcontact.release.ids import require_release_id
from firstcontact.release.manifest import verify_tree, write_manifest

BUILDING = ".building"


def clear_leftovers(root: Path) -> list[str]:
    """Remove what a killed build or switch left behind; returns the names."""
    if not root.exists():
        return []
    found = sorted(p for p in root.iterdir() if p.name.endswith(BUILDING) or _is_link_draft(p))
    for path in found:
        path.unlink() if path.is_symlink() else remove_tree(path)
    return [p.name for p in found]


def start_building(root: Path, release: str) -> Path:
    """A fresh, empty `<release>.building`."""
    clear_leftovers(root)
    folder = root / f"{require_release_id(release)}{BUILDING}"
    folder.mkdir(parents=True)
    return folder


def seal_folder(root: Path, release: str, facts: dict) -> dict:
    """Sums and manifest into `<release>.building`, read-only, on disk, then one rename. Returns the manifest."""
    folder, sealed = root / f"{release}{BUILDING}", root / release
    if sealed.exists():
        raise FirstContactError(
            f"release {release} is sealed already; a sealed release never changes. Build again for the next number."
        )
    manifest = write_manifest(folder, facts)
    write_protect(folder)
    os.rename(folder, sealed)
    fsync(root)
    return manifest


def switch_link(root: Path, release: str) -> None:
    """Point `current` at a sealed release that verifies; readers see the old or the new, never neither."""
    verdict = verify_tree(root / require_release_id(release))
    if not verdict.ok:
        raise FirstContactError(
            f"release {release} does not verify: {verdict.problems[0]} (and {len(verdict.problems) - 1} more). "
            "A changed release must not go public. Build it again."
        )
    draft = root / f"current.{os.getpid()}"
    draft.unlink(missing_ok=True)
    draft.symlink_to(release)
    fsync(root)
    os.replace(draft, root / "current")
    fsync(root)


def current_release(root: Path) -> str | None:
    """Id that `current` points at, None before the first release."""
    try:
        return os.readlink(root / "current")
    except OSError:
        return None


def _is_link_draft(path: Path) -> bool:
    head, _, pid = path.name.partition(".")
    return head == "current" and pid.isdigit()
