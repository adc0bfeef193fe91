"""The first line of a file against the contract: which source column is which contract column."""

from collections.abc import Sequence
from difflib import get_close_matches

from firstcontact.contract import input_tables
from firstcontact.intake.files import SourceFile
from firstcontact.intake.findings import Finding, refuse, shown
from firstcontact.intake.messages import sentence

DELIMITERS = (",", "|", ";", "\t")
NAMES = {"\t": "TAB"}


def match_columns(file: SourceFile, names: Sequence[str]) -> dict[str, str]:
    """Source name -> contract name (or the x_ name that is carried), in the order of the file.

    Raises FileRefused where the header is none, names a column twice, or lacks one that cannot be filled.
    """
    renames = dict(file.dialect.renames)
    plain = [renames.get(name.strip(), name.strip().lower()) for name in names]
    table = input_tables()[file.table]
    known = [name for name in plain if name in table.columns]
    if not known:
        _refuse_no_header(file, names)
    _refuse_twice(file, plain)
    _refuse_missing(file, plain)
    pairs = zip(names, plain, strict=True)
    return {name: column for name, column in pairs if column in table.columns or column.startswith("x_")}


def check_delimiter(file: SourceFile, first_line: str) -> None:
    """A header that falls into known columns only with another delimiter refuses the file."""
    counts = {d: _known(file, first_line.split(d)) for d in DELIMITERS}
    best = max(counts, key=lambda d: counts[d])
    declared = file.dialect.delimiter
    if best != declared and counts[best] >= 2 and counts[declared] < 2:
        text = sentence("B05", file=file.name, found=NAMES.get(best, best), expected=NAMES.get(declared, declared))
        raise refuse(file.name, "delimiter", text, "B06" if best == "|" else "B05", 1)


def notices(file: SourceFile, names: Sequence[str], matched: dict[str, str]) -> list[Finding]:
    """One notice each for unknown columns and for direct identifiers that are not stored."""
    table = input_tables()[file.table]
    unknown = [n for n in names if n not in matched]
    dropped = [n for n, column in matched.items() if column in table.columns and table.columns[column].dropped]
    found = []
    if unknown:
        text = f"{file.name}: {len(unknown)} columns are not in the contract and are ignored: {_some(unknown)}."
        found.append(Finding(file.name, 1, "", "unknown_columns", "info", "", len(unknown), text))
    if dropped:
        text = f"{file.name}: direct identifiers are read and not stored: {_some(dropped)}."
        found.append(Finding(file.name, 1, "", "identifiers_dropped", "info", "", len(dropped), text))
    return found


def _known(file: SourceFile, names: Sequence[str]) -> int:
    renames = dict(file.dialect.renames)
    plain = [renames.get(n.strip().strip('"'), n.strip().strip('"').lower()) for n in names]
    return sum(name in input_tables()[file.table].columns for name in plain)


def _refuse_no_header(file: SourceFile, names: Sequence[str]) -> None:
    start = ",".join(names[:2])
    shape = "".join("9" if c.isdigit() else "A" if c.isalpha() else c for c in start)
    text = sentence("B18", file=file.name, shape=shown(shape))
    raise refuse(file.name, "no_header", text, "B18", 1)


def _refuse_twice(file: SourceFile, names: Sequence[str]) -> None:
    for position, name in enumerate(names):
        first = names.index(name)
        if first < position:
            text = sentence("B17", file=file.name, column=shown(name), first=first + 1, second=position + 1)
            raise refuse(file.name, "duplicate_header", text, "B17", 1, name)


def _refuse_missing(file: SourceFile, names: Sequence[str]) -> None:
    required = [c.name for c in input_tables()[file.table].columns.values() if c.must_be_in_header]
    if file.dialect.data_source:
        required = [name for name in required if name != "data_source"]
    missing = [name for name in required if name not in names]
    if not missing:
        return
    words = f"the column {missing[0]} is" if len(missing) == 1 else f"the columns {', '.join(missing)} are"
    spare = [n for n in names if n not in input_tables()[file.table].columns]
    near = get_close_matches(missing[0], spare, n=1)
    hint = f" The nearest name is {near[0]}." if near else ""
    text = (
        f"{file.name}: {words} missing. Nothing was loaded.{hint} "
        f"Add the column, or map another name under [columns] in manifest.toml."
    )
    raise refuse(file.name, "missing_column", text, "", 1, missing[0])


def _some(names: Sequence[str], limit: int = 10) -> str:
    listed = ", ".join(shown(n) for n in names[:limit])
    return listed if len(names) <= limit else f"{listed} and {len(names) - limit} more"
