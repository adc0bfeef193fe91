"""The content of a report, free of any format: HTML and PDF are two renderings of the same blocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field


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


@dataclass(frozen=True)
class Figure:
    """A chart with what it says in words, how to read it, and its data as a table."""

    title: str
    svg: str
    summary: str
    legend: str
    table: Table
    kind: str = field(default="figure", init=False)


Block = Text | Bullets | Table | Figure


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Report:
    """banner: what every page says first (simulated data, preview); foot: wave, instrument, version."""

    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    banner: str
    foot: str
    language: str = "en"
