"""The content of a report, free of any format: HTML and PDF are two renderings of the same blocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

LONG = 24  # rows of the longest table that still stands beside its chart


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    kind: str = field(default="text", init=False)


@dataclass(frozen=True)
class Bullets:
    """A list of short statements; `warning` sets it off from the rest."""

    items: Sequence[str]
    warning: bool = False
    kind: str = field(default="bullets", init=False)


@dataclass(frozen=True)
class Table:
    """Texts in rows; the first `labels` columns are words, the others numbers.

    wide: too wide to stand beside a chart. languages: tag of each column whose texts are in another language.
    """

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    labels: int = 1
    note: str = ""
    wide: bool = False
    languages: Sequence[str | None] = ()
    kind: str = field(default="table", init=False)

    @property
    def long(self) -> bool:
        return len(self.rows) > LONG


@dataclass(frozen=True)
class Figure:
    """A chart with what it says in words, how to read it (and which spread it shows), and its data as a table.

    id: of the chart in a specification, where it has one.
    """

    title: str
    svg: str
    summary: str
    legend: str
    table: Table
    id: str = ""
    kind: str = field(default="figure", init=False)


Block = Text | Bullets | Table | Figure


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Report:
    """foot: a sentence under every chart and at the end, on what the numbers come from.

    banner: what every page says first (simulated data, preview).
    """

    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    foot: str
    banner: str = ""
    language: str = "en"
