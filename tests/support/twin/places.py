"""Where things are: the area of a zip, tract or county; the practice of a claim line."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from support.twin.fill import covers

Rows = list[dict]


class Areas:
    """Area of residence: tract before zip before county; a zip goes to the area with the largest weight."""

    def __init__(self, areas: Rows, zip_area: Rows) -> None:
        self.rows = {a["area_id"]: a for a in areas if a["area_kind"] != "region"}
        self.of_zip: dict[str, Rows] = defaultdict(list)
        for row in zip_area:
            self.of_zip[row["zip_code"]].append(row)

    def of(self, place: dict) -> str | None:
        if place["census_tract"] in self.rows:
            return place["census_tract"]
        if self.of_zip.get(place["zip_code"]):
            return min(self.of_zip[place["zip_code"]], key=lambda r: (-r["weight"], r["area_id"]))["area_id"]
        for code in (place["zip_code"], place["county_fips"]):
            if code in self.rows:
                return code
        return None

    def quintile(self, area: str | None) -> str:
        value = self.rows[area]["deprivation_quintile"] if area in self.rows else None
        return "unknown" if value is None else str(value)

    def rurality(self, area: str | None) -> str:
        return (self.rows[area]["rurality_code"] if area in self.rows else None) or "unknown"


class Practices:
    """Practices by their latest span, and who works where on a day."""

    def __init__(self, practices: Rows, members: Rows) -> None:
        self.spans = practices
        self.members = members
        self.rows = {p["practice_id"]: p for p in sorted(practices, key=lambda p: p["start_date"])}
        self.of_npi: dict[str, Rows] = defaultdict(list)
        for member in members:
            self.of_npi[member["npi"]].append(member)

    def organization(self, practice: str | None) -> str | None:
        return self.rows[practice]["organization_id"] if practice in self.rows else None

    def of_clinician(self, npi: str | None, day: date, billing_tin: str | None = None) -> str | None:
        """The clinician's practice in force: equal tax number, then largest FTE, then smallest id."""
        in_force = [m for m in self.of_npi.get(npi, []) if covers(m["start_date"], m["end_date"], day)]
        if not in_force:
            return None
        return min(in_force, key=lambda m: self._order(m, billing_tin))["practice_id"]

    def _order(self, member: dict, billing_tin: str | None) -> tuple:
        tins = {p["billing_tin"] for p in self.spans if p["practice_id"] == member["practice_id"]}
        fte = member["clinical_fte"]
        same = billing_tin is not None and billing_tin in tins
        return (not same, fte is None, -(fte or Decimal(0)), member["practice_id"])

    def of_line(self, clinician: str | None, day: date, billing_tin: str | None) -> str | None:
        found = self.of_clinician(clinician, day, billing_tin)
        if found or billing_tin is None:
            return found
        billed = {
            p["practice_id"]
            for p in self.spans
            if p["billing_tin"] == billing_tin and covers(p["start_date"], p["end_date"], day)
        }
        return billed.pop() if len(billed) == 1 else None
