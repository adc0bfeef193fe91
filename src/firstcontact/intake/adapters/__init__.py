"""One file per source format: which files a folder holds, and which table and dialect each one has."""

from firstcontact.errors import UsageError
from firstcontact.intake.adapters import firstcontact as native

ADAPTERS = {"firstcontact": native.discover}


def adapter(fmt: str):
    """The `discover(folder)` of a format; formats without one are refused by name."""
    if fmt not in ADAPTERS:
        known = ", ".join(sorted(ADAPTERS))
        raise UsageError(f"--from {fmt}: this format is not known. Known formats: {known}. Choose one of them.")
    return ADAPTERS[fmt]
