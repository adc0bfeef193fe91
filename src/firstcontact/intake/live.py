"""store/live.json: the one pointer that says which parts of which batches are live. Switched by an atomic rename."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from firstcontact.contract import contract_digest
from firstcontact.errors import FirstContactError
from firstcontact.intake.files import SourceFile
from firstcontact.workspace import Workspace

STORE_FORMAT = "1"


@dataclass(frozen=True)
class LiveFile:
    """One live file: who it is, where its parts are, and its ledger. Amounts are exact decimal text or None.

    `is_kept`: the part is the source's own file; a row's line is its number.
    `years`: year -> {"lines": rows by service date, "latest": latest service or paid date in that year}.
    `by_source`: data source -> {"rows", "paid", "allowed"} of the rows in the parts.
    """

    table: str
    name: str
    sha256: str
    reading: str
    batch: str
    parts: tuple[str, ...]
    columns: tuple[str, ...]
    is_kept: bool
    rows: int
    loaded: int
    quarantined: int
    deduplicated: int
    amounts: dict[str, str | None]
    years: dict[str, dict]
    by_source: dict[str, dict]
    data_through: str | None

    @property
    def identity(self) -> tuple[str, str, str]:
        return (self.table, self.sha256, self.reading)


@dataclass(frozen=True)
class Live:
    """What is live, and the batches that once were (they are kept)."""

    files: tuple[LiveFile, ...] = ()
    kept: tuple[str, ...] = field(default=())

    @property
    def digest(self) -> str:
        """Identity of the live rows: changes when a file or the way it is read changes."""
        lines = sorted("|".join(f.identity) for f in self.files)
        return hashlib.sha256("\n".join([STORE_FORMAT, *lines]).encode()).hexdigest()


def reading_of(file: SourceFile) -> str:
    """How a file is read, as a digest: its dialect, the contract, the form of the store."""
    return hashlib.sha256(f"{STORE_FORMAT}|{contract_digest()}|{file.dialect!r}".encode()).hexdigest()[:16]


def read_live(store: Path) -> Live:
    path = store / "live.json"
    if not path.exists():
        return Live()
    raw = json.loads(path.read_text(encoding="utf-8"))
    files = [{**f, "parts": tuple(f["parts"]), "columns": tuple(f["columns"])} for f in raw["files"]]
    return Live(tuple(LiveFile(**f) for f in files), tuple(raw["kept"]))


def switch(store: Path, live: Live) -> None:
    """Make `live` the live state: at any moment the old or the new one is whole on disk."""
    text = json.dumps(asdict(live), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    write_whole(store / "live.json", text)


def write_whole(path: Path, text: str) -> None:
    """Write under another name, force to disk, rename, force the folder to disk."""
    temporary = path.with_name(path.name + ".tmp")
    with open(temporary, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(temporary, path)
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Force every file and folder below to disk."""
    for here, _, names in os.walk(folder):
        for name in names:
            with open(Path(here) / name, "rb") as file:
                os.fsync(file.fileno())
        sync_folder(Path(here))


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def sole_writer(ws: Workspace) -> Iterator[None]:
    """One import at a time; the lock falls with its process, however that ends."""
    ws.store.mkdir(parents=True, exist_ok=True)
    with open(ws.store / "import.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FirstContactError(
                "Another import into this workspace is running. Nothing was loaded. Wait for its end and run again."
            ) from None
        yield


def remove_leftovers(ws: Workspace) -> None:
    """What a dead import left: its working folder, batches that never became live, spill of dead processes."""
    live = read_live(ws.store)
    wanted = {f.batch for f in live.files} | set(live.kept)
    for batch in _folders(ws.store / "batches"):
        if batch.name not in wanted:
            shutil.rmtree(batch, ignore_errors=True)
    for folder in _folders(ws.store / "tmp"):
        pid = folder.name.rpartition("-")[2]
        if pid.isdigit() and not _is_running(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def _folders(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_dir()) if folder.exists() else []


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
