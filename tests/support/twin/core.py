"""All core tables of one input folder."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from support.twin import bounds, columns
from support.twin.attribution import Attribution, roster_rows
from support.twin.clinicians import Clinicians
from support.twin.collapse import collapse
from support.twin.dates import age_band, age_on
from support.twin.emergency import ed_visits
from support.twin.enrolment import person_months
from support.twin.fill import fill_claims, fill_eligibility
from support.twin.fills import rx_fills
from support.twin.lines import service_day, service_lines
from support.twin.payments import payments
from support.twin.people import people
from support.twin.places import Areas, Practices
from support.twin.pqi import indicators
from support.twin.read import read_folder
from support.twin.settings import Settings
from support.twin.stays import stays
from support.twin.visits import mark_primary_care, visits

Rows = list[dict]


@dataclass
class Core:
    settings: Settings
    tables: dict[str, Rows]
    people: dict = field(default_factory=dict)
    months: Rows = field(default_factory=list)
    lines: Rows = field(default_factory=list)
    visits: Rows = field(default_factory=list)
    stays: Rows = field(default_factory=list)
    ed_visits: Rows = field(default_factory=list)
    fills: Rows = field(default_factory=list)
    payments: Rows = field(default_factory=list)
    clinician_years: dict = field(default_factory=dict)
    attribution: dict = field(default_factory=dict)
    ledger: dict = field(default_factory=dict)
    areas: Areas | None = None
    practices: Practices | None = None
    covered: dict = field(default_factory=dict)

    def in_month(self, event: dict) -> bool:
        return (event["person_id"], event["line_of_business"], event["month"]) in self.covered


def build(folder: Path, settings: Settings) -> Core:
    core = Core(settings, read_folder(folder))
    _build_people(core)
    _build_lines(core)
    _build_events(core)
    _build_attribution(core)
    return core


def _build_people(core: Core) -> None:
    tables, through = core.tables, core.settings.data_through
    core.areas = Areas(tables["area"], tables["zip_area"])
    core.practices = Practices(tables["practice"], tables["practice_provider"])
    fill_eligibility(tables["eligibility"], {c["payer"] for c in tables["pharmacy_claim"]})
    core.people = people(tables["eligibility"], through)
    core.months = person_months(tables["eligibility"], core.people, through, core.areas.of)
    core.covered = {(m["person_id"], m["line_of_business"], m["month"]): m for m in core.months}


def _build_lines(core: Core) -> None:
    tables = core.tables
    fill_claims(tables["medical_claim"], service_day, tables["eligibility"])
    fill_claims(tables["pharmacy_claim"], lambda c: c["dispensing_date"], tables["eligibility"])
    medical, core.ledger["medical_claim"] = collapse(tables["medical_claim"], columns.names("medical_claim"))
    pharmacy, core.ledger["pharmacy_claim"] = collapse(tables["pharmacy_claim"], columns.names("pharmacy_claim"))
    providers = {p["npi"]: p for p in tables["provider"]}
    core.lines = service_lines(medical, providers, core.practices)
    core.fills = rx_fills(pharmacy)
    core.visits = visits(core.lines)
    clinicians = Clinicians(providers, core.practices, core.lines, core.visits, core.settings)
    core.clinician_years = clinicians.years(sorted({d.year for d in _days(core)}))
    mark_primary_care(core.visits, core.clinician_years)
    bounds.mark_bounds(core.lines, providers, core.clinician_years, tables["medical_claim"])


def _days(core: Core) -> list:
    return [line["service_date"] for line in core.lines] + [date(year, 1, 1) for year in core.settings.years]


def _build_events(core: Core) -> None:
    for person in {line["person_id"] for line in core.lines} - set(core.people):
        core.people[person] = {"birth_date": None, "death_date": None, "sex": "unknown"}
    core.stays = stays(core.lines, core.people)
    for stay in core.stays:
        stay["indicators"] = indicators(stay)
    core.ed_visits = ed_visits(core.lines, core.stays)
    core.payments = payments(core.tables["non_claims_payment"], core.practices)


def _build_attribution(core: Core) -> None:
    """Attribution of each coverage and year with a month of medical coverage; its practice goes to the months."""
    providers = {p["npi"]: p for p in core.tables["provider"]}
    roster = roster_rows(core.tables["roster_attribution"], core.tables["eligibility"])
    engine = Attribution(roster, core.visits, providers, core.practices)
    for month in core.months:
        key = (month["person_id"], month["line_of_business"], month["month"].year)
        if month["medical"] and key not in core.attribution:
            core.attribution[key] = engine.of(*key)
    for month in core.months:
        key = (month["person_id"], month["line_of_business"], month["month"].year)
        month["practice"] = core.attribution.get(key, {}).get("practice")
        month["attributes"] = attributes(core, month)


def attributes(core: Core, month: dict) -> dict[str, str]:
    """The group of a person-month in each kind of group."""
    person, practice = core.people[month["person_id"]], month["practice"]
    known = core.practices.rows.get(practice, {})
    return {
        "area": month["area"] or "unknown",
        "payer": month["payer"],
        "line_of_business": month["line_of_business"],
        "practice": practice or "unattributed",
        "organization": known.get("organization_id") or "unattributed",
        "practice_type": known.get("practice_type") or "unknown",
        "age_band": month["age_band"],
        "sex": person["sex"],
        "race_ethnicity": person["race_ethnicity"],
        "language": person["language"],
        "disability": person["disability"],
        "deprivation_quintile": core.areas.quintile(month["area"]),
        "rurality": core.areas.rurality(month["area"]),
    }


def last_months(core: Core, coverage: bool) -> dict[tuple, dict]:
    """(person, [line of business,] year) to its last counted month, with age on the last day of the year."""
    last: dict[tuple, dict] = defaultdict(dict)
    for month in sorted(core.months, key=lambda m: m["month"]):
        if coverage or month["is_primary"]:
            place = (month["line_of_business"],) if coverage else ()
            year = month["month"].year
            birth = core.people[month["person_id"]]["birth_date"]
            age = age_on(month["month"].replace(month=12, day=31), birth)
            attrs = month["attributes"] | {"age_band": age_band(age)}
            last[(month["person_id"], *place, year)] = month | {"age_at_year_end": age, "attributes": attrs}
    return last
