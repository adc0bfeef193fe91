"""What all drawings share: size, lines and words, places of rows, axes."""

import re
from collections.abc import Iterable, Sequence
from html import escape

import numpy as np

from firstcontact.report.palette import FONT, PALETTE
from firstcontact.report.steps import round_step

WIDTH, EDGE = 400, 8
SIZE = 12
ROW, LABEL = 22, 16  # height of a row, and of a label that stands above it
BESIDE = 24  # letters of the longest label that still stands beside its mark
LETTER = 6.6  # width of a wide letter
LONGEST = 62  # letters of a label above its mark


def number(value: float) -> str:
    """A coordinate."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    place = " ".join(f'{k}="{number(v)}"' for k, v in (("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)))
    return f'<line {place} stroke="{colour}" stroke-width="{width}"{dashed}/>'


def text(x: float, y: float, words: str, anchor: str = "start", colour: str = PALETTE["ink"], size: int = SIZE) -> str:
    return (
        f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}" font-size="{size}" '
        f'fill="{colour}">{escape(words)}</text>'
    )


def rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    place = f'x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" height="{number(height)}"'
    return f'<rect {place} fill="{colour}"/>'


def drawing(height: float, marks: Iterable[str]) -> str:
    size = f'width="{WIDTH}" height="{number(height)}" viewBox="0 0 {WIDTH} {number(height)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">{"".join(marks)}</svg>'


def shortened(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Round numbers that enclose low and high."""
    span = high - low or abs(high) or 1.0
    step = round_step(span / count)
    first, last = np.floor(low / step + 1e-9), np.ceil(high / step - 1e-9)
    return [float(round(k * step, 10)) for k in np.arange(first, max(last, first + 1) + 1)]


def short(labels: Sequence[str]) -> list[str]:
    """Labels of an axis without decimals where all of them are whole."""
    bare = [re.sub(r"\.0+(?=%|$)", "", label) for label in labels]
    return list(labels) if any("." in label for label in bare) else bare


class Rows:
    """Places of rows with labels: beside the marks where all are short, else above them."""

    def __init__(self, labels: Sequence[str], top: float = 0.0, right: float = EDGE) -> None:
        longest = max((len(label) for label in labels), default=0)
        self.above = longest > BESIDE
        self.left = EDGE if self.above else min(longest * LETTER + 18, 0.45 * WIDTH)
        self.right = WIDTH - right
        self.step = ROW + LABEL if self.above else ROW
        self.top, self.labels = top, [shortened(label) for label in labels]

    @property
    def bottom(self) -> float:
        return self.top + self.step * len(self.labels)

    def middle(self, row: int) -> float:
        return self.top + row * self.step + (LABEL if self.above else 0) + ROW / 2

    def names(self) -> list[str]:
        if self.above:
            return [text(EDGE, self.middle(i) - ROW / 2 - 2, label) for i, label in enumerate(self.labels)]
        return [text(self.left - 8, self.middle(i) + 4, label, "end") for i, label in enumerate(self.labels)]


class Axis:
    """A horizontal axis between `left` and `right` over round numbers."""

    def __init__(self, marks: Sequence[float], left: float, right: float) -> None:
        self.marks, self.left, self.right = marks, left, right

    def x(self, value: float) -> float:
        low, high = self.marks[0], self.marks[-1]
        return self.left + (value - low) / (high - low) * (self.right - self.left)

    def drawn(self, top: float, bottom: float, labels: Sequence[str]) -> list[str]:
        rules = [line(self.x(m), top, self.x(m), bottom, PALETTE["grid"]) for m in self.marks]
        words = [
            text(min(self.x(m), WIDTH - len(label) * 3), bottom + 14, label, "middle", PALETTE["soft"], SIZE - 1)
            for m, label in zip(self.marks, labels, strict=True)
        ]
        return rules + words
