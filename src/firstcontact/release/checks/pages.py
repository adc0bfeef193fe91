"""Checks of the pages, read from disk as a browser gets them."""

import gzip
import re
from html import unescape

from firstcontact.release.beside import read_beside
from firstcontact.release.checks.finding import Findings
from firstcontact.release.checks.sealed import PUBLISHED, Sealed
from firstcontact.release.frame import read_frame, site_paths

SHOWN = re.compile(r'<data value="([^"]*)" data-line="(\d+)">([^<]*)</data>')
HIDDEN = re.compile(r'<span class="hid" data-line="(\d+)">')
RANGE = re.compile(r'data-line="(\d+)" data-low="([^"]*)" data-high="([^"]*)"')
LINK = re.compile(r'(?:href|src|action)="([^"]*)"')
LOADED = re.compile(r'<(?:script|img|iframe|link rel="stylesheet"|source)[^>]*(?:src|href)="(https?:)?//')
MAX_HTML, MAX_CSS, MAX_SCRIPT, MAX_VIEW = 400_000, 25_000, 15_000, 150_000


def hidden_rows_carry_nothing(sealed: Sealed) -> Findings:
    """A row that is not published has no number in any page or table."""
    rows, found = sealed.rows, []
    found += [
        f"results.csv line {n} is {r[0]} but has a number."
        for n, r in rows.items()
        if r[0] not in PUBLISHED and any(r[1:])
    ]
    for name, text in sealed.pages:
        shown = [int(line) for _, line, _ in SHOWN.findall(text)] + [int(line) for line, _, _ in RANGE.findall(text)]
        found += [
            f"{name}: row {line} is {rows[line][0]} but drawn." for line in shown if rows[line][0] not in PUBLISHED
        ]
    return found


def pages_equal_tables(sealed: Sealed) -> Findings:
    """Every value and interval of a page equals its row of results.csv."""
    rows, found = sealed.rows, []
    for name, text in sealed.pages:
        found += [
            f"{name}: row {line} shows {value}, results.csv has {rows[int(line)][1]}."
            for value, line, _ in SHOWN.findall(text)
            if rows[int(line)][1] != value
        ]
        found += [
            f"{name}: the interval of row {n} differs from results.csv."
            for n, low, high in RANGE.findall(text)
            if rows[int(n)][2:] != (low, high)
        ]
        found += [
            f"{name}: row {n} is hidden on the page but published."
            for n in HIDDEN.findall(text)
            if rows[int(n)][0] in PUBLISHED and rows[int(n)][1]
        ]
    return found


def languages_are_complete(sealed: Sealed) -> Findings:
    """Each page exists in every language and says which one it is in."""
    names: dict[str, set[str]] = {code: set() for code in sealed.candidate.ws.config.release.languages}
    found = []
    for name, text in sealed.pages:
        code, _, rest = name.partition("/")
        names[code].add(rest)
        if f'<html lang="{code}">' not in text:
            found.append(f"{name}: the page does not say that it is in '{code}'.")
    every = set().union(*names.values())
    return found + [f"{code}/{rest} is missing." for code, have in names.items() for rest in sorted(every - have)]


def links_resolve(sealed: Sealed) -> Findings:
    """No broken link inside the release, no file loaded from elsewhere."""
    known, found = _Known(sealed), []
    for name, text in sealed.pages:
        if LOADED.search(text):
            found.append(f"{name}: loads a file from another host.")
        here = f"/{name.removesuffix('index.html')}"
        found += [
            f"{name}: the link {link} leads nowhere."
            for link in sorted(set(LINK.findall(text)))
            if not known(here, unescape(link))
        ]
    return found


class _Known:
    """Answers whether a link of a page leads to a file of this release."""

    def __init__(self, sealed: Sealed) -> None:
        self.release = sealed.candidate.id
        self.urls = set((sealed.root / "urls.txt").read_text(encoding="utf-8").splitlines())
        self.urls |= {f"/{code}/search/" for code in sealed.candidate.ws.config.release.languages}
        site = sealed.candidate.ws.site
        self.urls |= site_paths(read_frame(site)) | read_beside(site).paths()

    def __call__(self, here: str, link: str) -> bool:
        target = link.partition("#")[0].partition("?")[0]
        if not target or target.startswith(("http:", "https:", "mailto:")):
            return True
        return self._live(_joined(here, target)) in self.urls

    def _live(self, address: str) -> str:
        """The address without this release's id: what its permalinks lead to."""
        page = re.sub(rf"^/([a-z]+)/release/{self.release}/", r"/\1/", address)
        return re.sub(rf"^/(data|feeds)/releases/{self.release}/", r"/\1/", page)


def _joined(here: str, target: str) -> str:
    """Address of a relative link."""
    if target.startswith("/"):
        return target
    parts = here.rpartition("/")[0].split("/")
    for step in target.removeprefix("./").split("/")[:-1]:
        parts = parts[:-1] if step == ".." else [*parts, step]
    return "/".join([*parts, target.rpartition("/")[2]])


def budgets_hold(sealed: Sealed) -> Findings:
    """Weights of public-site.md section 6."""
    assets = sealed.root / "site" / "assets"
    style, script = (sum(_packed(p.read_bytes()) for p in assets.glob(f"*.{kind}")) for kind in ("css", "js"))
    found = [f"The stylesheet weighs {style:,} bytes."] if style > MAX_CSS else []
    found += [f"The script weighs {script:,} bytes."] if script > MAX_SCRIPT else []
    for name, text in sealed.pages:
        content = text.encode()
        if len(content) > MAX_HTML:
            found.append(f"{name} holds {len(content):,} bytes, more than {MAX_HTML:,}.")
        elif len(content) > MAX_VIEW and _packed(content) + style + script > MAX_VIEW:
            found.append(f"{name} weighs more than {MAX_VIEW:,} bytes at the first view.")
    return found


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 6, mtime=0))
