"""Bars with their number written beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from firstcontact.report.palette import PALETTE
from firstcontact.survey.report.charts.svg import LETTER, Rows, drawing, rect, text

HEIGHT, GAP = 13, 6


@dataclass(frozen=True)
class Bar:
    """words: the number as a reader wants it; value None draws the words alone. soft: a quieter colour."""

    label: str
    value: float | None
    words: str
    soft: bool = False


def bars(rows: Sequence[Bar], largest: float | None = None) -> str:
    """largest: what the full width stands for; default the largest value."""
    room = max((len(r.words) for r in rows), default=0) * LETTER + GAP + 8
    place = Rows([r.label for r in rows], right=room)
    full = largest or max((r.value or 0 for r in rows), default=0) or 1
    drawn = place.names()
    for i, row in enumerate(rows):
        y, long = place.middle(i), (row.value or 0) / full * (place.right - place.left)
        drawn += [
            rect(place.left, y - HEIGHT / 2, long, HEIGHT, PALETTE["neutral" if row.soft else "blue"]),
            text(place.left + long + GAP, y + 4, row.words),
        ]
    return drawing(place.bottom + 4, drawn)
