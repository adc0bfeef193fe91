"""SPSS syntax that reads the exported codes with their labels and missing values.

Syntax instead of a .sav file, because the libraries that write .sav need a data frame package that is not used here.
Source: specs/surveys/README.md 13.2.
"""

from collections.abc import Sequence

from firstcontact.survey.convert.wording import filled
from firstcontact.survey.exporters.wide import Column
from firstcontact.survey.instrument.model import Instrument, Item
from firstcontact.survey.missing import Missing

LONGEST_NAME = 64  # bytes
LONGEST_TEXT = 32_767  # bytes
KEY_WIDTH = 120
RESERVED = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])
LOWEST, HIGHEST = min(Missing), max(Missing)
LEVELS = {
    "code": "NOMINAL",
    "mark": "NOMINAL",
    "key": "NOMINAL",
    "text": "NOMINAL",
    "date": "NOMINAL",
    "number": "SCALE",
}


def syntax(instrument: Instrument, columns: Sequence[Column], language: str, data: str) -> str:
    """The .sps text. data: name of the CSV beside it. Texts longer than SPSS takes are named in a comment."""
    names = variable_names([c.name for c in columns])
    named = list(zip(names, columns, strict=True))
    numeric = [n for n, c in named if is_numeric(c)]
    parts = [
        "* Encoding: UTF-8.",
        *(f"* {n}: texts over {LONGEST_TEXT} bytes are cut." for n, c in named if _too_long(c)),
        _get_data(named, data),
        _labels(instrument, named, language),
        *_value_labels(instrument, named, language),
        *([f"MISSING VALUES {' '.join(numeric)} ({LOWEST} THRU {HIGHEST})."] if numeric else []),
        *_levels(named),
        "EXECUTE.",
    ]
    return "\n".join(parts) + "\n"


def variable_names(names: Sequence[str]) -> list[str]:
    """Names that SPSS takes: at most 64 bytes, none of its own words, all different."""
    made: list[str] = []
    for name in names:
        short = f"{name}_" if name.upper() in RESERVED else name[:LONGEST_NAME]
        number = 1
        while short in made:
            number += 1
            short = f"{name[: LONGEST_NAME - 4]}_{number}"
        made.append(short)
    return made


def is_numeric(column: Column) -> bool:
    """Numbers and marks, and choices whose codes are all whole numbers."""
    if column.kind == "code" and column.item is not None:
        return all(o.code.lstrip("-").isdigit() for o in column.item.options)
    return column.kind in ("number", "mark")


def _get_data(named: Sequence[tuple[str, Column]], data: str) -> str:
    formats = "\n".join(f"    {n} {_format(c)}" for n, c in named)
    return (
        f"GET DATA /TYPE=TXT /FILE={quoted(data)} /ENCODING='UTF8' /DELIMITERS=',' /QUALIFIER='\"'\n"
        f"  /FIRSTCASE=2 /VARIABLES=\n{formats}."
    )


def _format(column: Column) -> str:
    if is_numeric(column) or column.name == "weight":
        return "F16.4" if column.kind in ("number", "key") else "F8.0"
    if column.kind == "text":
        return f"A{min(max(_bytes(column), 1), LONGEST_TEXT)}"
    return f"A{max(_bytes(column), 1)}"


def _bytes(column: Column) -> int:
    return max((len(v.encode()) for v in column.values), default=1)


def _too_long(column: Column) -> bool:
    return _bytes(column) > LONGEST_TEXT


def _labels(instrument: Instrument, named: Sequence[tuple[str, Column]], language: str) -> str:
    lines = [f"  {n} {quoted(label_of(instrument, c, language))}" for n, c in named if c.item]
    return "VARIABLE LABELS\n" + "\n".join(lines) + "."


def label_of(instrument: Instrument, column: Column, language: str) -> str:
    """The text of the item, of a marked option with its label."""
    item = column.item
    if item is None:
        return column.name
    text = filled(instrument, item.text)[language]
    option = item.option_by_code.get(column.option or "")
    return f"{text} [{filled(instrument, option.label)[language]}]" if option else text


def _value_labels(instrument: Instrument, named: Sequence[tuple[str, Column]], language: str) -> list[str]:
    found = []
    for name, column in named:
        labels = values_of(instrument, column, language)
        if labels:
            numeric = is_numeric(column)
            pairs = "\n".join(f"  {v if numeric else quoted(v)} {quoted(text)}" for v, text in labels.items())
            found.append(f"VALUE LABELS {name}\n{pairs}.")
    return found


def values_of(instrument: Instrument, column: Column, language: str) -> dict[str, str]:
    """Code -> label of a column of codes, missing codes at the end."""
    if column.item is None or column.kind not in ("code", "mark", "number"):
        return {}
    own = {"1": "Marked", "0": "Not marked"} if column.kind == "mark" else _options(instrument, column.item, language)
    chosen = {o.code: filled(instrument, o.label)[language] for o in column.item.options if o.missing}
    return {**own, **{str(int(m)): chosen.get(str(int(m)), m.label) for m in Missing}}


def _options(instrument: Instrument, item: Item, language: str) -> dict[str, str]:
    return {o.code: filled(instrument, o.label)[language] for o in item.options if o.missing is None}


def _levels(named: Sequence[tuple[str, Column]]) -> list[str]:
    """Choices with scores are ordinal, numbers scale, everything else nominal."""
    found: dict[str, list[str]] = {}
    for name, column in named:
        scored = (
            column.kind == "code" and column.item is not None and any(o.score is not None for o in column.item.options)
        )
        level = "SCALE" if column.name == "weight" else "ORDINAL" if scored else LEVELS[column.kind]
        found.setdefault(level, []).append(name)
    return [f"VARIABLE LEVEL {' '.join(names)} ({level})." for level, names in sorted(found.items())]


def quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
