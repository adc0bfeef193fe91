"""The columns of a public row as text: the one source of every artefact, so that none can differ."""

import json
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

NAMES = (
    "release",
    "measure",
    "version",
    "period_start",
    "period_end",
    "group_kind",
    "group_id",
    "group_name",
    "stratum_kind",
    "stratum",
    "numerator_rounded",
    "denominator_rounded",
    "value",
    "lower",
    "upper",
    "confidence",
    "comparison",
    "status",
    "held",
    "note_id",
    "first_release",
    "changed_in",
)
NUMBERS = {"numerator_rounded", "denominator_rounded", "value", "lower", "upper", "confidence", "held"}
SORT = ("measure", "version", "period_start", "group_kind", "group_id", "stratum_kind", "stratum", "period_end")
RISKY = "=+-@"


def safe_cell(text: str) -> str:
    """Text that no spreadsheet runs as a formula."""
    first, stripped = text[:1], text.lstrip()
    risky = first in ("\t", "\r", "\n") or (first != "" and first in RISKY) or (stripped[:1] and stripped[0] in RISKY)
    return f"'{text}" if risky else text


def csv_cell(text: str) -> str:
    """RFC 4180 field, quoted when needed."""
    safe = safe_cell(text)
    return f'"{safe.replace(chr(34), chr(34) * 2)}"' if any(c in safe for c in ',"\r\n') else safe


def public_text(rows: pa.Table) -> pa.Table:
    """`rows` with exactly the public columns, all as strings, absent values NULL, in public order."""
    texts = pa.table({name: _as_text(rows[name]) for name in NAMES})
    return texts.sort_by([(name, "ascending") for name in SORT])


def csv_lines(texts: pa.Table) -> pa.Array:
    """One line of CSV a row, LF at its end, same order."""
    columns = [_mapped(texts[name], csv_cell, absent="", plain=name in NUMBERS) for name in texts.column_names]
    return pc.binary_join_element_wise(*columns[:-1], pc.binary_join_element_wise(columns[-1], "\n", ""), ",")


def json_rows(texts: pa.Table) -> pa.Array:
    """One JSON object a row; the release stands in the envelope."""
    pieces = []
    for name in (n for n in texts.column_names if n != "release"):
        written = _mapped(texts[name], _json_text, absent="null", plain=name in NUMBERS)
        pieces.append(pc.binary_join_element_wise(f'"{name}":', written, ""))
    joined = pc.binary_join_element_wise(*pieces, ",")
    return pc.binary_join_element_wise("{", joined, "}", "")


def json_text(value: object) -> str:
    """JSON in UTF-8 form, compact."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _json_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _mapped(column: pa.ChunkedArray, write: Callable[[str], str], absent: str, plain: bool) -> pa.Array:
    """Column with `write` applied to each distinct text; numbers go out as they stand."""
    array = column.combine_chunks()
    if plain:
        return pc.fill_null(array, absent)
    coded = array.dictionary_encode()
    written = pa.array([write(t) for t in coded.dictionary.to_pylist()], pa.string())
    return pc.fill_null(written.take(coded.indices), absent)


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_floating(kind):
        return pa.chunked_array([pa.array([_number_text(v) for v in column.to_pylist()], pa.string())])
    if pa.types.is_decimal(kind):
        return pa.chunked_array([pa.array([_number_text(v) for v in column.to_pylist()], pa.string())])
    if pa.types.is_boolean(kind):
        return pc.cast(pc.cast(column, pa.int8()), pa.string())
    if pa.types.is_dictionary(kind):
        return pc.cast(column, pa.string())
    texts = pc.cast(column, pa.string())
    return pc.if_else(pc.equal(texts, ""), None, texts)


def _number_text(value: object) -> str | None:
    """Shortest decimal text, without an exponent or a trailing .0."""
    if value is None:
        return None
    text = format(value, "f") if not isinstance(value, float) else repr(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
