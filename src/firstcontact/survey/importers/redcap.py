"""REDCap: raw data CSV; a checkbox has one column per code, `item___code`, in which a minus is written as underscore.

Source: specs/surveys/README.md 12.
"""

from pathlib import Path

from firstcontact.errors import FirstContactError
from firstcontact.survey.importers.mapping import ItemMap
from firstcontact.survey.importers.source import SourceFile, read_csv
from firstcontact.survey.instrument.model import Instrument, Item

REPEAT = ("redcap_repeat_instrument", "redcap_repeat_instance")
COMPLETE = "2"


def read(path: Path) -> SourceFile:
    """Raises FirstContactError where the export holds repeated instruments."""
    source = read_csv(path)
    for name in REPEAT:
        rows = [r.number for r in source.rows if name in source.columns and r.cells.get(name, "").strip()]
        if rows:
            raise FirstContactError(
                f"{source.name} row {rows[0]}: {name} is filled ({len(rows)} rows). Repeated instruments are not "
                f"imported, as one response has one row. Export without repeats, or one file for each."
            )
    return source


def default_map(item: Item, source: SourceFile) -> ItemMap | None:
    if item.type != "multi":
        return ItemMap(column=item.link_id) if source.find(item.link_id) else None
    found = {o.code: source.find(f"{item.link_id}___{o.code.replace('-', '_')}") for o in item.options}
    columns = {code: column for code, column in found.items() if column}
    return ItemMap(columns=columns) if columns else None


def completed_columns(instrument: Instrument, source: SourceFile) -> list[str]:
    """The `<form>_complete` columns of the pages, as `export` makes one form of each page."""
    names = (f"{p.page_id}_complete" for p in instrument.pages)
    return [n for n in names if n in source.columns]
