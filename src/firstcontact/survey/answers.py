"""Responses and answers as tables and as values in code.

A cell is what one response holds for one item: a value (`instrument.model.Answer`) or a `Missing`.
Source: specs/surveys/README.md 2 (response, answer).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

import pyarrow as pa

from firstcontact.survey.instrument.model import NUMBER_TYPES, TEXT_TYPES, Instrument, Item
from firstcontact.survey.missing import Missing

Cell = str | frozenset[str] | Decimal | date | Missing
Cells = Mapping[str, Cell]
MARKED = "1"
NUMBER = pa.decimal128(18, 4)
STAMP = pa.timestamp("us", tz="UTC")
FINISHED = "submitted"
ROWS_AT_ONCE = 65_536  # as Python objects, so that large waves fit into memory

RESPONSE = pa.schema(
    [
        ("response_id", pa.string()),
        ("case_id", pa.string()),
        ("instrument_id", pa.string()),
        ("version", pa.int32()),
        ("language", pa.string()),
        ("mode", pa.string()),
        ("state", pa.string()),
        ("rev", pa.int32()),
        ("current_page", pa.string()),
        ("modules", pa.string()),
        ("started_at", STAMP),
        ("submitted_at", STAMP),
        ("active_seconds", pa.int32()),
        ("entered_by", pa.string()),
        ("import_id", pa.string()),
    ]
)
ANSWER = pa.schema(
    [
        ("response_id", pa.string()),
        ("link_id", pa.string()),
        ("option_code", pa.string()),
        ("value_code", pa.string()),
        ("value_number", NUMBER),
        ("value_date", pa.date32()),
        ("value_text", pa.string()),
        ("missing_code", pa.int32()),
        ("rev", pa.int32()),
    ]
)


@dataclass(frozen=True)
class Response:
    """One response with its cells; `texts`: (link_id, option code) -> what was typed beside an option.

    modules: rotating modules of this response, None where the instrument has none or all were asked.
    """

    response_id: str
    case_id: str | None
    language: str
    mode: str
    state: str
    cells: Cells
    started_at: datetime | None = None
    submitted_at: datetime | None = None
    modules: tuple[str, ...] | None = None
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    import_id: str | None = None

    @property
    def finished(self) -> bool:
        return self.state == FINISHED

    def with_cells(self, cells: Cells) -> "Response":
        return replace(self, cells=cells)


def is_answered(cell: Cell | None) -> bool:
    """A value, or an option that says why there is none."""
    return cell is not None and (not isinstance(cell, Missing) or cell.chosen)


def is_substantive(cell: Cell | None) -> bool:
    return cell is not None and not isinstance(cell, Missing)


def answer_table(instrument: Instrument, responses: Iterable[Response]) -> pa.Table:
    """The table `answer`: one row per cell, of a multi item one per marked option."""
    rows = (row for r in responses for row in _rows(instrument, r))
    parts = []
    while some := list(islice(rows, ROWS_AT_ONCE)):
        parts.append(pa.RecordBatch.from_pylist(some, schema=ANSWER))
    return pa.Table.from_batches(parts, schema=ANSWER)


def _rows(instrument: Instrument, response: Response) -> Iterator[dict]:
    for link_id, cell in response.cells.items():
        item = instrument.item_by_id[link_id]
        key = {"response_id": response.response_id, "link_id": link_id, "option_code": "", "rev": 0}
        typed = {code: text for (link, code), text in response.texts.items() if link == link_id}
        if isinstance(cell, frozenset):
            for code in sorted(cell):
                value = {"value_text": typed[code]} if code in typed else {"value_code": MARKED}
                yield key | {"option_code": code} | value
            continue
        yield key | _value(cell, item)
        for code, text in typed.items():
            yield key | {"option_code": code, "value_text": text}


def _value(cell: Cell, item: Item) -> dict:
    if isinstance(cell, Missing):
        return {"missing_code": int(cell)}
    if item.type in NUMBER_TYPES:
        return {"value_number": cell}
    if item.type == "date":
        return {"value_date": cell}
    return {"value_text": cell} if item.type in TEXT_TYPES else {"value_code": cell}


def read_responses(instrument: Instrument, response: pa.Table, answer: pa.Table) -> list[Response]:
    """The responses of the tables, in the order of `response`; items without a row have no cell."""
    cells: dict[str, dict[str, Cell]] = {}
    texts: dict[str, dict[tuple[str, str], str]] = {}
    for row in (row for batch in answer.to_batches(ROWS_AT_ONCE) for row in batch.to_pylist()):
        item = instrument.item_by_id.get(row["link_id"])
        if item is not None:
            _take(row, item, cells.setdefault(row["response_id"], {}), texts.setdefault(row["response_id"], {}))
    return [_response(r, cells, texts) for r in response.to_pylist()]


def _take(row: dict, item: Item, cells: dict[str, Cell], texts: dict[tuple[str, str], str]) -> None:
    link_id, option = item.link_id, row["option_code"]
    if option and row["value_text"]:
        texts[link_id, option] = row["value_text"]
    if option and item.type == "multi":
        before = cells.get(link_id)
        cells[link_id] = frozenset({option}) | (before if isinstance(before, frozenset) else frozenset())
    elif not option:
        cells[link_id] = _cell(row, item)


def _cell(row: dict, item: Item) -> Cell:
    if row["missing_code"] is not None:
        return Missing(row["missing_code"])
    if item.type in NUMBER_TYPES:
        return row["value_number"]
    if item.type == "date":
        return row["value_date"]
    return row["value_text"] if item.type in TEXT_TYPES else row["value_code"]


def _response(row: dict, cells: Mapping[str, dict], texts: Mapping[str, dict]) -> Response:
    response_id = row["response_id"]
    return Response(
        response_id=response_id,
        case_id=row["case_id"],
        language=row["language"],
        mode=row["mode"],
        state=row["state"],
        cells=cells.get(response_id, {}),
        started_at=row["started_at"],
        submitted_at=row["submitted_at"],
        modules=tuple(json.loads(row["modules"])) if row.get("modules") else None,
        texts=texts.get(response_id, {}),
        import_id=row.get("import_id"),
    )


def response_table(instrument: Instrument, responses: Iterable[Response]) -> pa.Table:
    """The table `response`, in the order given."""
    return pa.Table.from_pylist([_row(instrument, r) for r in responses], schema=RESPONSE)


def _row(instrument: Instrument, response: Response) -> dict:
    return {
        "response_id": response.response_id,
        "case_id": response.case_id,
        "instrument_id": instrument.instrument_id,
        "version": instrument.version,
        "language": response.language,
        "mode": response.mode,
        "state": response.state,
        "rev": 0,
        "modules": None if response.modules is None else json.dumps(list(response.modules)),
        "started_at": response.started_at,
        "submitted_at": response.submitted_at,
        "import_id": response.import_id,
    }
