"""The sources that can be read, by the name a map gives them."""

from collections.abc import Mapping
from pathlib import Path

from firstcontact.survey.importers import fhir, qualtrics, redcap, xlsform
from firstcontact.survey.importers.mapping import Flag, ImportMap, ItemMap
from firstcontact.survey.importers.source import SourceFile, option_columns, read_csv
from firstcontact.survey.instrument.model import Instrument, Item

SEPARATORS: Mapping[str, str] = {
    "plain_csv": ";",
    "qualtrics_csv": qualtrics.SEPARATOR,
    "redcap_csv": ",",
    "xlsform_csv": xlsform.SEPARATOR,
    "fhir": fhir.SEPARATOR,
}


def read_source(path: Path, mapping: ImportMap, instrument: Instrument) -> SourceFile:
    match mapping.source:
        case "qualtrics_csv":
            return qualtrics.read(path)
        case "redcap_csv":
            return redcap.read(path)
        case "xlsform_csv":
            return xlsform.read(path)
        case "fhir":
            return fhir.read(path, instrument)
        case _:
            return read_csv(path)


def item_maps(mapping: ImportMap, instrument: Instrument, source: SourceFile) -> dict[str, ItemMap]:
    """The items of the map; for `by_link_id` every item that has a column of its own."""
    if isinstance(mapping.items, dict):
        return mapping.items
    find = {"qualtrics_csv": qualtrics, "redcap_csv": redcap, "xlsform_csv": xlsform, "fhir": fhir}
    default = find[mapping.source].default_map if mapping.source in find else _plain_default
    held = {i.link_id: default(i, source) for i in instrument.items if i.type != "info"}
    return {link_id: made for link_id, made in held.items() if made}


def _plain_default(item: Item, source: SourceFile) -> ItemMap | None:
    split = option_columns(item, source, "{item}_{code}") if item.type == "multi" else {}
    if split:
        return ItemMap(columns=split)
    return ItemMap(column=item.link_id) if source.find(item.link_id) else None


def completed(mapping: ImportMap, instrument: Instrument, source: SourceFile) -> list[Flag]:
    """Columns that all must say yes for a response to be finished; none: every response is."""
    if mapping.completed_column:
        return [mapping.completed_column]
    if mapping.source == "redcap_csv":
        names = redcap.completed_columns(instrument, source)
        return [Flag(name=n, true_values=[redcap.COMPLETE]) for n in names]
    if mapping.source == "fhir":
        return [Flag(name="status", true_values=[fhir.COMPLETED, "amended"])]
    return []
