"""The source of an import: a folder, or an archive that is unpacked for the time of the work."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from os import getpid
from pathlib import Path

from firstcontact.errors import UsageError
from firstcontact.intake.archive import unpack
from firstcontact.workspace import Workspace


@contextmanager
def opened(ws: Workspace, source: Path | None) -> Iterator[Path]:
    """The source as a folder; an archive is unpacked for the time of the work."""
    path = Path(source) if source is not None else ws.inputs
    if not path.exists():
        raise UsageError(f"The source '{path}' does not exist. Name a folder or a .zip file with --source.")
    work = work_folder(ws)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        yield path if path.is_dir() else _unpacked(path, work / "unpacked")
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _unpacked(path: Path, folder: Path) -> Path:
    if not zipfile.is_zipfile(path) and path.suffix != ".zip":
        raise UsageError(
            f"The source '{path}' is a file. Name the folder that holds it, or a .zip file, with --source."
        )
    unpack(path, folder)
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def work_folder(ws: Workspace) -> Path:
    """Where this process works; the next import removes it if the process dies."""
    return ws.store / "tmp" / f"work-{getpid()}"
