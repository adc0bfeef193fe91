"""Public rows as cells that pages look up by what they are about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property

import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.workspace import period_text

SHOWN = ("published", "provisional")
COMPARED = {"better": "cmp_better", "same": "cmp_same", "lower": "cmp_lower"}
MISSING = {"suppressed": "hidden_small", "not_applicable": "no_eligible", "withdrawn": "withdrawn"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One public row; `line` is its line in data/results.csv (the header is line 1). Numbers are public text."""

    line: int
    measure: str
    start: str
    end: str
    group_kind: str
    group_id: str
    group_name: str
    stratum_kind: str
    stratum: str
    numerator: str | None
    denominator: str | None
    value: str | None
    lower: str | None
    upper: str | None
    comparison: str | None
    status: str
    held: str
    note_id: str | None

    @property
    def shown(self) -> bool:
        return self.value is not None and self.status in SHOWN

    @property
    def period(self) -> str:
        return _period(self.start, self.end)

    @property
    def is_year(self) -> bool:
        return len(self.period) == 4

    @property
    def number(self) -> Decimal:
        return Decimal(self.value)

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        return (Decimal(self.lower), Decimal(self.upper)) if self.lower is not None and self.upper is not None else None

    @property
    def missing_key(self) -> str:
        """Key of the fixed words that stand where the value would be."""
        return self.note_id if self.note_id in MISSING_TEXTS else MISSING.get(self.status, "not_measured")

    @property
    def comparison_key(self) -> str:
        return COMPARED.get(self.comparison or "", "cmp_none") if self.shown else "cmp_hidden"


@cache
def _period(start: str, end: str) -> str:
    return period_text(date.fromisoformat(start), date.fromisoformat(end))


MISSING_TEXTS = ("hidden_small", "no_eligible", "not_measured", "not_computed", "withdrawn")
COLUMNS = (
    "measure",
    "period_start",
    "period_end",
    "group_kind",
    "group_id",
    "group_name",
    "stratum_kind",
    "stratum",
    "numerator_rounded",
    "denominator_rounded",
    "value",
    "lower",
    "upper",
    "comparison",
    "status",
    "held",
    "note_id",
)
Key = tuple[str, str, str, str, str]


class Cells:
    """Lookup of cells by (measure, group kind, group, stratum kind, stratum), each a series by period."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._series: dict[Key, list[Cell]] = {}
        for cell in cells:
            key = (cell.measure, cell.group_kind, cell.group_id, cell.stratum_kind, cell.stratum)
            self._series.setdefault(key, []).append(cell)

    @classmethod
    def from_text(cls, texts: pa.Table) -> "Cells":
        """Only what pages show: every row of all strata `all`, region strata, whole-year strata of practices."""
        keep = pc.or_(pc.equal(texts["stratum_kind"], "all"), pc.equal(texts["group_kind"], "region"))
        whole_year = pc.and_(pc.ends_with(texts["period_start"], "-01-01"), pc.ends_with(texts["period_end"], "-12-31"))
        mask = pc.or_(keep, whole_year)
        lines = pa.array(range(2, len(texts) + 2)).filter(mask.combine_chunks()).to_pylist()
        kept = texts.filter(mask)
        return cls(Cell(*row) for row in zip(lines, *(kept[name].to_pylist() for name in COLUMNS), strict=True))

    def __iter__(self) -> Iterator[Cell]:
        return (cell for series in self._series.values() for cell in series)

    def series(self, measure: str, kind: str, id_: str, stratum_kind: str = "all", stratum: str = "all") -> list[Cell]:
        """All periods of one thing, oldest first."""
        return self._series.get((measure, kind, id_, stratum_kind, stratum), [])

    def years(self, *key: str) -> list[Cell]:
        return [c for c in self.series(*key) if c.is_year]

    def months(self, *key: str) -> list[Cell]:
        return [c for c in self.series(*key) if len(c.period) == 7 and "Q" not in c.period]

    def latest(self, *key: str) -> Cell | None:
        """Newest whole year, else newest month."""
        series = self.years(*key) or self.months(*key) or self.series(*key)
        return series[-1] if series else None

    @cached_property
    def measures(self) -> set[str]:
        return {key[0] for key in self._series}

    @cached_property
    def _strata(self) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
        found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
        for measure, kind, id_, stratum_kind, stratum in self._series:
            found.setdefault((measure, kind, id_), []).append((stratum_kind, stratum))
        return found

    def strata(self, measure: str, kind: str, id_: str) -> list[tuple[str, str]]:
        """(stratum kind, stratum) pairs that a group has rows for."""
        return self._strata.get((measure, kind, id_), [])
