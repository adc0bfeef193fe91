"""Numbers and names as a reader wants them; respondent numbers of the public in bands.

Source: specs/surveys/README.md 11.3.
"""

from collections.abc import Sequence

NONE = "–"
MINUS = "\N{MINUS SIGN}"
BANDS = ((30, 49), (50, 99), (100, 199), (200, 499))
LAST_BAND = 500


def figure(value: float | None, digits: int = 2) -> str:
    if value is None:
        return NONE
    text = f"{abs(value):,.{digits}f}"
    return MINUS + text if value < 0 and any(c in "123456789" for c in text) else text


def percent(share: float | None, digits: int = 0) -> str:
    """A share 0..1 as a whole percent."""
    return NONE if share is None else figure(100 * share, digits) + "%"


def count(value: float | None) -> str:
    """Whole numbers without decimals."""
    return NONE if value is None else figure(value, 0 if float(value).is_integer() else 1)


def band(n: int) -> str:
    """`30–49` ... `500+`; below the first band `under 30`."""
    if n >= LAST_BAND:
        return f"{LAST_BAND}+"
    return next((f"{low}–{high}" for low, high in BANDS if low <= n <= high), f"under {BANDS[0][0]}")


def span(low: str, high: str) -> str:
    return NONE if NONE in (low, high) else f"{low} to {high}"


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
