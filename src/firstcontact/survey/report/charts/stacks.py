"""Shares that add to a whole: one stacked bar for each row, with the legend above."""

from collections.abc import Sequence
from dataclasses import dataclass

from firstcontact.report.palette import PALETTE
from firstcontact.survey.report.charts.svg import EDGE, LETTER, SIZE, Rows, drawing, rect, shortened, text

HEIGHT, BOX, LINE = 16, 11, 18
SHADES = ("#d7e8f4", "#a8cde6", "#6faed6", "#3f8cc0", "#1f6aa0", "#0f4a78", "#08315a")
MOST = len(SHADES)
LIGHT = SHADES[:3]
DARK_TEXT, LIGHT_TEXT = "#15202b", "#ffffff"
LEAST_WRITTEN = 0.09


@dataclass(frozen=True)
class Stack:
    """shares: 0..1, in the order of the names; None: the row says `words` instead."""

    label: str
    shares: Sequence[float] | None
    words: str = "not shown"


def stacks(rows: Sequence[Stack], names: Sequence[str]) -> str:
    """At most `MOST` names. Every part is divided from the next by a gap, and large ones carry their percentage."""
    shades = _shades(len(names))
    legend, top = _legend(names, shades)
    place = Rows([r.label for r in rows], top)
    drawn = legend + place.names()
    for i, row in enumerate(rows):
        drawn += _bar(row, place, place.middle(i), shades)
    return drawing(place.bottom + 4, drawn)


def _shades(count: int) -> list[str]:
    return [SHADES[round(i * (MOST - 1) / max(count - 1, 1))] for i in range(count)]


def _legend(names: Sequence[str], shades: Sequence[str]) -> tuple[list[str], float]:
    """Marks of the legend, set in lines, and the height that it takes."""
    drawn, x, y = [], float(EDGE), 0.0
    for name, shade in zip(names, shades, strict=True):
        long = BOX + 5 + len(shortened(name)) * LETTER + 12
        if x > EDGE and x + long > 400:
            x, y = float(EDGE), y + LINE
        drawn += [rect(x, y + 3, BOX, BOX, shade), text(x + BOX + 5, y + 13, shortened(name))]
        x += long
    return drawn, y + LINE + 6


def _bar(row: Stack, place: Rows, y: float, shades: Sequence[str]) -> list[str]:
    if row.shares is None:
        return [text(place.left, y + 4, row.words, colour=PALETTE["soft"])]
    drawn, x, width = [], place.left, place.right - place.left
    for share, shade in zip(row.shares, shades, strict=True):
        long = share * width
        drawn.append(rect(x, y - HEIGHT / 2, long - 1, HEIGHT, shade))
        if share >= LEAST_WRITTEN:
            ink = DARK_TEXT if shade in LIGHT else LIGHT_TEXT
            drawn.append(text(x + long / 2, y + 4, f"{100 * share:.0f}%", "middle", ink, SIZE - 1))
        x += long
    return drawn
