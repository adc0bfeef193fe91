"""ODK and Kobo: columns carry the names of their groups, `page_start-seen` or `page_start/seen`.

Source: specs/surveys/README.md 12.
"""

import re
from pathlib import Path

from firstcontact.survey.importers.mapping import ItemMap
from firstcontact.survey.importers.source import SourceFile, read_csv
from firstcontact.survey.instrument.model import Item

SEPARATOR = " "


def read(path: Path) -> SourceFile:
    """Columns are known by their last part and, for split multi items, by their last two as `item/code`."""
    source = read_csv(path)
    return SourceFile(source.name, source.columns, source.rows, _aliases(source.columns))


def _aliases(columns: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for column in columns:
        parts = column.split("/") if "/" in column else re.split("-(?=[A-Za-z_])", column)
        for name in sorted({parts[-1], "/".join(parts[-2:])} - {column}):
            found.setdefault(name, []).append(column)
    return found


def default_map(item: Item, source: SourceFile) -> ItemMap | None:
    if item.type == "multi":
        found = {o.code: source.find(f"{item.link_id}/{o.code}") for o in item.options}
        columns = {code: column for code, column in found.items() if column}
        if columns:
            return ItemMap(columns=columns, marked=["1", "True"])
    return ItemMap(column=item.link_id, separator=SEPARATOR) if source.find(item.link_id) else None
