"""A stored file that is not what was written: cut off, or changed by another program."""

import re

ENGINES = ("duckdb", "_duckdb", "pyarrow")
FILE = re.compile(r"'([^']+\.parquet)'")
WAYS = (
    ("/store/core/", "Delete the folder store/core of the workspace and run the same command again: it is built anew."),
    ("/store/", "Take it from a backup, or load the source files into a new workspace."),
    ("/results/", "Delete the folder of that run and measure again."),
)


def sentence(error: Exception) -> str | None:
    """What to do about an engine's error that names a stored file; None for every other error."""
    first = str(error).partition("\n")[0]
    named = FILE.search(first)
    if named is None or type(error).__module__.partition(".")[0] not in ENGINES:
        return None
    file = named[1]
    way = next((way for part, way in WAYS if part in file.replace("\\", "/")), "Take it from a backup.")
    return f"'{file}' cannot be read as Parquet: the file is cut off or changed. {way}"
