"""One result of a sealed release, ready to be drawn on another page: words, numbers, places of marks. No chart library.

A hidden row gives its fixed words and nothing else: no number, no mark, no comparison.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from firstcontact.release.cells import Cell
from firstcontact.release.findings import change_sentence
from firstcontact.release.ids import slug
from firstcontact.release.indicators import DOMAINS, Axis
from firstcontact.release.language import Language
from firstcontact.release.published import PSEUDO, Published, groups
from firstcontact.release.reader import Release
from firstcontact.release.view import View

KINDS = ("region", "area", "organization", "practice")
MOST_POINTS = 12
LEFT, RIGHT, TOP, BOTTOM = 56, 312, 10, 96


class Point(NamedTuple):
    """One period: its words, the value or the fixed words, the interval in numbers."""

    period: str
    said: str
    interval: str
    shown: bool


class Mark(NamedTuple):
    """Places on the 120 wide interval mark; `role` is the class of the dot's colour."""

    value: str
    low: str
    high: str
    region: str
    role: str


class Trend(NamedTuple):
    """A small line chart in its 320 x 120 box: lines and bands break where a value is hidden."""

    lines: tuple[str, ...]
    bands: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    ticks: tuple[tuple[str, str], ...]
    labels: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Result:
    """One measure of one group. Paths stand below the language; `permalink` stays with this release."""

    release: str
    measure: str
    title: str
    group: str
    shown: bool
    said: str
    path: str
    permalink: str
    group_path: str = ""
    unit: str = ""
    period: str = ""
    interval: str = ""
    interval_words: str = ""
    comparison_key: str = ""
    region_said: str = ""
    trend_key: str = ""
    notes: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    trend: Trend | None = None
    mark: Mark | None = None
    sentence: str = ""


def result(release: Release, language: Language, measure: str, kind: str = "region", id_: str = "") -> Result:
    """The newest period of a measure for a group. An unknown measure or group gives the words for a missing value."""
    site = Published(release, kind, "" if kind == "region" else id_)
    view = View(site, language)
    name, path = group_name(view, kind, id_)
    base = measure.partition(".")[0]
    if base not in site.indicators:
        return Result(release.id, measure, measure, name, False, language.text("not_computed"), "measure/", "")
    places = {"path": f"measure/{base}/", "permalink": f"release/{release.id}/measure/{base}/", "group_path": path}
    cell = site.cells.latest(measure, kind, id_ or site.region_id)
    title = view.full_title(measure)
    if cell is None:
        return Result(release.id, measure, title, name, False, language.text("not_measured"), **places)
    series = _series(site, measure, cell)
    found = Result(release.id, measure, title, name, cell.shown, said(view, cell), **places)
    return _filled(found, view, cell, series)


def said(view: View, cell: Cell | None) -> str:
    """The value in the form of its measure, or the fixed words for a missing one; plain text."""
    if cell is None:
        return view.text("not_measured")
    return view.number_of(cell.measure, cell.value) if cell.shown else view.text(cell.missing_key)


def interval(view: View, cell: Cell) -> str:
    """The interval in numbers; empty for a hidden row."""
    if not cell.shown:
        return ""
    if not cell.interval:
        return view.text("no_interval")
    low, high = (view.number_of(cell.measure, limit) for limit in (cell.lower, cell.upper))
    return view.text("from_to", low=low, high=high)


def notes(view: View, cell: Cell) -> tuple[str, ...]:
    """Sentences that a shown value carries."""
    early = (view.text("provisional"),) if cell.status == "provisional" else ()
    return early + ((view.text("held"),) if cell.shown and cell.held == "1" else ())


