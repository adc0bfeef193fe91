"""Crash-safe folder work: fsync, read-only trees, one writer at a time."""

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from firstcontact.errors import FirstContactError


def fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def tree_files(root: Path) -> list[Path]:
    """Regular files under `root`, in byte order of their relative path."""
    found = [Path(folder) / name for folder, _, names in os.walk(root) for name in names]
    return sorted(found, key=lambda p: p.relative_to(root).as_posix().encode())


def tree_folders(root: Path) -> list[Path]:
    """`root` and every folder below it, deepest first."""
    return [Path(folder) for folder, _, _ in os.walk(root, topdown=False)]


def write_protect(root: Path) -> None:
    """Files 0444, folders 0555, every one on disk before it returns."""
    for path in tree_files(root):
        path.chmod(0o444)
        fsync(path)
    for folder in tree_folders(root):
        fsync(folder)
        folder.chmod(0o555)


def remove_tree(root: Path) -> None:
    """Delete a folder even when it was already made read-only."""
    for folder, _, _ in os.walk(root):
        os.chmod(folder, stat.S_IRWXU)
    shutil.rmtree(root)


def replace_text(path: Path, text: str) -> None:
    """Write a small file so that a reader sees the old or the new one, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    draft.write_text(text, encoding="utf-8")
    fsync(draft)
    os.replace(draft, path)
    fsync(path.parent)


@contextmanager
def exclusive(root: Path) -> Iterator[None]:
    """One release at a time in a workspace; the lock dies with its process."""
    root.mkdir(parents=True, exist_ok=True)
    with open(root / "lock", "a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FirstContactError(
                f"Another release is running in '{root}': its lock is held. Two at once could mix their files. "
                "Wait until it is done and run again."
            ) from None
        yield
