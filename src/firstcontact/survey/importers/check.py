"""Whether a map fits its instrument and its file, before any row is read.

Source: specs/surveys/README.md 12 and 16.
"""

from difflib import get_close_matches

from firstcontact.errors import FirstContactError
from firstcontact.survey.importers.mapping import ImportMap, ItemMap
from firstcontact.survey.importers.source import SourceFile
from firstcontact.survey.importers.sources import SEPARATORS
from firstcontact.survey.instrument.model import CHOICE_TYPES, Instrument, Item
from firstcontact.survey.missing import Missing


def check_items(places: dict[str, ItemMap], instrument: Instrument, where: str) -> None:
    """Raises FirstContactError for an item, an option or a form of mapping that the instrument does not have."""
    for link_id, place in places.items():
        item = instrument.item_by_id.get(link_id)
        if item is None or item.type == "info":
            near = get_close_matches(link_id, list(instrument.item_by_id), 1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise FirstContactError(
                f"{where}: the map names item '{link_id}', which {instrument.instrument_id} version "
                f"{instrument.version} does not ask.{hint}"
            )
        if place.columns is not None and item.type != "multi":
            raise FirstContactError(
                f"{where}: items.{link_id}: columns is for multi items; '{link_id}' is {item.type}."
            )
        _check_codes(item, place, where)


def _check_codes(item: Item, place: ItemMap, where: str) -> None:
    if item.type not in CHOICE_TYPES:
        return
    for code in (*(place.columns or {}), *(place.values or {}).values()):
        if code not in item.option_by_code and code not in {str(int(m)) for m in Missing}:
            raise FirstContactError(
                f"{where}: items.{item.link_id}: '{code}' is not an option of {item.link_id} "
                f"({', '.join(item.option_by_code)}). Correct the map."
            )


def located(mapping: ImportMap, places: dict[str, ItemMap], source: SourceFile) -> dict[str, ItemMap]:
    """The maps of the items with columns as the file names them and the separator of the source.

    Raises FirstContactError for a column that the file lacks, or, where the map asks for it, one it does not name.
    """
    made = {link_id: _place(link_id, p, mapping, source) for link_id, p in places.items()}
    if mapping.unmapped_columns == "error":
        named = {n for p in made.values() for n in p.names} | set(mapping.column_roles().values())
        left = [c for c in source.columns if c not in named]
        if left:
            raise FirstContactError(
                f"{source.name}: the map does not name column '{left[0]}' ({len(left)} such columns). "
                f"Map it, or write unmapped_columns: ignore."
            )
    return made


def _place(link_id: str, place: ItemMap, mapping: ImportMap, source: SourceFile) -> ItemMap:
    what = f"item '{link_id}'"
    changes: dict = {"separator": place.separator or SEPARATORS[mapping.source]}
    if place.column is not None:
        changes["column"] = source.column(place.column, what)
    if place.columns is not None:
        changes["columns"] = {code: source.column(name, what) for code, name in place.columns.items()}
    return place.model_copy(update=changes)


def roles(mapping: ImportMap, source: SourceFile) -> dict[str, str]:
    """Key of the map -> column as the file names it."""
    return {role: source.column(name, role) for role, name in mapping.column_roles().items()}
