"""clinician_year: who is a primary care clinician in a year, and who stands on the roster."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from support.twin import codes
from support.twin.fill import covers
from support.twin.lines import has_code
from support.twin.places import Practices
from support.twin.settings import Settings
from support.twin.values import valid_npi

Rows = list[dict]
SETTING_LISTS = ("pc_taxonomy_ext_np_general", "pc_taxonomy_ext_pa")
PRIMARY_CARE = ("pc_taxonomy_core", "pc_taxonomy_ext_general_practice", *SETTING_LISTS)
CLASSES = ("physician", "np", "pa", "cns")


def class_of(taxonomy: str | None) -> str:
    """By explicit lists; never by the first characters of a code."""
    return next((name for name in CLASSES if _on_any((f"class_{name}",), taxonomy)), "other")


def _on_any(lists: tuple[str, ...], taxonomy: str | None) -> bool:
    return taxonomy is not None and any(codes.on_list(name, taxonomy) for name in lists)


class Clinicians:
    """All NPIs of the provider table, year by year."""

    def __init__(self, providers: dict, practices: Practices, lines: Rows, visits: Rows, settings: Settings) -> None:
        self.providers, self.practices, self.settings = providers, practices, settings
        self.core = {n for n, p in providers.items() if _on_any(("pc_taxonomy_core",), p["primary_taxonomy_code"])}
        self._count(lines, visits)

    def _count(self, lines: Rows, visits: Rows) -> None:
        self.patients, self.visits = defaultdict(set), defaultdict(list)
        self.inpatient, self.outpatient = defaultdict(int), defaultdict(int)
        for line in lines:
            year = line["service_date"].year
            if line["clinician"]:
                self.patients[line["clinician"], year].add(line["person_id"])
            if valid_npi(line["rendering_npi"]):
                self.inpatient[line["rendering_npi"], year] += has_code(line, "em_inpatient")
                self.outpatient[line["rendering_npi"], year] += has_code(line, "em_outpatient")
        for visit in visits:
            self.visits[visit["clinician"], visit["year"]].append(visit)

    def years(self, years: list[int]) -> dict[tuple[str, int], dict]:
        rows = {(npi, year): self._row(npi, year) for npi in self.providers for year in years}
        for year in years:
            self._add_fte([row for (_, y), row in rows.items() if y == year], year)
        return rows

    def _row(self, npi: str, year: int) -> dict:
        provider = self.providers[npi]
        kind = class_of(provider["primary_taxonomy_code"])
        able = provider["entity_type"] == "individual" and not _gone_by(provider, date(year, 7, 1))
        override = provider["primary_care_override"]
        by_rule = self._by_rule(npi, year)
        is_primary_care = able and (override == "yes" or (override != "no" and by_rule))
        is_active = len(self.patients[npi, year]) >= self.settings.active_min_people
        members = [m for m in self.practices.of_npi.get(npi, []) if _in_force(m, date(year, 7, 1))]
        at_mid_year = bool(members) or not self.practices.members
        on_roster = is_primary_care and (is_active or override == "yes")
        return {
            "npi": npi,
            "class": kind,
            "is_primary_care": is_primary_care,
            "is_active_physician": able and kind == "physician" and is_active,
            "on_roster": on_roster,
            "on_roster_mid_year": on_roster and at_mid_year,
            "practice": self._main_practice(npi, year),
            "visits": len(self.visits[npi, year]),
            "members": members,
        }

    def _by_rule(self, npi: str, year: int) -> bool:
        """Taxonomy, setting of general nurse practitioners and physician assistants, not a hospitalist."""
        taxonomy = self.providers[npi]["primary_taxonomy_code"]
        if not _on_any(PRIMARY_CARE, taxonomy):
            return False
        if _on_any(SETTING_LISTS, taxonomy) and not self._setting_known(npi, year):
            return False
        return not self.is_hospitalist(npi, year)

    def _setting_known(self, npi: str, year: int) -> bool:
        start, end = date(year, 1, 1), date(year, 12, 31)
        if any(m["role"] == "primary_care" and _touches(m, start, end) for m in self.practices.of_npi.get(npi, [])):
            return True
        settings = {
            m["practice_id"] for m in self.practices.members if m["npi"] in self.core and _touches(m, start, end)
        }
        visits = self.visits[npi, year]
        return bool(visits) and 2 * sum(v["practice"] in settings for v in visits) >= len(visits)

    def is_hospitalist(self, npi: str, year: int) -> bool:
        inside, total = self.inpatient[npi, year], self.inpatient[npi, year] + self.outpatient[npi, year]
        return total >= self.settings.hospitalist_min_lines and 10 * inside >= 9 * total

    def _main_practice(self, npi: str, year: int) -> str | None:
        count: dict[str, int] = defaultdict(int)
        for visit in self.visits[npi, year]:
            if visit["practice"] is not None:
                count[visit["practice"]] += 1
        return min(count, key=lambda p: (-count[p], p), default=None)

    def _add_fte(self, rows: Rows, year: int) -> None:
        """Sum of the FTE in force at mid-year; where none is known, visits against the median physician, at most 1."""
        usual = median([r["visits"] for r in rows if r["is_active_physician"]] or [0])
        for row in rows:
            known = [m["clinical_fte"] for m in row["members"] if m["clinical_fte"] is not None]
            row["fte"] = sum(known) if known else _claims_fte(row["visits"], usual)


def _claims_fte(visits: int, usual: float) -> Decimal:
    if usual == 0:
        return Decimal(0)
    share = min(Decimal(1), Decimal(visits) / Decimal(str(usual)))
    return share.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _gone_by(provider: dict, day: date) -> bool:
    return provider["deactivation_date"] is not None and provider["deactivation_date"] < day


def _in_force(member: dict, day: date) -> bool:
    return covers(member["start_date"], member["end_date"], day)


def _touches(member: dict, start: date, end: date) -> bool:
    return member["start_date"] <= end and (member["end_date"] is None or member["end_date"] >= start)
