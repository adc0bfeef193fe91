"""Rule C0: the text in a file as a cell of an item, or the sentence that says why it cannot be read.

Source: specs/surveys/README.md 9 (C0) and 12.
"""

import html
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from firstcontact.survey.answers import Cell
from firstcontact.survey.importers.mapping import ItemMap
from firstcontact.survey.instrument.model import NUMBER_TYPES, TEXT_TYPES, Item
from firstcontact.survey.missing import Missing

LONGEST = 40  # characters of a value that a sentence quotes
UNMARKED = ("", "0")
Read = tuple[Cell | None, str | None]


def read_cell(item: Item, place: ItemMap, row: Mapping[str, str]) -> Read:
    """(cell, None); (None, None) where nothing was entered; (UNREADABLE_IMPORT, sentence)."""
    if place.columns is not None:
        return _split(item, place, row)
    column = place.column or ""
    text = row[column]
    if not text.strip():
        return None, None
    if item.type == "multi":
        return _several(item, place, column, text)
    if item.type in TEXT_TYPES:
        return text, None
    return _one(item, place, column, text.strip())


def _split(item: Item, place: ItemMap, row: Mapping[str, str]) -> Read:
    """A multi item in one column per option."""
    columns = place.columns or {}
    held = {code: row[column].strip() for code, column in columns.items()}
    odd = [(columns[c], t) for c, t in held.items() if t not in (*place.marked, *UNMARKED)]
    if odd:
        column, text = odd[0]
        return unreadable(column, text, f"is not a mark ({', '.join(place.marked)}) or empty")
    return _marks(item, {code for code, text in held.items() if text in place.marked}), None


def _several(item: Item, place: ItemMap, column: str, text: str) -> Read:
    parts = [p.strip() for p in text.split(place.separator or ";") if p.strip()]
    codes = [place.values.get(p) if place.values is not None else p for p in parts]
    if None in codes:
        return unreadable(column, parts[codes.index(None)], "is not in the value map")
    return _marks(item, {c for c in codes if c is not None}), None


def _marks(item: Item, codes: set[str]) -> Cell | None:
    """Marked options; a missing option that stands alone is the reason why there is no answer."""
    if not codes:
        return None
    lone = next(iter(codes)) if len(codes) == 1 else ""
    return _missing(item, lone) or frozenset(codes)


def _one(item: Item, place: ItemMap, column: str, text: str) -> Read:
    mapped = place.values.get(text) if place.values is not None else None
    if mapped is not None and _is_missing_code(mapped):
        return Missing(int(mapped)), None
    if item.type == "single":
        if place.values is not None and mapped is None:
            return unreadable(column, text, "is not in the value map")
        code = text if mapped is None else mapped
        return _missing(item, code) or code, None
    if item.type in NUMBER_TYPES:
        return _number(column, text if mapped is None else mapped)
    return _date(column, text if mapped is None else mapped, place.date_format)


def _missing(item: Item, code: str) -> Missing | None:
    option = item.option_by_code.get(code)
    return Missing(int(code)) if option is not None and option.missing else None


def _is_missing_code(code: str) -> bool:
    return code in {str(int(m)) for m in Missing}


def _number(column: str, text: str) -> Read:
    try:
        value = Decimal(text)
        held = value.quantize(Decimal("0.0001")) if value.is_finite() else None
    except InvalidOperation:
        held = None
    if held is None or held != value or "_" in text:
        return unreadable(column, text, "is not a number with at most 4 decimals")
    return held, None


def _date(column: str, text: str, form: str) -> Read:
    try:
        return datetime.strptime(text, form).date(), None
    except ValueError:
        return unreadable(column, text, f"is not a date of the form {form}")


def unreadable(column: str, text: str, why: str) -> Read:
    """The value is quoted escaped and cut, as these sentences are also shown on pages."""
    shown = html.escape(text[:LONGEST], quote=False) + ("…" if len(text) > LONGEST else "")
    return Missing.UNREADABLE_IMPORT, f"{html.escape(column, quote=False)} = '{shown}' {why}"
