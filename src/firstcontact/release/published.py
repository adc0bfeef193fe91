"""A sealed release as pages saw it, read back from its files: definitions, and the rows of one group at a time.

It answers what `View` asks of a `Site`, so that a number shown later has the very words that the release's pages have.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import SimpleNamespace

from firstcontact.release.cells import Cell, Cells
from firstcontact.release.ids import slug
from firstcontact.release.indicators import Indicators
from firstcontact.release.reader import Release

COLUMNS = {"start": "period_start", "end": "period_end", "numerator": "numerator_rounded",
           "denominator": "denominator_rounded"}  # fmt: skip
PSEUDO = ("unattributed", "unknown")
KEPT_GROUPS, KEPT_RELEASES = 64, 4


@dataclass(frozen=True)
class Published:
    """One sealed release and, in `cells`, the rows of one of its groups; the region's unless another is named."""

    release: Release
    kind: str = "region"
    id: str = ""

    @property
    def strata_order(self) -> Mapping:
        return {}

    @cached_property
    def given(self) -> SimpleNamespace:
        return SimpleNamespace(settings=SimpleNamespace(region=self.release.manifest.get("region") or self.region_name))

    @property
    def region_id(self) -> str:
        return _regions(self.release.root)[0]["group_id"]

    @property
    def region_name(self) -> str:
        return _regions(self.release.root)[0]["group_name"]

    @property
    def indicators(self) -> Indicators:
        return _indicators(self.release.root)

    @property
    def cells(self) -> Cells:
        return cells_of(self.release.root, self.kind, self.id or self.region_id)

    @property
    def region_cells(self) -> Cells:
        return cells_of(self.release.root, "region", self.region_id)

    def region(self, measure: str) -> Cell | None:
        return self.region_cells.latest(measure, "region", self.region_id)

    def region_years(self, measure: str) -> list[Cell]:
        key = (measure, "region", self.region_id)
        return self.region_cells.years(*key) or self.region_cells.months(*key)


@lru_cache(KEPT_GROUPS)
def cells_of(root: Path, kind: str, id_: str) -> Cells:
    """Rows of a group for everybody: whole years, and months of measures that have no years. Empty when unknown."""
    name = id_ if id_ in PSEUDO else slug(id_)
    return Cells(_cell(row) for row in Release(root).group_rows(kind, name) if row["group_id"] == id_)


@lru_cache(KEPT_RELEASES)
def _indicators(root: Path) -> Indicators:
    release = Release(root)
    definitions = [release.measure(m["id"]) for m in release.measures()]
    return Indicators(definitions, cells_of(root, "region", _regions(root)[0]["group_id"]).measures)


@lru_cache(KEPT_RELEASES)
def _regions(root: Path) -> list[dict]:
    return Release(root).groups("region")


@lru_cache(KEPT_RELEASES * 3)
def groups(root: Path, kind: str) -> dict[str, dict]:
    """Public facts of all groups of a kind, by id."""
    return {row["group_id"]: row for row in Release(root).groups(kind)}


def _cell(row: Mapping) -> Cell:
    """`line` is 0: the interface does not say in which line of the table a row stands."""
    found = {name: row[COLUMNS.get(name, name)] for name in Cell.__slots__ if name != "line"}
    return Cell(0, **found)
