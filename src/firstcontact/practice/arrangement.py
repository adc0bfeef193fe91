"""A year of a payment arrangement in closed form: a line in visits per patient.

Source: specs/practice-model/model.md 13.1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from firstcontact.practice.arrangement_lines import lines
from firstcontact.practice.arrangement_parts import TYPES, Line
from firstcontact.practice.exact import Number, exact, money
from firstcontact.practice.problems import refuse

Components = Sequence[Mapping]


@dataclass(frozen=True)
class Annual:
    """USD earned in a year, unrounded. `per_patient`, `per_visit` are None where there is no patient or visit."""

    claims: Decimal
    prospective: Decimal
    performance: Decimal
    one_time: Decimal
    total: Decimal
    per_patient: Decimal | None
    per_visit: Decimal | None


@dataclass(frozen=True)
class BreakevenVisits:
    """Visits per patient-year at which two arrangements pay the same.

    `status`: `solved`; `always` or `never` (the new one pays more at any number of visits, or at none); `equal`.
    `side`: where the new one pays more, `below` or `above` the value; None unless solved.
    """

    value: float | None
    status: str
    side: str | None = None


def annual(
    components: Components,
    panel: Number,
    visits_per_patient_year: Number,
    price_per_visit: Number,
    risk: Number = 1,
) -> Annual:
    """What a payer's components earn in a year for `panel` patients.

    `price_per_visit`: USD. Components are mappings as in a scenario; `prepaid_visits` also needs `historical_visits`.
    Raises PM001 (unknown key or kind), PM003 (not a number), PM004 (a value is missing).
    """
    parts = lines(components, price_per_visit, risk)
    patients = exact(panel, "panel")
    use = exact(visits_per_patient_year, "visits_per_patient_year")
    by_type = {kind: parts[kind].at(patients, use) for kind in TYPES}
    total = sum(by_type.values())
    return Annual(
        **{kind: money(amount) for kind, amount in by_type.items()},
        total=money(total),
        per_patient=_per(total, patients),
        per_visit=_per(total, patients * use),
    )


def difference(
    new: Components,
    old: Components,
    panel: Number,
    visits_per_patient_year: Number,
    price_per_visit: Number,
    risk: Number = 1,
) -> Decimal:
    """USD a year that `new` pays more than `old` (less, where negative), unrounded."""
    gap = _total(new, price_per_visit, risk, "new") - _total(old, price_per_visit, risk, "old")
    return money(gap.at(exact(panel, "panel"), exact(visits_per_patient_year, "visits_per_patient_year")))


def breakeven_visits(
    new: Components, old: Components, price_per_visit: Number, panel: Number | None = None, risk: Number = 1
) -> BreakevenVisits:
    """Visits per patient-year at which both pay the same; `panel` matters only where one-time money is in play.

    Raises PM004 where one-time money is in play and the panel is missing.
    """
    gap = _total(new, price_per_visit, risk, "new") - _total(old, price_per_visit, risk, "old")
    at_no_visits = gap.alpha + _one_time_per_patient(gap.fixed, panel)
    if gap.beta == 0:
        return BreakevenVisits(None, _one_sided(at_no_visits))
    value = -at_no_visits / gap.beta
    if value < 0:
        return BreakevenVisits(None, _one_sided(at_no_visits))
    return BreakevenVisits(float(value), "solved", "below" if gap.beta < 0 else "above")


def _total(components: Components, price: Number, risk: Number, path: str) -> Line:
    return sum(lines(components, price, risk, path).values(), Line())


def _one_time_per_patient(amount: Fraction, panel: Number | None) -> Fraction:
    if amount == 0:
        return amount
    if panel is None:
        raise refuse("PM004", "one-time money is shared by the panel, which is missing. Give the panel.", "panel")
    patients = exact(panel, "panel")
    if patients <= 0:
        raise refuse("PM003", f"{panel} patients cannot share one-time money. Give a panel above 0.", "panel")
    return amount / patients


def _one_sided(gap: Fraction) -> str:
    return "equal" if gap == 0 else "always" if gap > 0 else "never"


def _per(total: Fraction, count: Fraction) -> Decimal | None:
    return money(total / count) if count else None
