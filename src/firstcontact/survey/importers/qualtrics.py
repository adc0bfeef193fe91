"""Qualtrics: a response CSV with three header rows: names, texts, import ids.

Source: specs/surveys/README.md 12.
"""

from pathlib import Path

from firstcontact.errors import FirstContactError
from firstcontact.survey.csv_text import decode, records
from firstcontact.survey.importers.mapping import ItemMap
from firstcontact.survey.importers.source import SourceFile, option_columns, read_csv
from firstcontact.survey.instrument.model import Item

HEADER_ROWS = 3
SEPARATOR = ","
STATUS = "Status"
STATUS_WORDS = {
    "1": "preview",
    "2": "test",
    "8": "spam",
    "9": "preview, spam",
    "16": "offline",
    "17": "offline preview",
}


def read(path: Path) -> SourceFile:
    """Raises FirstContactError where the third row does not hold import ids."""
    third = [cells for _, cells in records(decode(path), path.name)][HEADER_ROWS - 1 : HEADER_ROWS]
    if not third or "ImportId" not in third[0][0]:
        raise FirstContactError(
            f"{path.name}: row 3 holds no import ids, so this is not a Qualtrics response export with three "
            f"header rows. Export it again as CSV, or map it as plain_csv."
        )
    return read_csv(path, HEADER_ROWS)


def default_map(item: Item, source: SourceFile) -> ItemMap | None:
    split = option_columns(item, source, "{item}_{code}") if item.type == "multi" else {}
    if split:
        return ItemMap(columns=split)
    return ItemMap(column=item.link_id) if source.find(item.link_id) else None
