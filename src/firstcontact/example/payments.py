"""Payments outside claims: capitation, incentives, shared savings and losses, and some that nobody classified."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from firstcontact.example.arrow import NO_MONEY, dates, money
from firstcontact.example.assumptions import LINES_OF_BUSINESS, assumptions
from firstcontact.example.coverage import PRODUCTS
from firstcontact.example.scene import World


@dataclass(frozen=True)
class Kind:
    """pmpm: dollars per member month over all recipients; primary: known part for primary care, None = not told."""

    category: str | None
    recipient: str
    pmpm: float
    primary: float | None
    method: str | None
    capitation: bool = False
    quarters: bool = False
    loses: float = 0.0


KINDS = (
    Kind("4A", "practice", 1.0, 1.0, "all_primary_care", capitation=True, quarters=True),
    Kind("2A", "practice", 0.9, 1.0, "all_primary_care"),
    Kind("2B", "practice", 0.4, 1.0, "stated_by_payer"),
    Kind("2C", "practice", 2.2, 0.9, "stated_by_payer", quarters=True),
    Kind("2C", "clinician", 0.3, 1.0, "stated_by_payer"),
    Kind("3A", "organization", 3.0, 0.4, "claims_ratio"),
    Kind("3B", "organization", 2.0, 0.3, "pmpm_ratio", loses=0.3),
    Kind("3N", "organization", 0.5, None, None),
    Kind("4B", "hospital", 4.0, None, None),
    Kind("4C", "organization", 1.2, 0.2, "stated_by_payer"),
    Kind("4N", "organization", 0.8, None, None),
    Kind(None, "other", 0.6, None, None),
    Kind("1", "practice", 0.1, None, None),
)


@dataclass
class Drafts:
    """Columns of the table as lists of arrays, one element per kind, product and year."""

    parts: dict[str, list] = field(default_factory=dict)

    def add(self, count: int, **columns: object) -> None:
        for name, value in columns.items():
            filled = value if isinstance(value, (list, np.ndarray)) else [value] * count
            self.parts.setdefault(name, []).extend(list(filled))


def payment_table(world: World, member_months: np.ndarray, npi: list[str]) -> pa.Table:
    """member_months: products x years."""
    drafts = Drafts()
    for number, kind in enumerate(KINDS):
        for product in range(len(PRODUCTS.plans)):
            if not kind.capitation or PRODUCTS.capitates[product]:
                for year in range(world.calendar.years):
                    _add_year(drafts, world, number, kind, product, year, float(member_months[product, year]), npi)
    columns = drafts.parts
    count = len(columns["amount"])
    return pa.table(
        {
            "payment_id": [f"N{i + 1:07d}" for i in range(count)],
            "payer": [PRODUCTS.payers[PRODUCTS.payer[p]] for p in columns["product"]],
            "plan": [PRODUCTS.plans[p] for p in columns["product"]],
            "line_of_business": [LINES_OF_BUSINESS[PRODUCTS.line[p]] for p in columns["product"]],
            "recipient_type": columns["recipient_type"],
            "recipient_id": pa.array(columns["recipient_id"], pa.string()),
            "period_start": dates(np.array(columns["start"])),
            "period_end": dates(np.array(columns["end"])),
            "amount": money(np.array(columns["amount"], dtype=np.int64)),
            "apm_category": pa.array(columns["category"], pa.string()),
            "primary_care_amount": money(np.array(columns["primary"], dtype=np.int64)),
            "primary_care_share_method": pa.array(columns["method"], pa.string()),
            "edition": columns["edition"],
        }
    )


def _add_year(
    drafts: Drafts, world: World, number: int, kind: Kind, product: int, year: int, months: float, npi: list[str]
) -> None:
    recipients, weight = _recipients(world, kind, npi)
    periods = 4 if kind.quarters else 1
    pmpm = kind.pmpm * (assumptions()["payments"]["capitation_pmpm"] if kind.capitation else 1.0)
    u = world.streams(f"payment.{number}.{product}.{year}").random((periods, len(recipients), 2))
    cents = np.floor(pmpm * months / periods * weight[None, :] * (0.6 + 0.8 * u[:, :, 0]) * 100 + 0.5).astype(np.int64)
    cents = np.where(u[:, :, 1] < kind.loses, -cents, cents)
    starts = world.calendar.starts
    for period in range(periods):
        first = 12 * year + period * 12 // periods
        paid = np.flatnonzero(cents[period])
        amount = cents[period][paid]
        drafts.add(
            len(paid),
            product=product,
            recipient_type=kind.recipient,
            recipient_id=[recipients[i] for i in paid],
            start=int(starts[first]),
            end=int(starts[first + 12 // periods]) - 1,
            amount=amount,
            category=kind.category,
            primary=np.full(len(paid), NO_MONEY)
            if kind.primary is None
            else np.trunc(amount * kind.primary).astype(np.int64),
            method=kind.method,
            edition=str(world.calendar.first_year + year + 1),
        )


def _recipients(world: World, kind: Kind, npi: list[str]) -> tuple[list[str | None], np.ndarray]:
    """Ids of those who are paid, and their shares."""
    practices, force, directory = world.practices, world.workforce, world.directory
    size = force.size.astype(float)
    if kind.recipient == "practice":
        at = np.flatnonzero(practices.capitated) if kind.capitation else np.arange(len(practices))
        return [practices.id(i) for i in at], size[at] / size.sum()
    if kind.recipient == "clinician":
        return [npi[i] for i in force.first], size / size.sum()
    if kind.recipient == "organization":
        owners = np.unique(practices.organisation[practices.organisation >= 0])
        weight = np.array([size[practices.organisation == o].sum() for o in owners])
        return [f"org{o:03d}" for o in owners], weight / size.sum()
    if kind.recipient == "hospital":
        count = directory.count["hospital"]
        return [npi[directory.start["hospital"] + i] for i in range(count)], np.full(count, 1 / count)
    return [None], np.ones(1)
