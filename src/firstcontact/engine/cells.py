"""Group attributes of a row, unpacked from its cell_key, and the sets of rows that a measure writes."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

# Attributes that follow from another one, and the small table that says how.
FROM_PRACTICE = ("organization", "practice_type")
FROM_AREA = ("deprivation_quintile", "rurality")
GROUP_KINDS = ("region", "area", "organization", "practice")
PARTIAL = 2  # key of commercial_partial among lines of business


@dataclass(frozen=True)
class RowSet:
    """One kind of result row: group kind x stratum kind (`all` for none)."""

    number: int
    group: str
    stratum: str

    @property
    def attributes(self) -> tuple[str, ...]:
        """The cell attributes behind group and stratum."""
        return tuple(dict.fromkeys(root(k) for k in (self.group, self.stratum) if k not in ("region", "all")))


def root(kind: str) -> str:
    """The attribute in the cell from which a kind follows."""
    return "practice" if kind in FROM_PRACTICE else "area" if kind in FROM_AREA else kind


def row_sets(kinds: Iterable[str], practice_strata: Iterable[str]) -> list[RowSet]:
    """The sets that a measure with these group and stratum kinds writes; `practice_strata`: strata of practices."""
    kinds = list(kinds)
    strata = [k for k in kinds if k not in (*GROUP_KINDS, "clinician")]
    pairs = [("region", "all")] + [("region", s) for s in strata] if "region" in kinds else []
    pairs += [(g, "all") for g in GROUP_KINDS[1:] if g in kinds]
    if "practice" in kinds:
        pairs += [("practice", s) for s in practice_strata if s in strata]
    return [RowSet(i, g, s) for i, (g, s) in enumerate(pairs)]


@dataclass(frozen=True)
class Layout:
    """How cell_key packs the attributes: attribute -> (multiplier, cardinality)."""

    places: dict[str, tuple[int, int]]

    @classmethod
    def read(cls, con: duckdb.DuckDBPyConnection) -> "Layout":
        rows = con.execute("SELECT attribute, multiplier, cardinality FROM cell_layout").fetchall()
        return cls({a: (m, c) for a, m, c in rows})

    def pack(self, keys: dict[str, str]) -> str:
        """SQL of a cell_key that holds these attributes (attribute -> SQL of its key) and no other."""
        return " + ".join(f"CAST({sql} AS BIGINT) * {self.places[a][0]}" for a, sql in keys.items())
