"""Normalisation as SQL: text as the source wrote it -> one form, typed by the contract. No row passes through Python.

Views made here: `normal` over `source`, with each column three times: "c" as it will be stored, "c@in" as it came
(trimmed, empty text as NULL), "c@raw" as the file holds it.
Source of the rules: specs/measures/input-contract.md, Normalisation.
"""

import re

from firstcontact.contract import Column, Table
from firstcontact.intake.db import identifier, literal
from firstcontact.intake.dialect import DATE_PATTERNS, Dialect

TRUE, FALSE = ("true", "t", "1", "y", "yes"), ("false", "f", "0", "n", "no")
OPEN_ENDS = ("9999-12-31", "2999-12-31")
MIDNIGHT = r"[ T]00:00:00(\.0+)?(Z|\+00(:?00)?)?$"
ICD_10_STARTS = "2015-10-01"
LINE_OF_BUSINESS = """CASE
  WHEN payer_type IS NULL THEN 'unknown'
  WHEN lower(payer_type) IN ('commercial', 'self-insured', 'exchange', 'marketplace') THEN 'commercial'
  WHEN lower(payer_type) = 'medicare' THEN 'medicare_ffs'
  WHEN starts_with(lower(payer_type), 'medicare adv') THEN 'medicare_advantage'
  WHEN lower(payer_type) = 'medicaid' THEN 'medicaid_ffs'
  WHEN starts_with(lower(payer_type), 'medicaid man') THEN 'medicaid_managed'
  WHEN starts_with(lower(payer_type), 'dual') THEN 'dual_integrated'
  WHEN lower(payer_type) = 'self-pay' THEN 'self_pay'
  ELSE 'other_public' END"""


def create_views(con, table: Table, kinds: dict[str, str], dialect: Dialect) -> list[str]:
    """Create the views for the current `source`; returns the names of the columns to store, in contract order."""
    plain = {name: kind for name, kind in kinds.items() if name not in table.columns or not table.columns[name].dropped}
    selected = ["line"]
    for name, kind in plain.items():
        selected += _selected(table.columns.get(name), name, kind, dialect)
    if "data_source" in table.columns and "data_source" not in plain and dialect.data_source:
        selected.append(f"{literal(dialect.data_source)} AS data_source")
        plain["data_source"] = "constant"
    con.execute(f"CREATE OR REPLACE TEMP VIEW plain AS SELECT {', '.join(selected)} FROM source")
    derived = derived_columns(table, plain)
    replaced = [f"{sql} AS {name}" for name, sql in derived.items() if name in plain]
    added = [f"{sql} AS {name}" for name, sql in derived.items() if name not in plain]
    star = f"* REPLACE ({', '.join(replaced)})" if replaced else "*"
    con.execute(f"CREATE OR REPLACE TEMP VIEW normal AS SELECT {', '.join([star, *added])} FROM plain")
    known = [c for c in table.columns if c in plain or c in derived]
    return known + sorted(name for name in plain if name not in table.columns)


def _selected(column: Column | None, name: str, kind: str, dialect: Dialect) -> list[str]:
    quoted = identifier(name)
    if column is None:
        return [quoted]
    given = as_given(name, kind, dialect)
    return [
        f"{stored(column, given, kind, dialect)} AS {quoted}",
        f"{given} AS {identifier(name + '@in')}",
        f"{quoted} AS {identifier(name + '@raw')}",
    ]


def as_given(name: str, kind: str, dialect: Dialect, sql: str | None = None) -> str:
    """The value as it came: trimmed text in NFC, with the source's own words replaced; typed values untouched."""
    quoted = sql or identifier(name)
    if kind in ("typed", "clean", "empty"):
        return "CAST(NULL AS VARCHAR)" if kind == "empty" else quoted
    if kind == "as_text":
        return f"CAST({quoted} AS VARCHAR)"
    text = f"NULLIF(trim(nfc_normalize({quoted})), '')"
    words = "".join(f" WHEN {literal(k)} THEN {literal(v)}" for k, v in dialect.words(name).items())
    return f"CASE {text}{words} ELSE {text} END" if words else text


def stored(column: Column, given: str, kind: str, dialect: Dialect) -> str:
    """The value as it will be stored, from the value as it came."""
    if kind == "empty":
        sql = f"CAST(NULL AS {column.sql_type})"
    else:
        sql = given if kind in ("typed", "clean") else parsed(column, given, kind, dialect)
    if column.open_end:
        sql = f"NULLIF(NULLIF({sql}, DATE '{OPEN_ENDS[0]}'), DATE '{OPEN_ENDS[1]}')"
    if column.null_value:
        sql = f"COALESCE({sql}, CAST({literal(column.null_value)} AS {column.sql_type}))"
    return sql


def parsed(column: Column, text: str, kind: str, dialect: Dialect) -> str:
    """Text as the column's type; NULL where it is none."""
    if column.type == "enum":
        return _enum(column, text)
    if column.is_text:
        return NORMALISERS[column.normalise.rstrip("0123456789")](column, text)
    if column.type == "date":
        return date_value(text, dialect.date_format)
    if column.type == "boolean":
        return f"CASE WHEN lower({text}) IN {TRUE} THEN true WHEN lower({text}) IN {FALSE} THEN false END"
    if column.is_money:
        return money(text, dialect.money_style, "0*" if kind == "as_text" else "")
    if column.type == "integer":
        return f"CASE WHEN regexp_full_match({text}, '-?[0-9]+') THEN TRY_CAST({text} AS INTEGER) END"
    number = f"CASE WHEN regexp_full_match({text}, '-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?') THEN {text} END"
    return f"TRY_CAST({number} AS {column.sql_type})"