def measures(release: Release, language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    """Measures of a release with their variants, by domain: what an editor chooses from."""
    site = Published(release)
    view = View(site, language)
    found = []
    for domain in DOMAINS:
        own = [m for i in site.indicators.plain() if i.domain == domain for m in i.measures]
        found.append((language.text(f"domain_{domain}"), [(m, view.full_title(m)) for m in own]))
    return [entry for entry in found if entry[1]]


def knows(release: Release, kind: str, id_: str) -> bool:
    """Is there such a group in the release? The region needs no id."""
    return kind == "region" or (kind in KINDS and id_ in groups(release.root, kind))


def group_name(view: View, kind: str, id_: str) -> tuple[str, str]:
    """Name of a group and the path of its page, if it has one."""
    if kind == "region":
        return view.site.given.settings.region, ""
    fact = groups(view.site.release.root, kind).get(id_)
    path = f"{kind}/{slug(id_)}/" if fact and id_ not in PSEUDO else ""
    return (fact or {}).get("group_name") or id_, path


def _series(site: Published, measure: str, cell: Cell) -> list[Cell]:
    series = site.cells.series(measure, cell.group_kind, cell.group_id)
    return [c for c in series if len(c.period) == len(cell.period)][-MOST_POINTS:]


def _filled(found: Result, view: View, cell: Cell, series: list[Cell]) -> Result:
    """The result with its series; everything that stands on the newest value only when that is shown."""
    points = tuple(Point(view.period(c.period), said(view, c), interval(view, c), c.shown) for c in series)
    axis = view.site.indicators.of(cell.measure).axis(series)
    more = {
        "period": view.period(cell.period),
        "points": points,
        "trend": _trend(view, cell.measure, axis, series),
        "sentence": change_sentence(view, series),
        "notes": notes(view, cell),
    }
    return Result(**{**vars(found), **more, **(_shown(view, cell, series) if cell.shown else {})})


def _shown(view: View, cell: Cell, series: list[Cell]) -> dict:
    compared = cell.group_kind != "region"
    region = _region(view, cell) if compared else None
    return {
        "unit": view.unit_words(cell.measure),
        "interval": interval(view, cell),
        "interval_words": view.words(cell),
        "trend_key": view.trend(series),
        "comparison_key": cell.comparison_key if compared else "",
        "region_said": said(view, region) if region else "",
        "mark": _mark(view, cell, region, series),
    }


def _region(view: View, cell: Cell) -> Cell | None:
    """The region in the same period."""
    series = view.site.region_cells.series(cell.measure, "region", view.site.region_id)
    return next((c for c in series if c.period == cell.period), None)


def _mark(view: View, cell: Cell, region: Cell | None, series: Sequence[Cell]) -> Mark | None:
    if not cell.interval:
        return None
    place = view.site.indicators.of(cell.measure).axis([*series, region]).place
    at = place(region.number) if region and region.shown else ""
    low, high = map(place, cell.interval)
    return Mark(place(cell.number), low, high, at, cell.comparison or "main")


def _trend(view: View, measure: str, axis: Axis, series: Sequence[Cell]) -> Trend | None:
    """None with fewer than two shown values."""
    if sum(c.shown for c in series) < 2:
        return None
    across = [f"{LEFT + (RIGHT - LEFT) * Decimal(i) / (len(series) - 1):.1f}" for i in range(len(series))]
    runs = _runs(series)
    lines = tuple(" ".join(f"{across[i]},{_up(axis, series[i].number)}" for i in run) for run in runs if len(run) > 1)
    bands = tuple(_band(axis, across, series, run) for run in runs if len(run) > 1 and _all_intervals(series, run))
    dots = tuple((across[i], _up(axis, c.number)) for i, c in enumerate(series) if c.shown)
    ticks = tuple((_up(axis, t), view.number_of(measure, format(t.normalize() + 0, "f"))) for t in _ends(axis.ticks))
    labels = tuple((across[i], view.period(series[i].period, short=True)) for i in (0, len(series) - 1))
    return Trend(lines, bands, dots, ticks, labels)


def _ends(ticks: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    return ticks[0], ticks[-1]


def _runs(series: Sequence[Cell]) -> list[list[int]]:
    """Places of shown values that follow one another."""
    runs: list[list[int]] = [[]]
    for i, cell in enumerate(series):
        if cell.shown:
            runs[-1].append(i)
        else:
            runs.append([])
    return [run for run in runs if run]


def _all_intervals(series: Sequence[Cell], run: Sequence[int]) -> bool:
    return all(series[i].interval for i in run)


def _band(axis: Axis, across: Sequence[str], series: Sequence[Cell], run: Sequence[int]) -> str:
    above = [f"{across[i]},{_up(axis, series[i].interval[1])}" for i in run]
    below = [f"{across[i]},{_up(axis, series[i].interval[0])}" for i in reversed(run)]
    return " ".join(above + below)


def _up(axis: Axis, value: Decimal) -> str:
    """Height of a value in the box; y points down."""
    low, high = _ends(axis.ticks)
    share = (min(max(value, low), high) - low) / (high - low)
    return f"{BOTTOM - share * (BOTTOM - TOP):.1f}"
