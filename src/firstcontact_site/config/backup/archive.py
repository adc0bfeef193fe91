"""Writes a backup: one consistent view of the database, and the files beside it."""

import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from firstcontact import __version__
from firstcontact.release.frame import FRAME_FILE
from firstcontact.release.switch import current_release
from firstcontact_site.config.backup.tables import RowHash, Table, tables

FORMAT = 1
MANIFEST = "manifest.json"
KEYS = ("secret.key", "link.key")
KEEP = 14


def make_backup(target: Path | None = None, with_keys: bool = False) -> tuple[Path, dict]:
    """Path and manifest of the finished file. It has its name only when it is whole; its owner alone may read it."""
    made_at = datetime.now(UTC)
    target = target or default_folder() / f"site-{made_at:%Y%m%dT%H%M%SZ}.tar.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
            manifest = _write(handle, made_at, with_keys)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return target, manifest


def default_folder() -> Path:
    return settings.ENVIRONMENT.folder / "backups"


def tidy(folder: Path, keep: int = KEEP) -> None:
    """Only the newest files stay."""
    for old in sorted(folder.glob("site-*.tar.gz"))[:-keep]:
        old.unlink()


def _write(handle: IO[bytes], made_at: datetime, with_keys: bool) -> dict:
    manifest = {
        "format": FORMAT,
        "made_at": made_at.isoformat(timespec="seconds"),
        "version": __version__,
        "engine": connection.vendor,
        "release": current_release(settings.ENVIRONMENT.workspace.releases),
        "keys": with_keys,
        "tables": {},
        "files": {},
    }
    with tarfile.open(fileobj=handle, mode="w:gz", compresslevel=3, format=tarfile.PAX_FORMAT) as archive:
        with snapshot():
            manifest["migrations"] = sorted(map(list, MigrationRecorder(connection).applied_migrations()))
            for table in tables():
                manifest["tables"][table.name] = _add_rows(archive, table)
        for name, path in _files(with_keys):
            manifest["files"][name] = _add_file(archive, name, path)
        _add_bytes(archive, MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    return manifest


@contextmanager
def snapshot() -> Iterator[None]:
    """All tables as they were at one moment, while others go on writing."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _add_rows(archive: tarfile.TarFile, table: Table) -> dict:
    found, digest = RowHash(), sha256()
    with tempfile.TemporaryFile() as part:
        for number, line in enumerate(_with_header(table)):
            encoded = line.encode() + b"\n"
            part.write(encoded)
            digest.update(encoded)
            if number:
                found.add(line)
        size = part.tell()
        part.seek(0)
        _add(archive, f"rows/{table.name}.jsonl", size, part)
    return found.facts() | {"sha256": digest.hexdigest()}


def _with_header(table: Table) -> Iterator[str]:
    yield table.header()
    yield from table.lines()


def _files(with_keys: bool) -> Iterator[tuple[str, Path]]:
    """Uploads, private uploads, the frame; the keys only when asked for."""
    folder = settings.ENVIRONMENT.folder
    for name, root in (("media", settings.MEDIA_ROOT), ("private", settings.PRIVATE_MEDIA_ROOT)):
        for path in sorted(p for p in Path(root).rglob("*") if p.is_file() and not p.is_symlink()):
            yield f"{name}/{path.relative_to(root).as_posix()}", path
    for name in (FRAME_FILE, *(KEYS if with_keys else ())):
        if (folder / name).is_file():
            yield name, folder / name


def _add_file(archive: tarfile.TarFile, name: str, path: Path) -> dict:
    """The digest is that of the bytes that went in, even when the file changes at the same time."""
    with path.open("rb") as source:
        size = os.fstat(source.fileno()).st_size
        reader = _Hashing(source)
        _add(archive, name, size, reader)
    return {"size": size, "sha256": reader.digest.hexdigest()}


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    _add(archive, name, len(content), io.BytesIO(content))


def _add(archive: tarfile.TarFile, name: str, size: int, source: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    archive.addfile(entry, source)


class _Hashing:
    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece
