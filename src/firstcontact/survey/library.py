"""The instruments of a workspace, by id and version."""

from pathlib import Path

from firstcontact.errors import FirstContactError
from firstcontact.survey.instrument.load import find, load, shipped
from firstcontact.survey.instrument.model import Instrument
from firstcontact.survey.instrument.store import Store
from firstcontact.survey.wave import FOLDER


def store_folder(workspace: Path) -> Path:
    """Where `survey freeze` keeps the versions of a workspace."""
    return workspace / FOLDER / "instruments"


def find_instrument(workspace: Path, instrument_id: str, version: int) -> Instrument:
    """A frozen version of the workspace, else the shipped one of that version. Raises FirstContactError."""
    store = Store(store_folder(workspace))
    if store.file(instrument_id, str(version)):
        return find(f"{instrument_id}@{version}", store.folder)
    path = shipped().get(instrument_id)
    held = load(path) if path else None
    if held is not None and held.version == version:
        return held
    known = ", ".join([*store.names(), *shipped()])
    raise FirstContactError(
        f"There is no {instrument_id} version {version} in this workspace (instruments: {known}). "
        f"Freeze it with 'survey freeze FILE', or name its file with --instrument."
    )
