"""A text file in another encoding, written again as UTF-8 for check and import."""

import codecs
import os
from pathlib import Path

from firstcontact.errors import FirstContactError, UsageError

BLOCK = 1 << 22


def convert(path: Path, encoding: str, out: Path | None = None) -> Path:
    """Write `path` as UTF-8 and return the new file's path (default: the name with .utf8 before its suffix).

    Raises UsageError for an unknown encoding or a missing file, FirstContactError where the bytes are not of it.
    """
    path = Path(path)
    if not path.is_file():
        raise UsageError(f"The file '{path}' does not exist. Name a file to convert.")
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except (LookupError, TypeError):
        raise UsageError(f"--from {encoding}: this encoding is not known. Examples: utf-16, latin-1, cp1252.") from None
    target = Path(out) if out else path.with_name(f"{path.stem}.utf8{path.suffix}")
    if target.resolve() == path.resolve():
        raise UsageError(f"'{target}' is the file itself. Name another file for the result with -o.")
    temporary = target.with_name(target.name + ".tmp")
    try:
        _copy(path, temporary, decoder)
    except UnicodeError:
        temporary.unlink(missing_ok=True)
        raise FirstContactError(
            f"{path.name}: the content is not {encoding}. Nothing was written. Ask the sender for the encoding."
        ) from None
    os.replace(temporary, target)
    return target


def _copy(path: Path, target: Path, decoder: codecs.IncrementalDecoder) -> None:
    with open(path, "rb") as file, open(target, "wb") as out:
        while block := file.read(BLOCK):
            out.write(decoder.decode(block).removeprefix("\ufeff").encode("utf-8"))
        out.write(decoder.decode(b"", True).encode("utf-8"))
