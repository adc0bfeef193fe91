"""What a server answers for a public address: one function for `firstcontact serve` and for the site's own server."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from hashlib import file_digest
from http import HTTPStatus
from pathlib import Path

from firstcontact.release.packed import ENDINGS, copy_of, is_packed
from firstcontact.release.reader import Found, Reader

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".geojson": "application/geo+json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".svg": "image/svg+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".pdf": "application/pdf",
}
PROBLEM = "application/problem+json; charset=utf-8"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
}
LIVE, FOR_EVER = "public, max-age=300", "public, max-age=31536000, immutable"
DOWNLOADS = (".csv", ".xlsx")
LARGEST_ZIPPED = 2_000_000


@dataclass(frozen=True)
class Answer:
    """`body` is a Path when the file is better sent from disk."""

    status: HTTPStatus
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Path = b""


def answer(reader: Reader, path: str, asked: Mapping[str, str]) -> Answer | None:
    """Answer to GET; None when the releases lack the address. `path` is decoded; names in `asked` are lower case."""
    current = reader.current()
    if path == "/" and current:
        return Answer(HTTPStatus.FOUND, FIXED | {"Location": f"/{current.languages[0]}/"})
    found = reader.resolve(path)
    if found:
        keep = FOR_EVER if found.immutable else LIVE
        return file_answer(found.path, asked, {"Cache-Control": keep} | _attachment(found))
    if not path.endswith("/") and reader.resolve(f"{path}/"):
        return Answer(HTTPStatus.MOVED_PERMANENTLY, FIXED | {"Location": f"{path}/"})
    return None


def missing(reader: Reader, path: str) -> Answer:
    """404: a problem document for the interface, the release's page in the address's language for people."""
    if path.startswith("/api/"):
        return problem(HTTPStatus.NOT_FOUND, "Not found", "There is no such file in this release.", path)
    current = reader.current()
    code = next((p for p in path.split("/")[1:2] if p in current.languages), current.languages[0])
    page = current.root / "site" / code / "404.html"
    return Answer(HTTPStatus.NOT_FOUND, _typed(page) | {"Cache-Control": "no-store"}, page.read_bytes())


def problem(status: HTTPStatus, title: str, detail: str, instance: str) -> Answer:
    """RFC 9457."""
    said = {"type": "about:blank", "title": title, "status": int(status), "detail": detail, "instance": instance}
    return Answer(status, FIXED | {"Content-Type": PROBLEM}, json.dumps(said).encode())


def file_answer(path: Path, asked: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
    """The file with its ETag, packed when the reader takes that; 304 when the reader has it."""
    stat = path.stat()
    state = (str(path), stat.st_mtime_ns, stat.st_size)
    packs = is_packed(path, stat.st_size)
    coding, body = _packed(path, state, asked) if packs else ("", path)
    digest = _digest(*state)
    headers = {
        **_typed(path),
        **headers,
        "ETag": f'"{digest}-{coding}"' if coding else f'"{digest}"',
        "Last-Modified": formatdate(stat.st_mtime, usegmt=True),
        **({"Vary": "Accept-Encoding"} if packs else {}),
    }
    if digest in asked.get("if-none-match", ""):
        return Answer(HTTPStatus.NOT_MODIFIED, headers)
    return Answer(HTTPStatus.OK, headers | ({"Content-Encoding": coding} if coding else {}), body)


def _packed(path: Path, state: tuple[str, int, int], asked: Mapping[str, str]) -> tuple[str, bytes | Path]:
    """(coding, its bytes): a copy made with the release; a page of the site's own is packed now."""
    takes = _codings(asked.get("accept-encoding", ""))
    for coding in ENDINGS:
        if coding in takes and (copy := copy_of(path, coding)).is_file():
            return coding, copy
    if "gzip" in takes and state[2] <= LARGEST_ZIPPED:
        return "gzip", _zip(*state)
    return "", path


def _codings(accepted: str) -> set[str]:
    """Codings of an Accept-Encoding header; one with the weight 0 is refused."""
    parts = (part.replace(" ", "").partition(";q=") for part in accepted.split(","))
    return {coding for coding, _, weight in parts if not weight or weight.strip("0.")}


def _typed(path: Path) -> dict[str, str]:
    kind = TYPES.get(path.suffix, "application/octet-stream")
    return FIXED | {"Content-Type": kind} | ({"Content-Security-Policy": POLICY} if path.suffix == ".html" else {})


def _attachment(found: Found) -> dict[str, str]:
    name = found.path.name
    return {"Content-Disposition": f'attachment; filename="{name}"'} if found.path.suffix in DOWNLOADS else {}


@lru_cache(maxsize=4096)
def _digest(path: str, modified: int, size: int) -> str:
    """sha256 of a file in this state: read once."""
    with open(path, "rb") as handle:
        return file_digest(handle, "sha256").hexdigest()


@lru_cache(maxsize=128)
def _zip(path: str, modified: int, size: int) -> bytes:
    return gzip.compress(Path(path).read_bytes(), compresslevel=6, mtime=0)
