"""The amount that Medicare allows for a code on a date in a place."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from firstcontact.practice.exact import CENT
from firstcontact.practice.fees.tables import FeeTables, shipped_tables
from firstcontact.practice.problems import refuse

PE_BY_SETTING = {"nonfacility": "pe_rvu_nonfacility", "facility": "pe_rvu_facility"}


def allowed(
    hcpcs: str,
    day: date | str,
    locality: str = "national",
    setting: str = "nonfacility",
    tables: FeeTables | None = None,
) -> Decimal:
    """USD in cents: relative values times cost indices times the conversion factor, rounded once, half up.

    `locality`: `national` or MAC-locality such as 14212-01. `tables`: None is the shipped extract. Raises PM030 where
    the code, locality or factor has no row on the day. Source: model.md 5; 42 CFR 414.20-414.26.
    """
    tables = tables or shipped_tables()
    day = _day(day)
    if setting not in PE_BY_SETTING:
        raise refuse("PM003", f"{setting} is not a setting. Allowed: {', '.join(PE_BY_SETTING)}.", "setting")
    rvu, gpci = tables.code(hcpcs, day).values, tables.locality(locality, day).values
    units = (
        rvu["work_rvu"] * gpci["work_gpci"]
        + rvu[PE_BY_SETTING[setting]] * gpci["pe_gpci"]
        + rvu["mp_rvu"] * gpci["mp_gpci"]
    )
    return (units * tables.factor(day)).quantize(CENT, ROUND_HALF_UP)


def _day(day: date | str) -> date:
    try:
        return day if isinstance(day, date) else date.fromisoformat(day)
    except ValueError:
        raise refuse("PM003", f"{day} is not a date. Write YYYY-MM-DD.", "date") from None