def date_value(text: str, date_format: str) -> str:
    """A date of exactly this form; a time part of 00:00:00 is dropped, any other leaves NULL."""
    day = f"regexp_replace({text}, '{MIDNIGHT}', '')"
    if date_format == "%Y-%m-%d":
        return f"CASE WHEN {_iso(text)} THEN TRY_CAST({text} AS DATE) WHEN {_iso(day)} THEN TRY_CAST({day} AS DATE) END"
    pattern = DATE_PATTERNS[date_format]
    return (
        f"CASE WHEN regexp_full_match({day}, '{pattern}') THEN CAST(try_strptime({day}, '{date_format}') AS DATE) END"
    )


def _iso(text: str) -> str:
    """Ten characters that begin with a digit and have their hyphens in place: then the cast decides."""
    return f"length({text}) = 10 AND {text} >= '0' AND substr({text}, 5, 1) = '-' AND substr({text}, 8, 1) = '-'"


def money(text: str, style: str, zeros: str = "") -> str:
    """Optional minus, digits, optional point and 1-2 decimals -> DECIMAL(18,2). `zeros`: more zeros that may follow."""
    plain = rf"-?[0-9]+(\.[0-9]{{1,2}}{zeros})?"
    if style == "plain":
        return f"CASE WHEN regexp_full_match({text}, '{plain}') THEN TRY_CAST({text} AS DECIMAL(18,2)) END"
    inside = r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?|[0-9]+(\.[0-9]{1,2})?"
    digits = f"TRY_CAST(replace(trim({text}, '()-'), ',', '') AS DECIMAL(18,2))"
    return (
        f"CASE WHEN regexp_full_match({text}, '{inside}') THEN {digits} "
        f"WHEN regexp_full_match({text}, '-({inside})|\\(({inside})\\)') THEN -{digits} END"
    )


def derived_columns(table: Table, present: dict[str, str]) -> dict[str, str]:
    """Columns that are filled from other columns of the row: name -> SQL over the view `plain`."""
    derived = {}
    if table.table == "eligibility":
        given = "line_of_business" if "line_of_business" in present else None
        source = LINE_OF_BUSINESS if "payer_type" in present else "'unknown'"
        filled = f'CASE WHEN "line_of_business@in" IS NULL THEN {source} ELSE {given} END' if given else source
        derived["line_of_business"] = filled
        if "plan" not in present:
            derived["plan"] = literal(table.columns["plan"].null_value)
    if table.table == "medical_claim" and "diagnosis_code_1" in present:
        day = "COALESCE(discharge_date, claim_start_date)" if "discharge_date" in present else "claim_start_date"
        by_date = f"CASE WHEN {day} >= DATE '{ICD_10_STARTS}' THEN 'icd-10-cm' ELSE 'icd-9-cm' END"
        filled = f"CASE WHEN diagnosis_code_1 IS NOT NULL THEN {by_date} END"
        given = "diagnosis_code_type" in present
        derived["diagnosis_code_type"] = f"COALESCE(diagnosis_code_type, {filled})" if given else filled
    return derived


def _enum(column: Column, text: str) -> str:
    """A word of the list in any case. Another word is unknown where the column may be, else NULL."""
    listed = "(" + ", ".join(literal(v) for v in column.values) + ")"
    other = f" WHEN {text} IS NOT NULL THEN 'unknown'" if _may_be_unknown(column) else ""
    return f"CASE WHEN lower({text}) IN {listed} THEN lower({text}){other} END"


def _may_be_unknown(column: Column) -> bool:
    return "unknown" in column.values and column.severity in ("flag", "info", "")


def _pad(column: Column, text: str) -> str:
    width = int(re.sub(r"\D", "", column.normalise))
    short = f"regexp_full_match({text}, '[0-9]{{1,{width - 1}}}')" if width > 1 else "false"
    return f"CASE WHEN {short} THEN lpad({text}, {width}, '0') ELSE upper({text}) END"


def _bill_type(column: Column, text: str) -> str:
    return f"upper(CASE WHEN length({text}) = 4 AND starts_with({text}, '0') THEN right({text}, 3) ELSE {text} END)"


def _zip(column: Column, text: str) -> str:
    long = f"regexp_full_match({text}, '[0-9]{{5}}-?[0-9]{{4}}')"
    short = f"regexp_full_match({text}, '[0-9]{{1,4}}')"
    return f"CASE WHEN {long} THEN left({text}, 5) WHEN {short} THEN lpad({text}, 5, '0') ELSE {text} END"


def _ndc(column: Column, text: str) -> str:
    parts = [(5, 4, 1), (5, 3, 2), (4, 4, 2), (5, 4, 2)]
    padded = (
        f"lpad(split_part({text}, '-', 1), 5, '0') || lpad(split_part({text}, '-', 2), 4, '0') || "
        f"lpad(split_part({text}, '-', 3), 2, '0')"
    )
    forms = "|".join("-".join(f"[0-9]{{{n}}}" for n in form) for form in parts)
    return (
        f"CASE WHEN regexp_full_match({text}, '{forms}') THEN {padded} "
        f"WHEN regexp_full_match({text}, '[0-9]{{10}}') THEN NULL ELSE {text} END"
    )


NORMALISERS = {
    "": lambda column, text: text,
    "upper": lambda column, text: f"upper({text})",
    "icd": lambda column, text: f"upper(replace({text}, '.', ''))",
    "hcpcs": lambda column, text: f"left(upper({text}), 5)",
    "pad": _pad,
    "bill_type": _bill_type,
    "zip": _zip,
    "ndc": _ndc,
}
