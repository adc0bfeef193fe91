"""Estimates with their intervals, one row each, and a line for what they are compared with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from firstcontact.report.palette import PALETTE
from firstcontact.survey.report.charts.svg import EDGE, Axis, Rows, drawing, line, short, text, ticks

FOOT = 20


@dataclass(frozen=True)
class Dot:
    """value None: the row says `words` instead. marked: drawn as a filled square, for what stands out."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    marked: bool = False
    words: str = "not shown"


def dots(rows: Sequence[Dot], form: Callable[[float], str], reference: float | None = None) -> str:
    """form: how a number of the axis is written; reference: where the dashed line stands."""
    place = Rows([r.label for r in rows], right=EDGE + 8)
    known = [v for r in rows for v in (r.value, r.lower, r.upper) if v is not None]
    known += [] if reference is None else [reference]
    marks = ticks(min(known), max(known)) if known else [0.0, 1.0]
    axis = Axis(marks, place.left + 4, place.right)
    drawn = axis.drawn(place.top, place.bottom, short([form(m) for m in marks]))
    if reference is not None:
        at = axis.x(reference)
        drawn.append(line(at, place.top, at, place.bottom, PALETTE["ink"], 1.3, "5 3"))
    drawn += place.names()
    for i, row in enumerate(rows):
        drawn += _mark(row, place.middle(i), axis)
    return drawing(place.bottom + FOOT, drawn)


def _mark(row: Dot, y: float, axis: Axis) -> list[str]:
    if row.value is None:
        return [text(axis.left, y + 4, row.words, colour=PALETTE["soft"])]
    colour = PALETTE["red" if row.marked else "blue"]
    drawn = []
    if row.lower is not None and row.upper is not None:
        low, high = axis.x(row.lower), axis.x(row.upper)
        drawn = [line(low, y, high, y, colour, 2), *(line(x, y - 4, x, y + 4, colour, 2) for x in (low, high))]
    x = axis.x(row.value)
    if row.marked:
        return [*drawn, f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" fill="{colour}"/>']
    return [*drawn, f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>']
