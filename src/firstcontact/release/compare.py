"""Practices of a sealed release side by side, with the region at the right; words and marks only, from its files."""

from collections.abc import Sequence
from dataclasses import dataclass

from firstcontact.release.cells import Cell
from firstcontact.release.embed import interval, notes
from firstcontact.release.ids import slug
from firstcontact.release.indicators import DOMAINS, Indicator
from firstcontact.release.language import Language
from firstcontact.release.published import PSEUDO, Published, groups
from firstcontact.release.reader import Release
from firstcontact.release.view import View

MOST = 5


@dataclass(frozen=True)
class Practice:
    """Head of a column."""

    id: str
    name: str
    place: str
    path: str
    closed: bool


@dataclass(frozen=True)
class Entry:
    """One cell of the table: its words, and the public row behind it (None when there is none)."""

    said: str
    shown: bool
    interval: str
    comparison_key: str
    notes: tuple[str, ...]
    cell: Cell | None


@dataclass(frozen=True)
class Row:
    """One measure in the newest period of the region."""

    measure: str
    domain: str
    title: str
    unit: str
    period: str
    direction: str
    path: str
    entries: tuple[Entry, ...]
    region: Entry

    @property
    def across(self) -> tuple[Entry, ...]:
        """All cells from left to right."""
        return (*self.entries, self.region)


@dataclass(frozen=True)
class Choice:
    """Practices that were asked for: known ones, at most five, and ids that nobody has."""

    practices: tuple[Practice, ...]
    unknown: tuple[str, ...]
    too_many: bool


def choose(release: Release, asked: Sequence[str]) -> Choice:
    """Each practice once, in the order asked for. An id counts in any case, as addresses write it."""
    known = {slug(id_): row for id_, row in groups(release.root, "practice").items() if id_ not in PSEUDO}
    found = {name: known[name] for name in map(slug, asked) if name in known}
    unknown = tuple(dict.fromkeys(text for text in asked if text and slug(text) not in known))
    kept = list(found.items())[:MOST]
    return Choice(tuple(_practice(name, row) for name, row in kept), unknown, len(found) > MOST)


def _practice(name: str, row: dict) -> Practice:
    id_ = row["group_id"]
    return Practice(id_, row["group_name"] or id_, row["place"] or "", f"practice/{name}/", bool(row["closed_on"]))


def table(release: Release, language: Language, practices: Sequence[Practice]) -> list[tuple[str, list[Row]]]:
    """(domain, rows) of all measures that a chosen practice has a row for; first variants, as on practice pages."""
    sites = [Published(release, "practice", p.id) for p in practices]
    view = View(Published(release), language)
    rows = [row for row in (_row(view, sites, i) for i in view.site.indicators.plain()) if row]
    return [(d, own) for d in DOMAINS if (own := [r for r in rows if r.domain == d])]


def _row(view: View, sites: Sequence[Published], indicator: Indicator) -> Row | None:
    measure, region = indicator.first, view.site.region(indicator.first)
    newest = [c for c in (s.cells.latest(measure, "practice", s.id) for s in sites) if c]
    if not newest:
        return None
    period = region.period if region else max(c.period for c in newest)
    cells = [_at(site, measure, period) for site in sites]
    return Row(
        measure,
        indicator.domain,
        view.title(indicator.id),
        view.unit_words(measure),
        view.period(period),
        view.direction(indicator.id),
        f"measure/{indicator.id}/",
        tuple(_entry(view, c, True) for c in cells),
        _entry(view, region, False),
    )


def _at(site: Published, measure: str, period: str) -> Cell | None:
    return next((c for c in site.cells.series(measure, "practice", site.id) if c.period == period), None)


def _entry(view: View, cell: Cell | None, compared: bool) -> Entry:
    """A hidden or absent value has a short word; the fixed sentences stand once below the table."""
    if cell is None:
        return Entry(view.text("not_measured_short"), False, "", "", (), None)
    if not cell.shown:
        key = "none_eligible_short" if cell.missing_key == "no_eligible" else "cmp_hidden"
        return Entry(view.text(key), False, "", "", (), cell)
    key = cell.comparison_key if compared else ""
    said = view.number_of(cell.measure, cell.value)
    limits = interval(view, cell) if cell.interval else ""
    return Entry(said, True, limits, key, notes(view, cell), cell)
