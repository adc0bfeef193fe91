"""attribution by the default method: roster first, then visits of two years, the newer year twice the older."""

from collections import defaultdict
from datetime import date

from support.twin.fill import covers
from support.twin.places import Practices

Rows = list[dict]
BASES = ["selected", "assigned", "contract", "practice_roster"]


class Attribution:
    """`of(person, line of business, year)` names practice, clinician and method."""

    def __init__(self, roster: Rows, visits: Rows, providers: dict[str, dict], practices: Practices) -> None:
        self.providers, self.practices = providers, practices
        self.roster, self.visits = defaultdict(list), defaultdict(list)
        for row in roster:
            self.roster[row["person_id"], row["line_of_business"]].append(row)
        for visit in visits:
            if visit["is_primary_care"] and visit["clinician"] is not None:
                self.visits[visit["person_id"]].append(visit)

    def of(self, person: str, line_of_business: str, year: int) -> dict:
        found = self._by_roster(self.roster[person, line_of_business], date(year, 12, 31))
        return found or self._by_visits(self.visits[person], year)

    def _by_roster(self, rows: Rows, day: date) -> dict | None:
        usable = [self._resolved(row, day) for row in rows if self._in_use(row, day)]
        if not usable:
            return None
        best = min(usable, key=_roster_order)
        return {"clinician": best["npi"], "practice": best["practice"], "method": "roster"}

    def _in_use(self, row: dict, day: date) -> bool:
        """In force on the last day of the period, and its clinician known and active."""
        if not covers(row["start_date"], row["end_date"], day) or (row["npi"] or row["practice_id"]) is None:
            return False
        if row["npi"] is None:
            return True
        provider = self.providers.get(row["npi"])
        return provider is not None and not (provider["deactivation_date"] and provider["deactivation_date"] <= day)

    def _resolved(self, row: dict, day: date) -> dict:
        practice = row["practice_id"] or self.practices.of_clinician(row["npi"], day)
        return row | {"practice": practice}

    def _by_visits(self, visits: Rows, year: int) -> dict:
        visits = [v for v in visits if v["year"] in (year, year - 1)]
        if not self.practices.members:
            return _named(_winner(visits, "clinician", year), None, "clinician")
        practice = _winner([v for v in visits if v["practice"]], "practice", year)
        inside = [v for v in visits if practice and v["practice"] == practice]
        return _named(_winner(inside, "clinician", year), practice, "practice")


def _named(clinician: str | None, practice: str | None, unit: str) -> dict:
    found = practice if unit == "practice" else clinician
    return {"clinician": clinician, "practice": practice, "method": "visits" if found else "none"}


def _winner(visits: Rows, column: str, year: int) -> str | None:
    """Highest score, then latest date, then most visits, then smallest id. Scores are whole: 2 and 1."""
    of_candidate = defaultdict(list)
    for visit in visits:
        of_candidate[visit[column]].append(visit)

    def order(candidate: str) -> tuple:
        mine = of_candidate[candidate]
        score = sum(2 if v["year"] == year else 1 for v in mine)
        latest = max(v["service_date"] for v in mine)
        return (-score, -latest.toordinal(), -len(mine), candidate)

    return min(of_candidate, key=order, default=None)


def _roster_order(row: dict) -> tuple:
    missing = "\U0010ffff"
    return (
        BASES.index(row["basis"]),
        -row["start_date"].toordinal(),
        row["practice"] or missing,
        row["npi"] or missing,
    )


def roster_rows(roster: Rows, spans: Rows) -> Rows:
    """The roster and the clinicians that payers report on coverage spans."""
    reported = [s for s in spans if s["pcp_npi"] and s["pcp_assignment_type"] in ("selected", "assigned")]
    return list(roster) + [_reported(span) for span in reported]


def _reported(span: dict) -> dict:
    return {
        "person_id": span["person_id"],
        "line_of_business": span["line_of_business"],
        "start_date": span["enrollment_start_date"],
        "end_date": span["enrollment_end_date"],
        "npi": span["pcp_npi"],
        "practice_id": None,
        "basis": span["pcp_assignment_type"],
    }
