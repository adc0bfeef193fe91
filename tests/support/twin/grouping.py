"""Units to result rows: sums, distinct people, value, and whether there is one."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from support.twin.groups import Groups
from support.twin.units import Measure, Unit

Key = tuple[str, date, date, str, str, str, str]
PAYMENT_KINDS = {"all", "payer", "line_of_business"}


@dataclass
class Row:
    """One result row. It `applies` where the denominator is above zero; `enough` people stand behind it or not."""

    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    people: int = 0
    people_numerator: int | None = 0
    value: float | None = None
    applies: bool = True
    enough: bool = True
    weights: dict = field(default_factory=lambda: defaultdict(lambda: [Decimal(0), False]))
    crowd: set[str] = field(default_factory=set)

    def add(self, unit: Unit) -> None:
        self.numerator += unit.numerator
        self.denominator += unit.denominator or 0
        self.people += unit.population
        self.crowd |= unit.crowd
        if unit.person is not None:
            weight = self.weights[unit.person]
            weight[0] += unit.numerator
            weight[1] |= unit.denominator != 0


def result_rows(groups: Groups, measure: Measure) -> dict[Key, Row]:
    """Also a row for each group that exists and for which nothing was counted."""
    rows: dict[Key, Row] = defaultdict(Row)
    for period in groups.all_periods(measure):
        for group in groups.listed(measure):
            rows[measure.id, *period, *group, "all", "all"] = Row()
    for unit in measure.units:
        for period in groups.periods(measure, unit.period):
            for place in groups.places(measure, unit.attributes):
                rows[measure.id, *period, *place].add(unit)
    _finish(groups, measure, rows)
    return dict(rows)


def _finish(groups: Groups, measure: Measure, rows: dict[Key, Row]) -> None:
    present = groups.present(measure) if measure.unit == "payment" else {}
    least = measure.member_months_at_least
    months = groups.member_months(measure) if least else {}
    for key, row in rows.items():
        _count_people(measure, row, present.get(key[1:], set()))
        row.applies = row.denominator > 0 and not measure.missing and not _payments_unknown(measure, key)
        row.enough = row.people >= measure.people_at_least and months.get(key[1:], 0) >= least
        if row.applies:
            row.value = float(measure.factor * row.numerator) / float(row.denominator)


def _payments_unknown(measure: Measure, key: Key) -> bool:
    """Payments have a payer, a line of business and a recipient, but no area, age or sex."""
    return measure.payments and (key[3] == "area" or key[5] not in PAYMENT_KINDS)


def _count_people(measure: Measure, row: Row, present: set[str]) -> None:
    if measure.unit == "practice":
        row.people = row.people_numerator = len(row.crowd)
    elif measure.unit == "payment":
        row.people, row.people_numerator = len(present), None
    elif measure.unit == "area":
        row.people_numerator = None
    else:
        row.people = sum(1 for _, counted in row.weights.values() if counted)
        row.people_numerator = sum(1 for amount, _ in row.weights.values() if amount != 0)
