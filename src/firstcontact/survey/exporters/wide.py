"""Clean answers as one row per response: codes beside their labels, missing codes as negative numbers, texts last.

Dates and texts are empty where they are missing, as no code can stand among them.

Source: specs/surveys/README.md 13.1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from firstcontact.survey.answers import Cell, Response
from firstcontact.survey.convert.wording import filled
from firstcontact.survey.instrument.model import NUMBER_TYPES, TEXT_TYPES, Instrument, Item
from firstcontact.survey.missing import Missing

KEYS = ("response_id", "unit_id", "language", "mode", "final_disposition", "weight")


@dataclass(frozen=True)
class ExportRow:
    """One response with its cleaned cells. unit_id: the practice it is about; weight: None where it has none."""

    response: Response
    unit_id: str | None
    disposition: str
    weight: float | Decimal | None


@dataclass(frozen=True)
class Column:
    """One column of text. kind: key, code, label, mark, number, date or text; option: code of a marked option."""

    name: str
    kind: str
    values: list[str]
    item: Item | None = None
    option: str | None = None


def wide(instrument: Instrument, rows: Sequence[ExportRow], language: str) -> list[Column]:
    """Key columns, then the items in document order, then texts; personal data are left out."""
    asking = [i for i in instrument.items if i.type != "info" and not i.pii]
    answers = [c for i in asking if i.type not in TEXT_TYPES for c in _item(instrument, i, rows, language)]
    beside = [c for i in asking for c in _option_texts(i, rows)]
    texts = [c for i in asking if i.type in TEXT_TYPES for c in _item(instrument, i, rows, language)]
    return [*_keys(rows), *answers, *beside, *texts]


def _keys(rows: Sequence[ExportRow]) -> list[Column]:
    held = [
        (
            r.response.response_id,
            r.unit_id or "",
            r.response.language,
            r.response.mode,
            r.disposition,
            "" if r.weight is None else plain(r.weight),
        )
        for r in rows
    ]
    return [Column(name, "key", [h[i] for h in held]) for i, name in enumerate(KEYS)]


def _item(instrument: Instrument, item: Item, rows: Sequence[ExportRow], language: str) -> Iterator[Column]:
    cells = [r.response.cells.get(item.link_id, Missing.NOT_IN_FORM) for r in rows]
    if item.type == "multi":
        yield from _marks(item, cells)
    elif item.type in TEXT_TYPES:
        yield Column(item.link_id, "text", ["" if isinstance(c, Missing) else str(c) for c in cells], item)
    elif item.type == "single":
        yield Column(item.link_id, "code", [plain(c) for c in cells], item)
        labels = {o.code: filled(instrument, o.label)[language] for o in item.options}
        yield Column(f"{item.link_id}_label", "label", [_label(c, labels) for c in cells], item)
    else:
        number = item.type in NUMBER_TYPES
        held = [plain(c) if number or not isinstance(c, Missing) else "" for c in cells]
        yield Column(item.link_id, "number" if number else "date", held, item)


def _marks(item: Item, cells: Sequence[Cell]) -> Iterator[Column]:
    """1 and 0 for each substantive option; a missing code stands in all of them and in `<item>_missing`."""
    missing = [str(int(c)) if isinstance(c, Missing) else "" for c in cells]
    for code in item.answer_codes:
        marks = [m or str(int(code in c)) for c, m in zip(cells, missing, strict=True)]
        yield Column(f"{item.link_id}_{code}", "mark", marks, item, code)
    yield Column(f"{item.link_id}_missing", "mark", missing, item)


def _option_texts(item: Item, rows: Sequence[ExportRow]) -> Iterator[Column]:
    for option in item.options:
        if option.has_text:
            typed = [r.response.texts.get((item.link_id, option.code), "") for r in rows]
            yield Column(f"{item.link_id}_{option.code}_text", "text", typed, item, option.code)


def _label(cell: Cell, labels: dict[str, str]) -> str:
    code = plain(cell)
    return labels.get(code) or (cell.label if isinstance(cell, Missing) else "")


def plain(value: Cell | float) -> str:
    """A value as shortest text: no trailing zeros, dates as ISO, missing codes as numbers."""
    if isinstance(value, Missing):
        return str(int(value))
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)
