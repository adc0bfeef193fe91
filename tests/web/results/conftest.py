"""A second, newer release for tests of what changes when a release does."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def newer_release(release):
    """2025-r1 is live while the test runs; its files are those of 2024-r1."""
    releases = Path(release).parent
    shutil.copytree(release, releases / "2025-r1", copy_function=shutil.copy)
    _point(releases, "2025-r1")
    yield releases / "2025-r1"
    _point(releases, "2024-r1")
    shutil.rmtree(releases / "2025-r1")


def _point(releases: Path, name: str) -> None:
    (releases / "current").unlink()
    (releases / "current").symlink_to(name)
