"""One release directory from one input: pages, tables, interface, workbook, feeds. Pure: same input, same bytes."""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from firstcontact.progress import QUIET, Reporter
from firstcontact.release.columns import json_text
from firstcontact.release.files.api import write_api
from firstcontact.release.files.catalogue import (
    ROBOTS,
    corrections_feed,
    dcat,
    public_urls,
    releases_feed,
    search_index,
    sitemap,
)
from firstcontact.release.files.databook import write_databook
from firstcontact.release.files.downloads import downloads
from firstcontact.release.files.tables import write_tables
from firstcontact.release.inputs import ReleaseInput
from firstcontact.release.language import Catalogue
from firstcontact.release.packed import pack_tree
from firstcontact.release.render import write_assets, write_language
from firstcontact.release.site import Site

WORKERS = 2


def build_tree(
    given: ReleaseInput, folder: Path, catalogue: Catalogue | None = None, reporter: Reporter = QUIET
) -> None:
    """Write every file of a release below `folder` (empty). Nothing but `given` and the texts decides the bytes."""
    catalogue = catalogue or Catalogue.load()
    for code in given.settings.languages:
        catalogue.language(code)
    site = Site(given)
    (folder / "data").mkdir(parents=True)
    jobs = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=jobs) as pool:
        book = pool.submit(_databook, given, catalogue, folder / "data" / "databook.xlsx")
        with reporter.step("tables and interface"):
            write_tables(site, folder / "data")
            write_api(site, catalogue, folder / "api" / "v1")
            _write_catalogue(site, catalogue, folder)
        with reporter.step("workbook"):
            book.result()
        site.downloads = downloads(folder)
        with reporter.step("pages"):
            _write_pages(site, catalogue, folder / "site", given.settings.languages)
        _write_addresses(folder)
        with reporter.step("packed copies"):
            pack_tree(folder, pool)


def _databook(given: ReleaseInput, catalogue: Catalogue, path: Path) -> None:
    write_databook(Site(given), catalogue.language(given.settings.languages[0]), path)


def _write_pages(site: Site, catalogue: Catalogue, folder: Path, languages: Sequence[str]) -> None:
    assets = write_assets(folder / "assets")
    for code in languages:
        write_language(site, catalogue.language(code), folder / code, assets)


def _write_catalogue(site: Site, catalogue: Catalogue, folder: Path) -> None:
    languages = [catalogue.language(code) for code in site.given.settings.languages]
    language = languages[0]
    texts = {
        "data/data.json": json_text(dcat(site, language)) + "\n",
        "feeds/releases.atom": releases_feed(site, language),
        "feeds/corrections.atom": corrections_feed(site, language),
        "search/index.json": search_index(site, languages),
        "site/robots.txt": ROBOTS,
    }
    for name, text in texts.items():
        _write(folder / name, text)


def _write_addresses(folder: Path) -> None:
    _write(folder / "site" / "sitemap.xml", sitemap(public_urls(folder)))
    _write(folder / "urls.txt", "")
    _write(folder / "urls.txt", "".join(f"{u}\n" for u in public_urls(folder)))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
