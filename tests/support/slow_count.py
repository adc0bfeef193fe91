"""The slow twin of the engine's counting: the SQL as written, one variant at a time, grouped in plain Python."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from firstcontact.core import CoreStore
from firstcontact.engine.definitions import Definition

Place = tuple[date, str, str, str, str]  # period start, group kind, group id, stratum kind, stratum
PARTIAL = "commercial_partial"


class SlowCount:
    """Counts one result id after the other. `rows(definition, id, kind)` gives sums per place."""

    def __init__(self, store: CoreStore, practice_strata: list[str], region: str = "region") -> None:
        self.con = store.connect()
        self.practice_strata, self.region = practice_strata, region
        self.layout = self.con.execute("SELECT attribute, multiplier, cardinality FROM cell_layout").fetchall()
        self.ids: dict[tuple[str, int], str] = {
            (k, key): i for k, key, i in self.con.execute("SELECT kind, key, id FROM group_value").fetchall()
        }
        self.practice = {
            r[0]: r[1:]
            for r in self.con.execute("SELECT practice, organization, practice_type FROM practice_attribute").fetchall()
        }
        self.area = {
            r[0]: r[1:]
            for r in self.con.execute("SELECT area, deprivation_quintile, rurality FROM area_attribute").fetchall()
        }

    def units(self, definition: Definition, result_id: str) -> list[tuple]:
        """(unit_id, period, numerator, denominator) of the SQL as it stands in the file."""
        self.con.execute("CREATE OR REPLACE TEMP TABLE variant (name VARCHAR, value VARCHAR)")
        for name, value in definition.variants[result_id].items():
            self.con.execute("INSERT INTO variant VALUES (?, ?)", [name, value])
        return self.con.execute(definition.sql).fetchall()

    def rows(self, definition: Definition, result_id: str, kind: str) -> dict[Place, dict]:
        meta, sums = definition.meta, defaultdict(_empty)
        owner = self._owners(meta.unit_of_count, meta.window)
        for unit, period, numerator, denominator in self.units(definition, result_id):
            person, cell = owner(unit, period)
            start = period if kind == "month" else period.replace(month=1)
            attributes = self._attributes(cell)
            for place in self._places(meta, attributes, kind):
                _add(
                    sums[start, *place], person, Decimal(str(numerator)), Decimal(str(denominator)), attributes["payer"]
                )
        return {place: _finish(s) for place, s in sums.items()}

    def _owners(self, unit: str, window: str):
        """Function of (unit id, period) that gives person and cell_key."""
        table, keys, where = {
            ("person", "month"): ("person_month", "person_id, month", "WHERE is_primary"),
            ("coverage", "month"): ("person_month", "coverage_id, month", ""),
            ("person", "year"): ("person_year", "person_id, year_start", ""),
            ("coverage", "year"): ("coverage_year", "coverage_id, year_start", ""),
        }.get((unit, window), ({"fill": "rx_fill"}.get(unit, unit), f"{unit}_id, NULL", ""))
        found = {
            (u, p): (person, cell)
            for u, p, person, cell in self.con.execute(
                f"SELECT {keys}, person_id, cell_key FROM {table} {where}"
            ).fetchall()
        }
        return lambda u, p: found.get((u, p)) or found.get((u, None)) or (u if unit == "person" else u // 16, 0)

    def _attributes(self, cell: int | None) -> dict[str, str]:
        keys = {a: ((cell or 0) // m) % c for a, m, c in self.layout}
        keys["organization"], keys["practice_type"] = self.practice.get(keys["practice"], (0, 0))
        keys["deprivation_quintile"], keys["rurality"] = self.area.get(keys["area"], (0, 0))
        return {a: self.ids[a, k] for a, k in keys.items()}

    def _places(self, meta, attributes: dict[str, str], kind: str) -> list[tuple[str, str, str, str]]:
        strata = [k for k in meta.groups if k not in ("region", "area", "organization", "practice")]
        places = [("region", self.region, "all", "all")] + [("region", self.region, k, attributes[k]) for k in strata]
        places += [(g, attributes[g], "all", "all") for g in ("area", "organization", "practice") if g in meta.groups]
        if kind == "year" and "practice" in meta.groups:
            places += [
                ("practice", attributes["practice"], k, attributes[k]) for k in self.practice_strata if k in strata
            ]
        if meta.numerator_unit == "money" and attributes["line_of_business"] == PARTIAL:
            places = [p for p in places if p[2] == "line_of_business"]
        return places


def _empty() -> dict:
    return {
        "numerator": Decimal(0),
        "denominator": Decimal(0),
        "of": defaultdict(lambda: [Decimal(0), Decimal(0)]),
        "payers": set(),
    }


def _add(sums: dict, person: int, numerator: Decimal, denominator: Decimal, payer: str) -> None:
    sums["numerator"] += numerator
    sums["denominator"] += denominator
    sums["of"][person][0] += numerator
    sums["of"][person][1] += denominator
    if numerator != 0:
        sums["payers"].add(payer)


def _finish(sums: dict) -> dict:
    positive = sorted((n for n, _ in sums["of"].values() if n > 0), reverse=True)
    return {
        "numerator": sums["numerator"],
        "denominator": sums["denominator"],
        "people": sum(d != 0 for _, d in sums["of"].values()),
        "people_numerator": sum(n != 0 for n, _ in sums["of"].values()),
        "top2_share": float(sum(positive[:2]) / sum(positive)) if positive else None,
        "sources": len(sums["payers"] - {"unknown"}),
    }
