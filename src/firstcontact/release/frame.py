"""Menus and footer of every public page: the results' own entries, or those that the coalition's site has written."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from firstcontact.errors import FirstContactError
from firstcontact.release.language import ROOM, Language

FRAME_FILE = "frame.json"
PLACES = ("main", "utility", "footer", "social")
MENU = (
    ("", "nav_home"),
    ("measure/", "nav_measures"),
    ("practice/", "nav_practices"),
    ("area/", "nav_areas"),
    ("equity/", "nav_equity"),
    ("data/", "nav_data"),
    ("methods/", "nav_methods"),
)
FOOTER = (
    ("help/charts/", "nav_charts"),
    ("help/glossary/", "nav_glossary"),
    ("compare/", "compare_plain"),
    ("releases/", "nav_releases"),
    ("corrections/", "nav_corrections"),
    ("accessibility/", "nav_accessibility"),
    ("privacy/", "nav_privacy"),
    ("contact/", "nav_contact"),
)


@dataclass(frozen=True)
class Entry:
    """One link of a menu. `section` is what a page names to be marked as the present one; `items` stand below it."""

    label: str
    href: str
    section: str = ""
    items: tuple["Entry", ...] = ()

    def holds(self, section: str) -> bool:
        return bool(section) and (self.section == section or any(i.holds(section) for i in self.items))


@dataclass(frozen=True)
class Frame:
    """The four lists of links around a page, and the line under them. `newsletter` is where the site's e-mails
    are asked for: it takes `?practice=`, `?measure=` and `?topic=`; empty without a site."""

    main: tuple[Entry, ...]
    utility: tuple[Entry, ...] = ()
    footer: tuple[Entry, ...] = ()
    social: tuple[Entry, ...] = ()
    address: str = ""
    newsletter: str = ""


def read_assets() -> dict[str, tuple[str, bytes]]:
    """Plain name -> (name that carries the content, content). All styles are one file. The colours of marks stand in
    chart.css once: in front of the stylesheet, and inside charts that stand alone."""
    contents = {path.name: path.read_bytes() for path in sorted((ROOM / "assets").iterdir())}
    styles = [
        "chart.css",
        "site.css",
        *(n for n in contents if n.endswith(".css") and n not in ("chart.css", "site.css")),
    ]
    contents["site.css"] = b"".join([contents.pop(name) for name in styles])
    return {name: (_fingerprinted(name, content), content) for name, content in contents.items()}


def _fingerprinted(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{sha256(content).hexdigest()[:8]}.{ending}"


def read_frame(folder: Path) -> dict:
    """The menus that the site has written into `folder`, by language; empty without a site."""
    return read_written(folder / FRAME_FILE)


def read_written(path: Path) -> dict:
    """A file by which the site tells something to the results; empty where there is none."""
    if not path.is_file():
        return {}
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as e:
        raise FirstContactError(
            f"{path} cannot be read ({e}): the pages would lose what the site tells them. "
            "Write it again: firstcontact site seed"
        ) from None


def make_frame(language: Language, written: Mapping, url: Callable[[str], str]) -> Frame:
    """The frame of one page. `url` links a path of the results; paths of the site stand below the language's root."""
    own = written.get(language.code)
    if own is None:
        return Frame(_default(MENU, language, url), footer=_default(FOOTER, language, url))
    lists = {place: tuple(_entry(e, language.code, url) for e in own.get(place, ())) for place in PLACES}
    newsletter = f"/{language.code}/{own['newsletter']}" if own.get("newsletter") else ""
    return Frame(**lists, address=own.get("address", ""), newsletter=newsletter)


def _default(entries: Sequence[tuple[str, str]], language: Language, url: Callable[[str], str]) -> tuple[Entry, ...]:
    return tuple(Entry(language.text(key), url(path), key) for path, key in entries)


def _entry(given: Mapping, code: str, url: Callable[[str], str]) -> Entry:
    """`results`: a page of the release, linked so that permalinks stay in their tree; else a page of the site."""
    path = given["path"]
    outside = path.startswith(("https://", "http://"))
    href = path if outside else url(path) if given.get("results") else f"/{code}/{path}"
    items = tuple(_entry(item, code, url) for item in given.get("items", ()))
    return Entry(given["label"], href, given.get("section", ""), items)


def site_paths(written: Mapping) -> set[str]:
    """Addresses of the site's own pages in its frame: a release links to them and does not hold them."""
    found = set()
    for code, lists in written.items():
        entries = [e for place in PLACES for e in lists.get(place, ())]
        entries += [item for e in entries for item in e.get("items", ())]
        found |= {f"/{code}/{e['path']}" for e in entries if not e.get("results")}
        found |= {f"/{code}/{lists['newsletter']}"} if lists.get("newsletter") else set()
    return found
