"""Zip archives as a source: looked at before anything is written, unpacked under a limit."""

import stat
import zipfile
from pathlib import Path, PurePosixPath

from firstcontact.errors import FirstContactError
from firstcontact.intake.findings import Finding, shown
from firstcontact.intake.messages import sentence

MAX_RATIO = 200
SMALL = 1 << 20
BLOCK = 1 << 20


def inspect_archive(path: Path) -> Finding | None:
    """The reason to refuse an archive by its directory alone, or None. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError):
        return _finding(path, "truncated", sentence("B21", file=path.name), "B21")
    for member in members:
        if _lands_outside(member):
            return _finding(path, "zip_slip", sentence("B23", file=path.name, member=shown(member.filename)), "B23")
    return _too_big(path, sum(m.file_size for m in members))


def unpack(path: Path, folder: Path) -> None:
    """Unpack into an empty folder, or raise FirstContactError with the reason. Declared sizes are not believed."""
    reason = inspect_archive(path)
    if reason is not None:
        raise FirstContactError(reason.message)
    written, limit = 0, max(path.stat().st_size * MAX_RATIO, SMALL)
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    written = _unpack_member(archive, member, folder, written, limit)
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError):
        raise FirstContactError(sentence("B21", file=path.name)) from None


def _unpack_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, written: int, limit: int) -> int:
    target = folder / member.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as packed, open(target, "wb") as out:
        while block := packed.read(BLOCK):
            written += len(block)
            if written > limit:
                raise FirstContactError(sentence("B22", file=Path(archive.filename).name, ratio=MAX_RATIO))
            out.write(block)
    return written


def _lands_outside(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    path = PurePosixPath(name)
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name


def _too_big(path: Path, size: int) -> Finding | None:
    if size <= max(path.stat().st_size * MAX_RATIO, SMALL):
        return None
    return _finding(path, "expansion", sentence("B22", file=path.name, ratio=MAX_RATIO), "B22")


def _finding(path: Path, rule: str, text: str, code: str) -> Finding:
    return Finding(path.name, None, "", rule, "reject_file", "", 1, text, code)
