"""Sentences filled from public cells. A finding that would need a hidden cell falls away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from firstcontact.release.cells import Cell
from firstcontact.release.numbers import natural_frequency, quantile
from firstcontact.release.view import View

ORDERED = ("age_band", "deprivation_quintile", "rurality")
LEAST_PRACTICES = 20
HOW_MANY = 5


@dataclass(frozen=True)
class Finding:
    """One sentence, the cell it rests on, and where the cell stands."""

    template: str
    text: str
    cell: Cell
    title: str
    stratifier: str = ""

    @property
    def id(self) -> str:
        """The same from release to release, whichever template holds."""
        return f"{self.cell.measure}-by-{self.stratifier}" if self.stratifier else self.cell.measure

    @property
    def path(self) -> str:
        return f"measure/{self.cell.measure.partition('.')[0]}/"


@dataclass(frozen=True)
class Pair:
    """Two strata that are compared: the first and last of an ordered kind, else the highest and lowest."""

    high: Cell
    low: Cell

    def gap(self, view: View) -> str:
        """How far apart they are: the released gap of the two, so that no page says another number than the files.
        Without one (age, sex, language), the difference of the two values as shown."""
        row = gap_row(view, self.high)
        return row.value.lstrip("-") if row and row.shown else format(abs(self.high.number - self.low.number), "f")

    @property
    def is_clear(self) -> bool:
        """The interval of the difference leaves out zero (Newcombe's square-root form, from public limits)."""
        if not (self.high.interval and self.low.interval):
            return False
        first, second = sorted((self.high, self.low), key=lambda c: c.number)
        below, above = second.number - second.interval[0], first.interval[1] - first.number
        return float(second.number - first.number) > sqrt(float(below) ** 2 + float(above) ** 2)


def home_findings(view: View) -> list[Finding]:
    """The findings of site.yaml that hold, at most five, no measure twice with the same sentence."""
    found: list[Finding] = []
    for wanted in view.language.catalogue.site["findings"]:
        finding = finding_for(view, wanted["measure"], wanted["templates"], wanted.get("stratifier"))
        if finding and finding.text not in {f.text for f in found}:
            found.append(finding)
    return found[:HOW_MANY]


def finding_for(view: View, measure: str, templates: Sequence[str], stratifier: str | None = None) -> Finding | None:
    """First template of the list whose condition holds; None when none does."""
    if measure.partition(".")[0] not in view.site.indicators:
        return None
    for template in templates:
        for cell, text in WRITERS[template](view, measure, stratifier):
            return Finding(template, text, cell, view.full_title(measure), stratifier or "")
    return None


def strata_pair(cells: Sequence[Cell]) -> Pair | None:
    """The pair that a gap speaks about, None when a side is hidden. `unknown` and empty groups never enter."""
    known = [c for c in cells if c.stratum != "unknown" and c.status != "not_applicable"]
    if len(known) < 2:
        return None
    if known[0].stratum_kind in ORDERED:
        ends = known[0], known[-1]
        return Pair(ends[1], ends[0]) if all(c.shown for c in ends) else None
    if not all(c.shown for c in known):
        return None
    by_value = sorted(known, key=lambda c: c.number)
    return Pair(by_value[-1], by_value[0])


def gap_pair(view: View, cells: Sequence[Cell]) -> Pair | None:
    """The pair whose gap may be said: not where the release holds the gap itself back."""
    pair = strata_pair(cells)
    row = gap_row(view, pair.high) if pair else None
    return None if row and not row.shown else pair


def gap_row(view: View, cell: Cell) -> Cell | None:
    """The released gap between the groups that a cell is one of; None when the definitions make none."""
    site = view.site
    rows = site.cells.years(f"gap.{cell.measure}", "region", site.region_id, cell.stratum_kind, "all")
    return next((row for row in rows if row.period == cell.period), None)


def gap_sentence(view: View, pair: Pair) -> str:
    measure = pair.high.measure
    first, second = (pair.low, pair.high) if pair.high.stratum_kind in ORDERED else (pair.high, pair.low)
    key = "find_gap" if view.site.indicators.shape(measure) == "percent" else "find_gap_plain"
    gap = pair.gap(view)
    places = {"gap": view.language.number(gap) if key == "find_gap" else view.number_of(measure, gap)}
    for side, cell in (("a", first), ("b", second)):
        places |= {
            f"stratum_{side}": view.stratum_name(cell.stratum_kind, cell.stratum),
            f"v{side}": view.number_of(measure, cell.value),
        }
    return view.text(key, **places)


def change_sentence(view: View, series: Sequence[Cell]) -> str:
    """The sentence on first to last of a series, whichever of the two templates holds."""
    for writer in (_change, _no_change):
        for _, text in writer(view, series[-1].measure if series else "", None, series):
            return text
    return view.text("chart_no_finding")


def _ends(view: View, measure: str, series: Sequence[Cell] | None) -> tuple[Cell, Cell] | None:
    series = view.site.region_years(measure) if series is None else series
    return (series[0], series[-1]) if len(series) > 1 and series[0].shown and series[-1].shown else None


def _change(
    view: View, measure: str, stratifier: str | None, series: Sequence[Cell] | None = None
) -> Iterator[tuple[Cell, str]]:
    ends = _ends(view, measure, series)
    if ends and _apart(*ends):
        key = "find_change_up" if ends[1].number > ends[0].number else "find_change_down"
        yield ends[1], view.text(key, **_places(view, *ends))


def _no_change(
    view: View, measure: str, stratifier: str | None, series: Sequence[Cell] | None = None
) -> Iterator[tuple[Cell, str]]:
    ends = _ends(view, measure, series)
    if ends and not _apart(*ends):
        yield ends[1], view.text("find_no_change", **_places(view, *ends))


def _apart(first: Cell, last: Cell) -> bool:
    if first.interval and last.interval:
        return first.interval[1] < last.interval[0] or last.interval[1] < first.interval[0]
    return first.number != last.number


def _places(view: View, first: Cell, last: Cell) -> dict[str, str]:
    measure = last.measure
    return {
        "measure": view.full_title(measure),
        "v0": view.number_of(measure, first.value),
        "v1": view.number_of(measure, last.value),
        "p0": view.period(first.period),
        "p1": view.period(last.period),
    }


def _gap(view: View, measure: str, stratifier: str | None) -> Iterator[tuple[Cell, str]]:
    cell = view.site.region(measure)
    cells = view.site.strata(measure, cell.period).get(stratifier or "", []) if cell else []
    pair = gap_pair(view, cells)
    if pair and pair.is_clear:
        sentence = gap_sentence(view, pair)
        yield pair.high, view.text("find_range_of", measure=view.full_title(measure), sentence=sentence)


def _range(view: View, measure: str, stratifier: str | None) -> Iterator[tuple[Cell, str]]:
    cell = view.site.region(measure)
    text = practice_range(view, measure, cell.period) if cell else None
    if text:
        yield cell, view.text("find_range_of", measure=view.full_title(measure), sentence=text)


def practice_range(view: View, measure: str, period: str) -> str | None:
    """Half of the practices lie between .. and .., with at least 20 shown practices."""
    shown = [c for c in view.site.group_cells(measure, "practice", period) if c.shown]
    if len(shown) < LEAST_PRACTICES:
        return None
    quarters = [quantile([c.number for c in shown], Decimal(q)) for q in ("0.25", "0.75")]
    low, high = (view.rounded_like(measure, q, shown[0].value) for q in quarters)
    return view.text("find_range", q25=low, q75=high)


def _level(view: View, measure: str, stratifier: str | None) -> Iterator[tuple[Cell, str]]:
    cell = view.site.region(measure)
    if cell and cell.shown and view.site.indicators.shape(measure) == "percent":
        n, base = natural_frequency(cell.number)
        yield cell, view.text("find_level", measure=view.full_title(measure), n=view.language.number(str(n)), base=base)


def _latest(view: View, measure: str, stratifier: str | None) -> Iterator[tuple[Cell, str]]:
    cell = view.site.region(measure)
    if cell and cell.shown:
        places = {
            "measure": view.full_title(measure),
            "value": view.number_of(measure, cell.value),
            "period": view.period(cell.period),
        }
        yield cell, view.text("find_latest", **places)


WRITERS = {"change": _change, "no_change": _no_change, "gap": _gap, "range": _range, "level": _level, "latest": _latest}
