"""rx_fill: one final pharmacy line with a quantity above zero, or an unknown one."""

from decimal import ROUND_HALF_UP, Decimal

from support.twin.dates import month_of
from support.twin.lines import spend_amount

Rows = list[dict]
SIX_DIGITS = Decimal("0.000001")


def rx_fills(claims: Rows) -> Rows:
    return [_fill(c) for c in claims if c["quantity"] is None or c["quantity"] > 0]


def _fill(claim: dict) -> dict:
    return {
        "person_id": claim["person_id"],
        "month": month_of(claim["dispensing_date"]),
        "line_of_business": claim["line_of_business"],
        "payer": claim["payer"],
        "spend": spend_amount(claim),
        "fills_30": fills_30(claim["days_supply"]),
    }


def fills_30(days_supply: int | None) -> Decimal:
    if days_supply is None or days_supply < 0:
        return Decimal(1)
    return (Decimal(days_supply) / 30).quantize(SIX_DIGITS, ROUND_HALF_UP)
