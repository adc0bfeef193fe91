"""One built release for all tests of the pages; they read files only, as an outsider does."""

import csv
from pathlib import Path

import pytest

from firstcontact.release.build import build_tree
from firstcontact.release.manifest import write_manifest
from support.public_region import region_input

MEASURES = (
    "any_primary_care_visit",
    "care_averted_stays",
    "gap",
    "panel_size",
    "pcp_per_100k",
    "primary_care_pmpm",
    "ratio",
    "visit_volume_index",
)


@pytest.fixture(scope="session")
def given():
    return region_input(only=MEASURES, practices=26)


@pytest.fixture(scope="session")
def built(given, tmp_path_factory) -> Path:
    """The release directory, as sealed but writable."""
    folder = tmp_path_factory.mktemp("releases") / "2024-r1"
    folder.mkdir()
    build_tree(given, folder)
    write_manifest(folder, {"release": "2024-r1", "languages": ["en", "es", "pt"]})
    (folder.parent / "current").symlink_to("2024-r1")
    return folder


@pytest.fixture(scope="session")
def pages(built) -> dict[str, str]:
    """Path below site/ -> text of every page."""
    site = built / "site"
    return {p.relative_to(site).as_posix(): p.read_text(encoding="utf-8") for p in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="session")
def rows(built) -> list[dict[str, str]]:
    """data/results.csv; row n stands in line n + 2 of the file."""
    with (built / "data" / "results.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
