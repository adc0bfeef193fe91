"""Checks an instrument against every rule. Source: specs/surveys/instrument-format.md 5."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from firstcontact.survey.instrument.canonical import normalise
from firstcontact.survey.instrument.read import read_file
from firstcontact.survey.instrument.rules.adjusters import check_adjusters
from firstcontact.survey.instrument.rules.conditions import check_conditions
from firstcontact.survey.instrument.rules.finding import ERROR, Finding
from firstcontact.survey.instrument.rules.formulas import check_checks, check_formulas
from firstcontact.survey.instrument.rules.items import check_items
from firstcontact.survey.instrument.rules.layout import check_layout
from firstcontact.survey.instrument.rules.measures import check_measures
from firstcontact.survey.instrument.rules.options import check_options
from firstcontact.survey.instrument.rules.outline import Outline
from firstcontact.survey.instrument.rules.screening import check_screening
from firstcontact.survey.instrument.rules.shape import INSTRUMENT
from firstcontact.survey.instrument.rules.walk import At, walk_over
from firstcontact.survey.instrument.rules.whole import check_whole

RULES = (
    check_whole,
    check_items,
    check_options,
    check_layout,
    check_conditions,
    check_screening,
    check_checks,
    check_adjusters,
    check_measures,
    check_formulas,
)


def validate_document(document: Mapping[str, Any]) -> list[Finding]:
    """All findings about a native document, errors first, each part in document order. Empty: it can be used."""
    plain = normalise(document)
    walk = walk_over(plain)
    usable = INSTRUMENT.read(plain, At((), "instrument", "the instrument"), walk)
    outline = Outline(usable)
    for rule in RULES:
        rule(outline, walk)
    return sorted(walk.findings, key=lambda f: (f.level != ERROR, _position(f.path, plain)))


def _position(path: tuple, document: Mapping[str, Any]) -> tuple:
    """Order of the document: its top-level keys as written, then indexes and names."""
    keys = list(document)
    top = keys.index(path[0]) if path and path[0] in keys else -1
    return top, tuple((isinstance(step, str), step) for step in path[1:])


def errors_of(findings: list[Finding]) -> list[Finding]:
    return [f for f in findings if f.level == ERROR]


def counted(findings: list[Finding]) -> str:
    """`2 errors and 1 warning`."""
    errors = len(errors_of(findings))
    warnings = len(findings) - errors
    parts = [_plural(errors, "error"), _plural(warnings, "warning")]
    return " and ".join(p for p, n in zip(parts, (errors, warnings), strict=True) if n) or "no errors"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")


def validate(file: Path) -> list[Finding]:
    """`survey validate FILE`: all findings about the file, errors first.

    Print `finding.sentence(file.name)` of each; exit code 1 where one has the level `error`. Raises FirstContactError
    where the file is no readable YAML or JSON. Languages are complete or refused (V10).
    """
    return validate_document(read_file(file).data)
