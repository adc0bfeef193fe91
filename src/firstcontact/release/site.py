"""The release as pages see it: cells, indicators, groups and drawings, the same for every language."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from firstcontact.release.cells import Cell, Cells
from firstcontact.release.charts import Drawing
from firstcontact.release.charts.maps import grid_tiles
from firstcontact.release.charts.simplify import simplify
from firstcontact.release.columns import public_text
from firstcontact.release.files.downloads import Download
from firstcontact.release.ids import slug
from firstcontact.release.indicators import Indicators
from firstcontact.release.inputs import ReleaseInput
from firstcontact.workspace import years_text

GROUP_FOLDER = {"practice": "practice", "area": "area", "organization": "organization"}
PSEUDO = {"unattributed", "unknown"}


@dataclass(frozen=True)
class Group:
    """One row of groups.parquet that has a page."""

    kind: str
    id: str
    name: str
    facts: dict

    @property
    def path(self) -> str:
        return f"{GROUP_FOLDER[self.kind]}/{slug(self.id)}/"

    @property
    def closed_on(self) -> object:
        return self.facts.get("closed_on")


@dataclass
class Site:
    """Built once a release; pages of all languages read it. `downloads`: facts of the files that are written so far."""

    given: ReleaseInput
    downloads: dict[str, Download] = field(default_factory=dict)
    drawings: dict[tuple, Drawing | None] = field(default_factory=dict)
    peers: dict[tuple[str, str, str], list[Cell]] = field(default_factory=dict)

    @cached_property
    def texts(self):
        return public_text(self.given.rows)

    @cached_property
    def cells(self) -> Cells:
        return Cells.from_text(self.texts)

    @cached_property
    def indicators(self) -> Indicators:
        return Indicators(self.given.measures, self.cells.measures)

    @cached_property
    def region_id(self) -> str:
        return next((c.group_id for c in self.cells if c.group_kind == "region"), "region")

    @cached_property
    def groups(self) -> dict[tuple[str, str], Group]:
        found = {}
        for row in self.given.groups.to_pylist():
            kind, id_ = row["group_kind"], row["group_id"]
            if kind in GROUP_FOLDER and id_ not in PSEUDO:
                found[kind, id_] = Group(kind, id_, row["group_name"] or id_, row)
        return dict(sorted(found.items(), key=lambda kv: (kv[0][0], kv[1].name.casefold(), kv[0][1])))

    def groups_of(self, kind: str) -> list[Group]:
        return [g for g in self.groups.values() if g.kind == kind]

    @cached_property
    def strata_order(self) -> dict[tuple[str, str], tuple[int, str]]:
        rows = self.given.strata.to_pylist()
        return {(r["stratum_kind"], r["stratum"]): (r["sort_order"], r["name"] or r["stratum"]) for r in rows}

    @cached_property
    def years(self) -> list[str]:
        return sorted({c.period for c in self.cells if c.is_year})

    @property
    def period(self) -> str:
        """First to last year of the release."""
        return years_text(self.years)

    @property
    def published(self) -> date:
        return date.fromisoformat(self.given.settings.published_on)

    def region(self, measure: str) -> Cell | None:
        return self.cells.latest(measure, "region", self.region_id)

    def region_years(self, measure: str) -> list[Cell]:
        key = (measure, "region", self.region_id)
        return self.cells.years(*key) or self.cells.months(*key)

    def group_cells(self, measure: str, kind: str, period: str) -> list[Cell]:
        """One cell a group for one period: shown by name, then hidden by name, then people without a group."""
        key = (measure, kind, period)
        if key not in self.peers:
            self.peers[key] = self._group_cells(*key)
        return self.peers[key]

    def _group_cells(self, measure: str, kind: str, period: str) -> list[Cell]:
        found = [self._at(measure, kind, g.id, period) for g in self.groups_of(kind)]
        rest = [self._at(measure, kind, id_, period) for id_ in sorted(PSEUDO)]
        cells = [c for c in found if c is not None]
        return sorted(cells, key=lambda c: not c.shown) + [c for c in rest if c is not None]

    def _at(self, measure: str, kind: str, id_: str, period: str) -> Cell | None:
        return next((c for c in self.cells.series(measure, kind, id_) if c.period == period), None)

    def strata(self, measure: str, period: str, kind: str = "region", id_: str | None = None) -> dict[str, list[Cell]]:
        """Cells of a group by stratum kind, in the order of the strata."""
        id_ = id_ or self.region_id
        blocks: dict[str, list[Cell]] = {}
        for stratum_kind, stratum in self.cells.strata(measure, kind, id_):
            if stratum_kind != "all":
                series = self.cells.series(measure, kind, id_, stratum_kind, stratum)
                blocks.setdefault(stratum_kind, []).extend(c for c in series if c.period == period)
        order = {kind: sorted(cells, key=self.stratum_place) for kind, cells in blocks.items() if cells}
        return dict(sorted(order.items(), key=lambda kv: _kind_place(kv[0])))

    def stratum_place(self, cell: Cell) -> tuple:
        return (
            cell.stratum == "unknown",
            self.strata_order.get((cell.stratum_kind, cell.stratum), (999, ""))[0],
            cell.stratum,
        )

    @cached_property
    def outline(self) -> dict | None:
        """Simplified boundaries by area_id, None without area.geojson."""
        return simplify(self.given.area_geojson) if self.given.area_geojson else None

    @cached_property
    def tiles(self) -> dict[str, tuple[int, int]]:
        return grid_tiles([g.id for g in self.groups_of("area")])

    def drawing(self, key: tuple, make: Callable[[], Drawing | None]) -> Drawing | None:
        """A chart drawn once and shared by all languages."""
        if key not in self.drawings:
            self.drawings[key] = make()
        return self.drawings[key]


STRATUM_KINDS = (
    "age_band",
    "sex",
    "race_ethnicity",
    "language",
    "disability",
    "line_of_business",
    "payer",
    "deprivation_quintile",
    "rurality",
    "practice_type",
)


def _kind_place(kind: str) -> int:
    return STRATUM_KINDS.index(kind) if kind in STRATUM_KINDS else len(STRATUM_KINDS)
