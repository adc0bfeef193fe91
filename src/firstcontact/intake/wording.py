"""From broken rules to findings: the sentences with their facts filled in."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby

import duckdb

from firstcontact.contract import Column, Table
from firstcontact.intake.dialect import DATE_PATTERNS, DATE_WORDS, Dialect
from firstcontact.intake.files import SourceFile
from firstcontact.intake.findings import EXAMPLES, HIDDEN, Finding, shown
from firstcontact.intake.judge import Hit
from firstcontact.intake.messages import SENTENCES, sentence
from firstcontact.intake.pieces import SetAside

LINES_SHOWN = 5


def findings_of(file: SourceFile, table: Table, hit: Hit, others: int) -> list[Finding]:
    """One finding for a flag, up to 20 and a count for rows set aside. `others`: rows of the file that are loaded."""
    column = table.columns.get(hit.rule.column)
    if hit.rule.severity in ("flag", "info"):
        return [_flag(file, column, hit)]
    rows = [_row(file, column, hit, line, value, others) for line, value in hit.examples]
    return rows + _and_more(file, hit.rule.rule, hit.rule.column, hit.count - len(rows))


def refusing(file: SourceFile, table: Table, hit: Hit) -> Finding:
    """The finding for a rule that refuses the whole file."""
    rule, (line, value) = hit.rule, hit.examples[0]
    column = table.columns.get(rule.column)
    value = shown(value, bool(column and column.personal))
    if rule.rule == "ambiguous_date":
        first, second = _two_readings(value)
        text = sentence("B12", file=file.name, column=rule.column, value=value, first=first, second=second)
    else:
        quoted = "the value is missing" if rule.rule == "missing" else f"'{value}' {rule.says}"
        where = f"{file.name} line {line}, column {rule.column}"
        text = f"{where}: {quoted}. Nothing was loaded. Correct the file and load it again."
    return Finding(file.name, line, rule.column, rule.rule, "reject_file", value, hit.count, text, rule.code)


def misshapen_findings(file: SourceFile, problems: Iterable[SetAside]) -> list[Finding]:
    """Rows that have not the form of a row: up to 20 of each kind, then a count."""
    found = []
    for rule, group in groupby(sorted(problems, key=lambda p: p.rule), key=lambda p: p.rule):
        rows = list(group)
        for p in rows[:EXAMPLES]:
            finding = Finding(file.name, p.line, p.column, rule, "quarantine_row", p.value, p.rows, p.message, p.code)
            found.append(finding)
        found += _and_more(file, rule, "", sum(p.rows for p in rows[EXAMPLES:]))
    return found


def unreadable(file: SourceFile, error: duckdb.Error) -> Finding:
    """The engine could not read the file through; its first line says where it stopped."""
    text = f"{file.name}: the file cannot be read to its end. Nothing was loaded. Send the file again."
    return Finding(file.name, None, "", "unreadable", "reject_file", type(error).__name__, 1, text, "B21")


def _row(file: SourceFile, column: Column | None, hit: Hit, line: int, value: object, others: int) -> Finding:
    personal = bool(column and column.personal)
    cell = shown(value, personal and value is not None)
    text, code = _row_sentence(file, column, hit, line, cell, others)
    return Finding(file.name, line, hit.rule.column, hit.rule.rule, "quarantine_row", cell, 1, text, code)


def _row_sentence(
    file: SourceFile, column: Column | None, hit: Hit, line: int, value: str, others: int
) -> tuple[str, str]:
    rule = hit.rule
    because = f" because {column.why}" if column and column.why else ""
    facts = {"file": file.name, "line": line, "column": rule.column, "value": value, "because": because, "n": others}
    if rule.rule == "not_a_date":
        code = _date_code(value, file.dialect)
        return sentence(code, format=DATE_WORDS[file.dialect.date_format], **facts), code
    if rule.rule == "not_an_amount":
        code = _amount_code(value)
        return sentence(code, **facts), code
    where = f"{file.name} line {line}, column {rule.column}"
    quoted = "the value is missing" if rule.rule == "missing" else f"'{value}' {rule.says}"
    return f"{where}: {quoted}. The row is set aside{because}. Correct it and load the file again.", rule.code


def _date_code(value: str, dialect: Dialect) -> str:
    fits = re.fullmatch(DATE_PATTERNS[dialect.date_format], value)
    return "B14" if fits or value == HIDDEN else "B13"


def _amount_code(value: str) -> str:
    if re.fullmatch(r"-?\d+\.\d{3,}", value):
        return "B16"
    return "B15" if re.fullmatch(r"[-(\d,.)]*[(,)][-(\d,.)]*", value) else "B20"


def _flag(file: SourceFile, column: Column | None, hit: Hit) -> Finding:
    rule = hit.rule
    if rule.code in SENTENCES:
        text = sentence(rule.code, file=file.name, n=hit.count)
    else:
        text = f"{file.name}, column {rule.column}: {hit.count:,} rows with {rule.says}."
    lines = [line for line, _ in hit.examples[:LINES_SHOWN]]
    if lines:
        more = hit.count - len(lines)
        text += f" Lines {', '.join(map(str, lines))}" + (f" and {more:,} more." if more > 0 else ".")
    value = hit.examples[0][1] if hit.examples else None
    cell = shown(value, bool(column and column.personal))
    first = lines[0] if lines else None
    return Finding(file.name, first, rule.column, rule.rule, rule.severity, cell, hit.count, text, rule.code)


def _and_more(file: SourceFile, rule: str, column: str, more: int) -> list[Finding]:
    if more <= 0:
        return []
    text = f"{file.name}: and {more:,} more of this kind. All are in quarantine.parquet of the batch."
    return [Finding(file.name, None, column, rule, "quarantine_row", "", more, text)]


def _two_readings(value: str) -> tuple[str, str]:
    parts = re.findall(r"\d+", value)
    if len(parts) != 3:
        return "one day", "another"
    first, second, year = (int(p) for p in parts)
    as_day = date(year, second, first)
    as_month = date(year, first, second)
    return f"{as_day.day} {as_day:%B}", f"{as_month.day} {as_month:%B}"
