"""Where the shipped files are."""

from pathlib import Path

FOLDER = Path(__file__).parent


def shipped(name: str) -> Path:
    """The shipped CSV with this name, such as `parameters`."""
    return FOLDER / f"{name}.csv"


def builtin(name: str) -> Path | None:
    """The file that `builtin:NAME` stands for; None where nothing of that name is shipped."""
    path = shipped(name.removeprefix("builtin:"))
    return path if path.is_file() and path.parent == FOLDER else None
