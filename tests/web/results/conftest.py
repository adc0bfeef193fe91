"""A second, newer release for tests of what changes when a release does."""

import shutil
from itertools import count
from pathlib import Path

import pytest

NUMBERS = count(1)


@pytest.fixture
def newer_release(release):
    """A release that is live while the test runs; its files are those of 2024-r1, its id is never used again."""
    releases, name = Path(release).parent, f"2025-r{next(NUMBERS)}"
    shutil.copytree(release, releases / name, copy_function=shutil.copy)
    _point(releases, name)
    yield releases / name
    _point(releases, "2024-r1")
    shutil.rmtree(releases / name)


def _point(releases: Path, name: str) -> None:
    (releases / "current").unlink()
    (releases / "current").symlink_to(name)
