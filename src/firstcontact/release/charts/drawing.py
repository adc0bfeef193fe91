"""One SVG without words of a language: texts are tokens that a language fills in, so one drawing serves all."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape

from firstcontact.release.charts.room import overhang

TOKEN = re.compile(r"\[\[([^\]]*)\]\]")


def number_token(text: object) -> str:
    """A number in the measure's own form (percent, money, number)."""
    return f"[[n:{text}]]"


def count_token(text: object) -> str:
    """A plain number of people or practices."""
    return f"[[c:{text}]]"


def period_token(period: str) -> str:
    return f"[[p:{period}]]"


def stratum_token(kind: str, stratum: str) -> str:
    return f"[[s:{kind}|{stratum}]]"


def word_token(key: str) -> str:
    return f"[[t:{key}]]"


@dataclass(frozen=True)
class Drawing:
    """`body` is the inside of an <svg> with tokens; width and height are those of its viewBox."""

    body: str
    width: int
    height: int
    kind: str
    measure: str = ""

    def about(self, measure: str) -> "Drawing":
        """The same drawing with the measure whose number form its tokens take."""
        return replace(self, measure=measure)

    @property
    def key(self) -> str:
        """Stable name for ids inside a page."""
        return f"{self.kind}-{sha256(self.body.encode()).hexdigest()[:8]}"

    def svg(self, fill: Callable[[str, str], str], title: str, description: str, style: str = "") -> str:
        """The whole SVG in one language. `fill(kind, value)` turns a token into words."""
        body = TOKEN.sub(lambda m: escape(fill(*m.group(1).split(":", 1)), quote=False), self.body)
        left, right = overhang(body, self.width)
        title_id, description_id = f"{self.key}-t", f"{self.key}-d"
        box = f"{-left} 0 {left + self.width + right} {self.height}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{self.kind}" '
            f'viewBox="{box}" role="img" aria-labelledby="{title_id} {description_id}">'
            f'<title id="{title_id}">{escape(title)}</title><desc id="{description_id}">{escape(description)}</desc>'
            f'{style}<g aria-hidden="true">{body}</g></svg>'
        )
