"""Room for words: a drawing is made once, but the same number is longer in one language than in another."""

import re
from html import unescape
from math import ceil

SIZE = 15
BOLD = 1.1
WIDTHS = {"narrow": 0.36, "wide": 0.95, "capital": 0.78, "other": 0.65}
_PLACE = r"translate\(([-\d.]+),[-\d.]+\)"
_GROUP = re.compile(rf'<g transform="{_PLACE}">')
_TEXT = re.compile(rf"<text\b([^>]*){_PLACE}([^>]*)>([^<]*)</text>")


def overhang(body: str, width: float) -> tuple[int, int]:
    """How far the texts of a filled drawing reach out of it on the left and on the right."""
    group = _GROUP.match(body)
    start = float(group.group(1)) if group else 0.0
    spans = [
        _span(start + float(at), before + after, unescape(words)) for before, at, after, words in _TEXT.findall(body)
    ]
    left, right = min((a for a, _ in spans), default=0.0), max((b for _, b in spans), default=width)
    return ceil(max(0.0, -left)), ceil(max(0.0, right - width))


def _span(at: float, attributes: str, words: str) -> tuple[float, float]:
    long = text_width(words, bold="font-weight" in attributes)
    back = 1.0 if 'text-anchor="end"' in attributes else 0.5 if 'text-anchor="middle"' in attributes else 0.0
    return at - back * long, at + (1 - back) * long


def text_width(words: str, bold: bool = False) -> float:
    """Width of a label, judged by the widest of the fonts that a system may have."""
    return SIZE * sum(WIDTHS[_kind(letter)] for letter in words) * (BOLD if bold else 1)


def _kind(letter: str) -> str:
    if letter in ".,:;'| \u00a0ilI":
        return "narrow"
    if letter in "%mwMW":
        return "wide"
    return "capital" if letter.isupper() else "other"
