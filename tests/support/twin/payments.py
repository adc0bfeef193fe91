"""payment: money outside claims, spread over its months by days."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from support.twin import codes
from support.twin.dates import last_of_month, months_between
from support.twin.places import Practices

Rows = list[dict]
CENT = Decimal("0.01")


def payments(rows: Rows, practices: Practices) -> Rows:
    return [month for row in rows for month in _months(row, practices)]


def _months(row: dict, practices: Practices) -> Rows:
    amounts = spread(row["amount"], row["period_start"], row["period_end"])
    known = row["primary_care_amount"] is not None
    parts = spread(row["primary_care_amount"], row["period_start"], row["period_end"]) if known else {}
    practice, organization = _recipient(row, practices)
    return [
        {
            "month": month,
            "payer": row["payer"],
            "line_of_business": row["line_of_business"],
            "practice": practice,
            "organization": organization,
            "amount": amount,
            "primary_care_amount": parts.get(month),
            "apm_category": row["apm_category"] if codes.on_list("apm_category", row["apm_category"]) else None,
        }
        for month, amount in amounts.items()
    ]


def spread(amount: Decimal, start: date, end: date) -> dict[date, Decimal]:
    """By days, half up to the cent (away from zero), the remainder on the last month."""
    months = months_between(start, end)
    total = (end - start).days + 1
    shares = {m: _share(amount, _days_in(m, start, end), total) for m in months[:-1]}
    shares[months[-1]] = amount - sum(shares.values(), Decimal(0))
    return shares


def _days_in(month: date, start: date, end: date) -> int:
    return (min(end, last_of_month(month)) - max(start, month)).days + 1


def _share(amount: Decimal, days: int, total: int) -> Decimal:
    return (amount * days / total).quantize(CENT, ROUND_HALF_UP)


def _recipient(row: dict, practices: Practices) -> tuple[str | None, str | None]:
    if row["recipient_type"] == "organization":
        return None, row["recipient_id"]
    practice = row["recipient_id"] if row["recipient_type"] == "practice" else None
    if row["recipient_type"] == "clinician":
        practice = practices.of_clinician(row["recipient_id"], row["period_start"])
    return practice, practices.organization(practice)
