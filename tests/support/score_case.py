"""Small response tables and measure files for tests of the scores: only what matters is said."""

import pyarrow as pa

from firstcontact.survey.score import Scores, from_mapping, score


def table(text: str) -> pa.Table:
    """A table of text from lines with bars; the first is the header."""
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return pa.table({name: [row[i] for row in rows] for i, name in enumerate(header)})


def document(measure: dict | None = None, **keys) -> dict:
    """A measure file over unit, q1, q2 (1 to 4) and age; `measure` and `keys` change it."""
    base = {"measure": "m", "items": ["q1", "q2"]}
    return {
        "format": "firstcontact-measures/1",
        "unit": "unit",
        "items": {"q1": {"min": 1, "max": 4}, "q2": {"min": 1, "max": 4}},
        "adjusters": {"age": {"min": 1, "max": 6}},
        "measures": [base | (measure or {})],
    } | keys


def scored(text: str, measure: dict | None = None, **keys) -> Scores:
    return score(table(text), from_mapping(document(measure, **keys)))


def by_unit(found: Scores) -> dict[str, dict]:
    return {row["unit"]: row for row in found.score.to_pylist()}


PLAIN = """
unit | q1 | q2 | age
A    | 1  | 2  | 1
A    | 2  | 2  | 2
A    | 4  | 3  | 4
B    | 2  | 1  | 2
B    | 3  | 4  | 3
B    | 4  | 4  | 6
"""
