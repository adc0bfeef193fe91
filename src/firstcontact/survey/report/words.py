"""Numbers and names as a reader wants them; respondent numbers of the public in bands.

Source: specs/surveys/README.md 11.3.
"""

from collections.abc import Sequence

from firstcontact.report.words import number

BANDS = ((30, 49), (50, 99), (100, 199), (200, 499))
LAST_BAND = 500


def count(value: float | None) -> str:
    """Whole numbers without decimals."""
    return number(value, 0 if value is None or float(value).is_integer() else 1)


def p_value(p: float | None) -> str:
    return "< 0.001" if p is not None and p < 0.001 else number(p, 3)


def band(n: int) -> str:
    """`30–49` ... `500+`; below the first band `under 30`."""
    if n >= LAST_BAND:
        return f"{LAST_BAND}+"
    return next((f"{low}–{high}" for low, high in BANDS if low <= n <= high), f"under {BANDS[0][0]}")


def several(n: int, noun: str) -> str:
    """`1 practice`, `2 practices`."""
    return f"{n:,} {noun}" + ("" if n == 1 else "s")


def plain(name: str) -> str:
    """A code as people read it: `break_off` -> `break off`."""
    return name.replace("_", " ")


def listed(names: Sequence[str], most: int = 60) -> str:
    """Names with commas, and how many more there are."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")
