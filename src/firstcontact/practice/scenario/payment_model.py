"""Payment components: every published model is a dated list of these."""

from dataclasses import dataclass
from datetime import date

from firstcontact.practice.scenario.quantity import ONE, ZERO, Quantity
from firstcontact.practice.scenario.where import Where


@dataclass(frozen=True)
class PaymentComponent:
    """One component of an arrangement. Only the fields of its kind carry meaning; the others keep their default.

    | kind | fields |
    |---|---|
    | ffs | share |
    | capitation | share, pmpm, risk_exponent, enrolled_share, paid_every |
    | flat_visit_fee | amount, geo, modes |
    | population_payment | pmpm, risk_exponent, enrolled_share, paid_every |
    | prepaid_visits | share, uplift, paid_every |
    | care_management | pmpm, enrolled_share, paid_every |
    | prospective_visit | base, gaf, new_share, new_multiplier |
    | performance | adj, of (names of components), every_weeks, lag_weeks |
    | service | rate, enrolled_share, minutes, role, staffed |
    | sub_capitation | base_pmpm, tier_pmpm, enrolled_share, in_set_codes or in_set_share, paid_every |
    | one_time | day and one of: amount (USD per practice), amount_total (USD shared by panel), amount_per_patient |

    `name` is unique within its period; it is the kind where the scenario gives none and the kind stands once.
    """

    kind: str
    name: str
    share: Quantity = ONE
    allow_overlap: bool = False
    pmpm: Quantity = ZERO
    risk_exponent: int = 1
    enrolled_share: Quantity = ONE
    amount: Quantity | None = None
    amount_total: Quantity | None = None
    amount_per_patient: Quantity | None = None
    day: date | None = None
    geo: Quantity = ONE
    modes: tuple[str, ...] = ("office", "video", "phone")
    uplift: Quantity = ONE
    base: Quantity = ZERO
    gaf: Quantity = ONE
    new_share: Quantity = ZERO
    new_multiplier: Quantity = ONE
    adj: Quantity = ZERO
    of: tuple[str, ...] = ()
    every_weeks: int = 13
    lag_weeks: int = 13
    rate: Quantity = ZERO
    minutes: Quantity = ZERO
    role: str | None = None
    staffed: bool = False
    in_set_codes: tuple[str, ...] = ()
    in_set_share: Quantity | None = None
    base_pmpm: Quantity = ZERO
    tier_pmpm: Quantity = ZERO
    paid_every: str = "week"


@dataclass(frozen=True)
class PaymentPeriod:
    """The arrangement of some payers from `first` to `until` (included; None is open) in the practices of `where`."""

    payers: tuple[str, ...]
    first: date
    until: date | None
    where: Where
    components: tuple[PaymentComponent, ...]
