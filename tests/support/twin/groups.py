"""Where a unit stands: its groups, its strata, its periods."""

from collections import defaultdict
from datetime import date

from support.twin.core import Core
from support.twin.dates import last_of_month, months_between
from support.twin.units import Measure

Place = tuple[str, str, str, str]
Period = tuple[date, date]
REGION = "region"
PARTIAL = "commercial_partial"


class Groups:
    """Remembers what it found, so that many measures over the same people do not ask again."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.known: dict[tuple, tuple[dict, list[Place]]] = {}
        self.months: dict[tuple, dict[tuple, int]] = {}

    def periods(self, measure: Measure, period: date) -> list[Period]:
        if period.year not in self.core.settings.years:
            return []
        year = (date(period.year, 1, 1), date(period.year, 12, 31))
        return [(period, last_of_month(period)) if kind == "month" else year for kind in measure.rows]

    def all_periods(self, measure: Measure) -> list[Period]:
        found = set()
        for year in self.core.settings.years:
            last = min(date(year, 12, 31), self.core.settings.data_through)
            for month in months_between(date(year, 1, 1), last):
                found.update(self.periods(measure, month))
        return sorted(found)

    def places(self, measure: Measure, attributes: dict[str, str]) -> list[Place]:
        key = (*_signature(measure), id(attributes))
        if key not in self.known:
            self.known[key] = (attributes, self._places(measure, attributes))
        return self.known[key][1]

    def _places(self, measure: Measure, attributes: dict[str, str]) -> list[Place]:
        """(group_kind, group_id, stratum_kind, stratum); partial commercial money only under its own name."""
        places = [(REGION, REGION, "all", "all")]
        places += [(REGION, REGION, kind, attributes[kind]) for kind in measure.strata if kind in attributes]
        for group in measure.groups:
            if group != REGION and group in attributes:
                places.append((group, attributes[group], "all", "all"))
        if "practice" in measure.groups and "practice" in attributes:
            kinds = [k for k in self.core.settings.practice_strata if k in measure.strata and k in attributes]
            places += [("practice", attributes["practice"], kind, attributes[kind]) for kind in kinds]
        if measure.money and attributes.get("line_of_business") == PARTIAL:
            return [p for p in places if p[2:] == ("line_of_business", PARTIAL)]
        return places

    def listed(self, measure: Measure) -> list[tuple[str, str]]:
        """The region and every group of the roster and the area table."""
        practices = self.core.practices.rows
        organizations = {p["organization_id"] for p in practices.values()} - {None}
        known = {"area": self.core.areas.rows, "practice": practices, "organization": organizations}
        return [(REGION, REGION)] + [(kind, group) for kind in measure.groups for group in known.get(kind, ())]

    def present(self, measure: Measure) -> dict[tuple, set[str]]:
        """People with a month in the group: what stands beside rows of payments."""
        people = defaultdict(set)
        for month in self.core.months:
            for start, end in self.periods(measure, month["month"]):
                for place in self.places(measure, month["attributes"]):
                    people[start, end, *place].add(month["person_id"])
        return people

    def member_months(self, measure: Measure) -> dict[tuple, int]:
        key = _signature(measure)
        if key not in self.months:
            months: dict[tuple, int] = defaultdict(int)
            for month in self.core.months:
                for start, end in self.periods(measure, month["month"]):
                    for place in self.places(measure, month["attributes"]):
                        months[start, end, *place] += month["medical"]
            self.months[key] = months
        return self.months[key]


def _signature(measure: Measure) -> tuple:
    return (measure.money, measure.rows, tuple(measure.groups), tuple(measure.strata))
