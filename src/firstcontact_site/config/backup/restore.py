"""Reads a backup: everything is staged and compared first, then a few renames put it in place."""

import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

from django.conf import settings

from firstcontact.errors import FirstContactError
from firstcontact.release.frame import FRAME_FILE
from firstcontact_site.config import pagecache
from firstcontact_site.config.backup import staging
from firstcontact_site.config.backup.archive import FORMAT, KEYS, MANIFEST
from firstcontact_site.config.backup.tables import RowHash, Table

FOLDERS = {"media": "MEDIA_ROOT", "private": "PRIVATE_MEDIA_ROOT"}


def restore(source: Path, force: bool = False, only_test: bool = False) -> dict:
    """Manifest of the restored backup. `only_test` stages and compares, and leaves the site as it is.

    Raises FirstContactError when the file is damaged, comes from a newer version, or would replace a site."""
    place = staging.of_this_site()
    if not force and not only_test and place.holds_a_site():
        raise FirstContactError(
            "This site holds pages already: nothing was changed. Stop it and restore into an empty one, or add --force "
            "to replace it; the present database is kept beside the restored one."
        )
    settings.ENVIRONMENT.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.ENVIRONMENT.folder) as draft:
        folder = Path(draft)
        manifest = unpack(source, folder)
        with place.staged():
            _load(folder, manifest)
            if not only_test:
                place.switch(before=lambda: _put_files(folder, manifest))
    if not only_test:
        pagecache.kept().purge()
    return manifest


def unpack(source: Path, folder: Path) -> dict:
    """Files of the archive in `folder`, each compared with the manifest."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, members=_plain_files(archive), filter="data")
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, EOFError, tarfile.TarError, ValueError) as e:
        raise FirstContactError(f"{source} is not a whole backup ({type(e).__name__}): nothing was changed.") from None
    if manifest.get("format") != FORMAT:
        raise FirstContactError(f"{source} has the format {manifest.get('format')}: this version reads {FORMAT}.")
    _compare(source, folder, manifest)
    return manifest


def _plain_files(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for entry in archive:
        if not entry.isfile():
            raise tarfile.TarError(f"{entry.name} is not a plain file")
        yield entry


def _compare(source: Path, folder: Path, manifest: dict) -> None:
    named = {f"rows/{name}.jsonl": facts["sha256"] for name, facts in manifest["tables"].items()}
    named |= {name: facts["sha256"] for name, facts in manifest["files"].items()}
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {MANIFEST}
    wrong = sorted(set(named) ^ present) or [n for n in sorted(named) if _sha256(folder / n) != named[n]]
    if wrong:
        raise FirstContactError(
            f"{source} is damaged: '{wrong[0]}' (and {len(wrong) - 1} more) is missing, extra or changed. "
            "Nothing was changed here. Take an older backup."
        )


def _load(folder: Path, manifest: dict) -> None:
    """The tables as they were, by the migrations of that time; then forward to the present version."""
    from django.core.management import call_command
    from django.db import connection, transaction

    staging.migrate_to(manifest["migrations"])
    with transaction.atomic(), connection.constraint_checks_disabled():
        loaded = [_load_table(folder / f"rows/{name}.jsonl") for name in sorted(manifest["tables"])]
        connection.check_constraints()
    staging.reset_sequences(loaded)
    for table in loaded:
        _compare_rows(table, manifest["tables"][table.name])
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("update_index", verbosity=0)


def _load_table(path: Path) -> Table:
    with path.open(encoding="utf-8") as lines:
        table = Table.parse(next(lines))
        staging.empty(table)
        table.load(lines)
    return table


def _compare_rows(table: Table, facts: dict) -> None:
    found = RowHash.of(table.lines())
    if found != {name: facts[name] for name in found}:
        raise FirstContactError(
            f"The restored table '{table.name}' differs from the backup ({found['rows']} rows for {facts['rows']}): "
            "nothing was changed. Please report this with the versions of both databases."
        )


def _put_files(folder: Path, manifest: dict) -> None:
    """One rename a folder; what stood there is removed after that."""
    for name, setting in FOLDERS.items():
        new, target = folder / name, Path(getattr(settings, setting))
        new.mkdir(exist_ok=True)
        _readable(new, 0o644 if name == "media" else 0o600, 0o755 if name == "media" else 0o700)
        if target.exists():
            os.rename(target, folder / f"{name}.before")
        os.rename(new, target)
    for name in (FRAME_FILE, *KEYS):
        if name in manifest["files"]:
            os.replace(folder / name, settings.ENVIRONMENT.folder / name)
    if FRAME_FILE in manifest["files"]:
        (settings.ENVIRONMENT.folder / FRAME_FILE).chmod(0o644)


def _readable(root: Path, files: int, folders: int) -> None:
    for path in [root, *root.rglob("*")]:
        path.chmod(folders if path.is_dir() else files)


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()
