"""The contract's rules as SQL: over rows of the view `normal`, and over distinct values of one column."""

import re
from dataclasses import dataclass

from firstcontact.contract import Column, Table
from firstcontact.intake.db import identifier, literal
from firstcontact.intake.dialect import Dialect
from firstcontact.intake.normalise import parsed

AMBIGUOUS = r"(0?[1-9]|1[0-2])[/.-](0?[1-9]|1[0-2])[/.-]\d{4}"
SEVERE = ("reject_file", "quarantine_row")


@dataclass(frozen=True)
class Rule:
    """`fails`: SQL that is true where the rule is broken; of a value rule it is over `v`, else over the row."""

    rule: str
    column: str
    severity: str
    fails: str
    says: str = ""
    code: str = ""
    when: str = ""


def row_rules(table: Table, kinds: dict[str, str], dialect: Dialect) -> list[Rule]:
    """Rules over one row, in contract order; the first severe one that fails decides about the row."""
    rules = []
    for name, kind in kinds.items():
        column = table.columns.get(name)
        if column is not None and not column.dropped:
            rules += _column_rules(column, kind, dialect)
    rules += [
        Rule(c.rule, c.column, c.severity, _presented(c.fails, kinds, table), c.says, c.code)
        for c in table.checks
        if all(_has(kinds, name) for name in c.reads)
    ]
    return rules + _filling_rules(table, kinds)


def value_rules(table: Table, kinds: dict[str, str], dialect: Dialect) -> list[Rule]:
    """Flags that depend on one text value alone: asked once per distinct value."""
    rules = []
    for name, kind in kinds.items():
        column = table.columns.get(name)
        if column is not None and column.is_text and not column.dropped and kind == "text":
            rules += _value_rules(column, kinds, dialect)
    return rules


def npi_is_wrong(npi: str) -> str:
    """SQL that is true where a text is no NPI: 10 digits, first 1 or 2, Luhn check over 80840 + NPI."""
    digit = [f"TRY_CAST(substr({npi}, {n}, 1) AS INTEGER)" for n in range(1, 11)]
    doubled = " + ".join(f"(2 * {d} - CASE WHEN {d} > 4 THEN 9 ELSE 0 END)" for d in digit[0::2])
    single = " + ".join(digit[1::2])
    return (
        f"CASE WHEN NOT regexp_full_match({npi}, '[12][0-9]{{9}}') THEN true "
        f"ELSE (24 + {doubled} + {single}) % 10 <> 0 END"
    )


def _column_rules(column: Column, kind: str, dialect: Dialect) -> list[Rule]:
    name, given = identifier(column.name), identifier(column.name + "@in")
    severity = column.severity or "info"
    rules = []
    if kind in ("text", "as_text"):
        rules += _form_rules(column, given, kind, dialect, severity)
    if column.not_null:
        rules.append(Rule("missing", column.name, severity, f"{given} IS NULL", "without a value"))
    if column.npi and severity in SEVERE:
        rules.append(Rule("npi", column.name, severity, npi_is_wrong(name), "is not an NPI", "B25"))
    low, high = (column.minimum, column.maximum) if kind != "empty" else (None, None)
    if low is not None:
        limit = f"DATE '{low}'" if column.type == "date" else low
        rules.append(Rule("too_low", column.name, severity, f"{name} < {limit}", f"is below {low}"))
    if high is not None:
        rules.append(Rule("too_high", column.name, severity, f"{name} > {high}", f"is above {high}"))
    return rules


def _form_rules(column: Column, given: str, kind: str, dialect: Dialect, severity: str) -> list[Rule]:
    """The text is no value of the column's type (or, where that sets a row aside, no word of its list)."""
    if column.is_text and not (column.type == "enum" and severity in SEVERE):
        return []
    rules = []
    if column.type == "date" and not dialect.date_format_declared:
        first, second = (f"split_part(translate({given}, '/.', '--'), '-', {n})" for n in (1, 2))
        fails = f"regexp_full_match({given}, '{AMBIGUOUS}') AND {first} <> {second}"
        rules.append(Rule("ambiguous_date", column.name, "reject_file", fails, "", "B12"))
    word = {"date": "not_a_date", "enum": "not_in_list", "boolean": "not_a_flag"}.get(column.type)
    word = word or ("not_an_amount" if column.is_money else "not_a_number")
    value = identifier(column.name) if column.type == "enum" else parsed(column, given, kind, dialect)
    rules.append(Rule(word, column.name, severity, f"{given} IS NOT NULL AND {value} IS NULL", _form_words(column)))
    return rules


def _form_words(column: Column) -> str:
    if column.type == "enum":
        return f"is not one of {', '.join(column.values)}"
    return {"date": "is not a date", "boolean": "is not true or false"}.get(column.type, "is not a number")


def _value_rules(column: Column, kinds: dict[str, str], dialect: Dialect) -> list[Rule]:
    severity = column.severity or "info"
    rules = []
    if severity in SEVERE:
        return rules
    value = parsed(column, "v", "text", dialect) if column.type != "enum" else "lower(v)"
    if column.npi:
        rules.append(Rule("npi", column.name, severity, npi_is_wrong("v"), "", "B25"))
    if column.values:
        listed = "(" + ", ".join(literal(x) for x in column.values) + ")"
        rules.append(
            Rule("not_in_list", column.name, severity, f"{value} NOT IN {listed}", "a value that is not in its list")
        )
    if column.pattern and (not column.pattern_when or _when_possible(column, kinds)):
        fails = f"NOT COALESCE(regexp_full_match({value}, {literal(column.pattern)}), false)"
        says = "a code that has not the form of its list"
        rules.append(Rule("form", column.name, severity, fails, says, "", column.pattern_when))
    return rules


def _when_possible(column: Column, kinds: dict[str, str]) -> bool:
    word = column.pattern_when.split(" ")[0]
    return _has(kinds, word) or (word == "diagnosis_code_type" and _has(kinds, "diagnosis_code_1"))


def _filling_rules(table: Table, kinds: dict[str, str]) -> list[Rule]:
    """Values that intake filled, counted."""
    rules = []
    for name in kinds:
        column = table.columns.get(name)
        if column is not None and column.null_value:
            rule, severity = ("paid_missing", "flag") if column.is_money else ("filled", "info")
            says = f"no value; {column.null_value} was filled in"
            rules.append(Rule(rule, name, severity, f"{identifier(name + '@in')} IS NULL", says))
    if table.table == "medical_claim" and _has(kinds, "diagnosis_code_1"):
        given = '"diagnosis_code_type@in" IS NULL AND ' if _has(kinds, "diagnosis_code_type") else ""
        fails = f"{given}diagnosis_code_1 IS NOT NULL"
        rules.append(Rule("filled", "diagnosis_code_type", "flag", fails, "no code type; it was taken from the date"))
    if table.table == "eligibility":
        given = '"line_of_business@in" IS NULL' if _has(kinds, "line_of_business") else "true"
        says = "no line of business; it was taken from payer_type"
        rules.append(Rule("filled", "line_of_business", "info", given, says))
    return rules


def _has(kinds: dict[str, str], name: str) -> bool:
    return kinds.get(name, "empty") != "empty"


def _presented(fails: str, kinds: dict[str, str], table: Table) -> str:
    """Columns that a check mentions but the source lacks are NULL."""
    for name, column in table.columns.items():
        if name not in kinds:
            fails = _replace_word(fails, name, f"CAST(NULL AS {column.sql_type})")
    return fails


def _replace_word(sql: str, word: str, by: str) -> str:
    return re.sub(rf"(?<![\w'@]){word}(?![\w'])", by, sql)
