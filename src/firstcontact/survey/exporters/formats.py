"""The files of each export format, by name.

Source: specs/surveys/README.md 13.
"""

import io
import json
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from firstcontact.survey.answers import Cell
from firstcontact.survey.cleaning.conditions import as_answer
from firstcontact.survey.convert.codebook import COLUMNS, codebook
from firstcontact.survey.convert.fhir_export import questionnaire
from firstcontact.survey.convert.fhir_response import questionnaire_response
from firstcontact.survey.exporters.csv_file import csv_bytes, guarded
from firstcontact.survey.exporters.read import Export
from firstcontact.survey.exporters.spss import syntax
from firstcontact.survey.exporters.wide import Column, ExportRow, wide
from firstcontact.survey.instrument.model import Answer, Item
from firstcontact.survey.wave import SIMULATED_NOTE

Files = dict[str, bytes]
GUARDED = ("label", "text")
LONG = ("response_id", "link_id", "option_code", "value_code", "value_number", "value_date", "missing_code")
FLAG = "is_simulated"


def csv_files(export: Export, language: str) -> Files:
    """The wide answers and their codebook."""
    name = export.wave.info.wave_id
    rows = codebook(export.instrument, language)
    cells = ([guarded(r[c]) if c in ("text", "value_label") else r[c] for c in COLUMNS] for r in rows)
    return {f"{name}.csv": _wide_csv(columns(export, language)), f"{name}_codebook.csv": csv_bytes(COLUMNS, cells)}


def columns(export: Export, language: str) -> list[Column]:
    """The wide columns; those of a simulated wave say so on every row."""
    made = wide(export.instrument, export.rows, language)
    if export.wave.info.is_simulated:
        made.append(Column(FLAG, "key", ["true"] * len(export.rows)))
    return made


def _wide_csv(made: list[Column]) -> bytes:
    shown = ([guarded(v) for v in c.values] if c.kind in GUARDED else c.values for c in made)
    return csv_bytes([c.name for c in made], zip(*shown, strict=True))


def parquet_files(export: Export, language: str) -> Files:
    """Long and wide; texts and personal data are in neither of them but the wide texts."""
    name, instrument = export.wave.info.wave_id, export.instrument
    about = {
        "instrument_id": instrument.instrument_id,
        "version": str(instrument.version),
        "content_hash": instrument.content_hash,
    }
    if export.wave.info.is_simulated:
        about[FLAG], about["note"] = "true", SIMULATED_NOTE
    made = columns(export, language)
    table = pa.table({c.name: _typed(c) for c in made})
    personal = [i.link_id for i in instrument.items if i.pii]
    typed = pc.or_(
        pc.is_valid(export.answers["value_text"]), pc.is_in(export.answers["link_id"], pa.array(personal, pa.string()))
    )
    long = export.answers.filter(pc.invert(typed)).select(LONG)
    if export.wave.info.is_simulated:
        long = long.append_column(FLAG, pa.array([True] * long.num_rows, pa.bool_()))
    return {f"{name}_wide.parquet": _parquet(table, about), f"{name}_long.parquet": _parquet(long, about)}


def _typed(column: Column) -> pa.Array:
    held = [v if v != "" else None for v in column.values]
    text = pa.array(held, pa.string())
    return text.cast(pa.float64()) if column.kind == "number" or column.name == "weight" else text


def _parquet(table: pa.Table, about: dict[str, str]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(about), sink)
    return sink.getvalue()


def fhir_files(export: Export, language: str) -> Files:
    """The Questionnaire, and one QuestionnaireResponse on each line."""
    name, instrument = export.wave.info.wave_id, export.instrument
    lines = [json.dumps(_resource(export, row), ensure_ascii=False) for row in export.rows]
    asked = json.dumps(questionnaire(instrument), indent=1, ensure_ascii=False)
    return {
        f"{name}.questionnaire.json": asked.encode(),
        f"{name}.responses.ndjson": "".join(f"{line}\n" for line in lines).encode(),
    }


def _resource(export: Export, row: ExportRow) -> dict:
    response, items = row.response, export.instrument.item_by_id
    answers = {k: _plain_answer(items[k], c) for k, c in response.cells.items() if k in items}
    stamp = response.submitted_at or response.started_at
    made = questionnaire_response(
        export.instrument,
        response.response_id,
        answers,
        state=response.state,
        authored=stamp.date() if stamp else export.wave.info.closes_on or date.min,
        option_texts=response.texts,
    )
    if export.wave.info.is_simulated:
        made["meta"] = {"tag": [{"system": "urn:firstcontact:tag", "code": "simulated", "display": SIMULATED_NOTE}]}
    return made


def _plain_answer(item: Item, cell: Cell) -> Answer:
    answer = as_answer(item, cell)
    return int(answer) if item.type in ("rating", "integer") and isinstance(answer, Decimal) else answer


def spss_files(export: Export, language: str) -> Files:
    """Codes as CSV, and the syntax that reads them with labels and missing values."""
    name = export.wave.info.wave_id
    made = [c for c in columns(export, language) if c.kind != "label"]
    data = f"{name}_spss.csv"
    return {
        data: csv_bytes([c.name for c in made], zip(*(c.values for c in made), strict=True)),
        f"{name}.sps": syntax(export.instrument, made, language, data).encode(),
    }
